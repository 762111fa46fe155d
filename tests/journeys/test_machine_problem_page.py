"""Where 返回 leads from a page that says what is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from machine_sample import machine

from domain.flow import StopTimer
from domain.number_machine.moves import MachineTimer, end, problem_page
from domain.number_machine.state import Page, Problem

MACHINE = machine()


@pytest.mark.parametrize(
    ("page", "back"),
    [
        (Page.IDLE, Page.HOME),  # nobody wants to go back to a machine at rest
        (Page.NUMBER, Page.HOME),  # the number was given, and shown
        (Page.HOME, Page.HOME),
        (Page.PHONE, Page.PHONE),
    ],
)
def test_back_leads_to_the_page_before_or_home(page: Page, back: Page) -> None:
    shown = problem_page(replace(MACHINE, page=page), Problem.NO_ANSWER)
    assert (shown.page, shown.before) == (Page.PROBLEM, back)


def test_a_second_problem_leads_back_to_where_the_first_one_came_from() -> None:
    first = problem_page(replace(MACHINE, page=Page.PHONE), Problem.NO_ANSWER)
    assert problem_page(first, Problem.REFUSED).before is Page.PHONE


def test_the_next_person_is_not_led_back_to_a_page_of_the_last_one() -> None:
    after, effects = end(problem_page(replace(MACHINE, page=Page.PHONE), Problem.NO_ANSWER))
    assert (after.page, after.before, after.problem) == (Page.HOME, Page.HOME, None)
    stopped = {effect.name for effect in effects if isinstance(effect, StopTimer)}
    assert {MachineTimer.COUNT, MachineTimer.NUMBER} <= stopped
