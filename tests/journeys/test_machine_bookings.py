"""Bookings checked in at the machine: refused, given up, tried again."""

from __future__ import annotations

import pytest
from machine_sample import QUEUES, Walk

from domain.flow import Ask
from domain.number_machine.effects import RememberLost
from domain.number_machine.inputs import (
    CardRead,
    CheckInChosen,
    CodeScanned,
    ReaderChanged,
    ReaderPart,
    Retry,
    SomewhereTouched,
)
from domain.number_machine.moves import MachineTimer
from domain.number_machine.state import Page, Problem

ELDER = CardRead("hash-of-wang", "王**", "19500101")


def test_a_hall_without_pick_up_codes_checks_bookings_in() -> None:
    Walk(queues=QUEUES[:3]).touch(SomewhereTouched(), CheckInChosen()).sees(Page.CHECK_IN)


def test_who_booked_and_finds_the_hall_away_is_not_asked_for_in_vain() -> None:
    walk = Walk(online=False).touch(SomewhereTouched(), ELDER, CheckInChosen()).sees(Page.CHECK_IN)
    assert not walk.made(Ask)


@pytest.mark.parametrize("code", ["appointment.unknown", "appointment.early", "appointment.late", "appointment.used"])
def test_a_booking_that_was_refused_is_scanned_anew(code: str) -> None:
    walk = Walk().touch(CodeScanned("7788")).hall_refuses(code).touch(Retry()).sees(Page.CHECK_IN)
    assert walk.state.visit.code == ""
    walk.touch(CodeScanned("7799"))
    assert walk.wire[1]["appointment"] == "7799"


@pytest.mark.parametrize(
    ("code", "problem"),
    [("appointment.unknown", Problem.BOOKING_UNKNOWN), ("appointment.used", Problem.BOOKING_USED)],
)
def test_a_booking_that_is_unknown_or_used_says_so(code: str, problem: Problem) -> None:
    Walk().touch(CodeScanned("7788")).hall_refuses(code).sees(Page.PROBLEM, problem)


def test_a_booking_refused_for_another_reason_is_not_known() -> None:
    Walk().touch(CodeScanned("7788")).hall_refuses("role.denied").sees(Page.PROBLEM, Problem.BOOKING_UNKNOWN)


def test_a_booking_that_the_hall_did_not_answer_is_tried_again_and_the_first_request_is_lost() -> None:
    walk = Walk().touch(CodeScanned("7788")).after(5).sees(Page.PROBLEM, Problem.BOOKING_AWAY)
    assert [effect.request for effect in walk.made(RememberLost)] == list(walk.state.lost)
    assert len(walk.state.lost) == 1
    assert {MachineTimer.WORDS, MachineTimer.SLOW}.isdisjoint(walk.timers)
    walk.touch(Retry()).sees(Page.CHECK_IN)


def test_a_booking_that_a_busy_hall_refused_is_asked_for_again() -> None:
    walk = Walk().touch(CodeScanned("7788")).hall_refuses("hall.busy").sees(Page.PROBLEM, Problem.HALL_SICK)
    assert walk.touch(Retry()).wire[1]["appointment"] == "7788"
    assert len(walk.made(Ask)) == 2


def test_who_booked_with_a_card_lays_it_on_again() -> None:
    walk = Walk().touch(SomewhereTouched(), CheckInChosen(), ELDER).hall_refuses("appointment.unknown")
    walk.touch(Retry()).sees(Page.CHECK_IN)
    assert len(walk.made(Ask)) == 1


def test_a_late_answer_to_a_booking_that_was_given_up_is_withdrawn_and_not_shown() -> None:
    walk = Walk().touch(CodeScanned("7788")).after(5).sees(Page.PROBLEM, Problem.BOOKING_AWAY)
    walk.effects.append(walk.made(Ask)[0])
    walk.hall_answers().sees(Page.PROBLEM, Problem.BOOKING_AWAY)
    assert walk.wire == ("ticket.cancel", {"ticket": "20261121-A012"})


def test_without_hall_and_pick_up_codes_a_scanner_checks_nobody_in() -> None:
    walk = Walk(online=False, queues=QUEUES[:3]).give(ReaderChanged(ReaderPart.SCANNER, present=True))
    walk.touch(SomewhereTouched(), CheckInChosen()).sees(Page.PROBLEM, Problem.BOOKING_AWAY)


def test_a_hall_that_goes_away_while_a_booking_is_looked_up_is_not_waited_for() -> None:
    walk = Walk().touch(CodeScanned("7788")).hall_goes().sees(Page.PROBLEM, Problem.BOOKING_AWAY)
    assert {MachineTimer.WORDS, MachineTimer.SLOW}.isdisjoint(walk.timers)
    assert len(walk.made(RememberLost)) == 1
