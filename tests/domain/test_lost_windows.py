"""A window that was open and that a new configuration no longer has: nobody is stuck there until the night."""

from __future__ import annotations

from dataclasses import replace

import pytest
from acting import HALL, Acting

from domain import commands as c
from domain.config import HallConfig
from domain.refusal import Code
from domain.show.snapshots import window_snapshot

WITHOUT_W1 = replace(HALL, windows=HALL.windows[1:])


def restarted(before: Acting, config: HallConfig) -> Acting:
    """The hall after its program was started again with another configuration."""
    day = Acting(config, before.now)
    for event in before.log:
        day.hall.apply(event)
    return day


def held_at_w1() -> tuple[Acting, str]:
    day = Acting().open()
    number = day.take()
    day.start(day.call("w1"))
    day.do(c.HoldTicket(window="w1", ticket=day.id(number)))
    return day, number


def kept_for_w1() -> tuple[Acting, str]:
    day = Acting().open()
    number = day.take()
    day.start(day.call("w3"))
    day.do(c.TransferTicket(window="w3", ticket=day.id(number), to_window="w1"))
    return day, number


@pytest.mark.parametrize("by_number", [True, False])
def test_whom_a_window_held_that_is_no_more_any_other_may_take(by_number: bool) -> None:
    before, number = held_at_w1()
    asked = (
        c.CallTicket(window="w3", number=number) if by_number else c.ResumeTicket(window="w3", ticket=before.id(number))
    )
    assert before.refused(asked) is Code.TICKET_OTHER_WINDOW
    day = restarted(before, WITHOUT_W1)
    day.do(asked)
    assert (day.state(number), day.ticket(number).window) == ("serving", "w3")
    day.finish(number)


def test_whom_a_window_held_that_is_no_more_the_others_of_the_queue_see() -> None:
    before, number = held_at_w1()
    day = restarted(before, WITHOUT_W1)
    seen = {
        name: [ticket.number for ticket in window_snapshot(day.hall, name, day.now, 1).held] for name in ("w2", "w3")
    }
    assert seen == {"w2": [], "w3": [number]}


def test_who_is_kept_for_a_window_that_is_no_more_is_called_by_number_where_the_queue_is_served() -> None:
    before, number = kept_for_w1()
    assert before.refused(c.CallTicket(window="w3", number=number)) is Code.TICKET_OTHER_WINDOW
    day = restarted(before, WITHOUT_W1)
    assert day.refused(c.CallTicket(window="w2", number=number)) is Code.WINDOW_NOT_SERVING_QUEUE
    day.do(c.CallTicket(window="w3", number=number))
    assert day.state(number) == "called"
