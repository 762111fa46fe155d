"""When somebody last acted in the hall: what tells a day that goes on from one that has ended with a wrong time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from acting import Acting

from domain import commands as c

Act = Callable[[Acting], object]


def busy() -> Acting:
    """A001 held at w1, A002 missed there, A003 in service there, A004 called at w3, two more wait."""
    day = Acting().open()
    for _ in range(6):
        day.take()
    day.start(day.call("w1"))
    day.do(c.HoldTicket(window="w1", ticket=day.id("A001")))
    day.miss("w1")
    day.start(day.call("w1"))
    day.call("w3")
    return day.later(minutes=2)


ACTS: dict[str, Act] = {
    "takes a number": lambda day: day.take(),
    "calls": lambda day: day.call("w2"),
    "calls again": lambda day: day.do(c.RecallTicket(window="w3", ticket=day.id("A004"))),
    "starts": lambda day: day.start("A004"),
    "finishes": lambda day: day.finish("A003"),
    "says that nobody came": lambda day: day.do(c.NoShow(window="w3", ticket=day.id("A004"))),
    "lets one return": lambda day: day.do(c.ReinstateTicket(window="w1", ticket=day.id("A002"))),
    "holds": lambda day: day.do(c.HoldTicket(window="w1", ticket=day.id("A003"))),
    "transfers": lambda day: day.do(c.TransferTicket(window="w1", ticket=day.id("A003"), queue="social")),
    "changes one": lambda day: day.do(c.ChangeTicket(window="w1", ticket=day.id("A003"), priority="elder")),
    "opens a window": lambda day: day.do(c.OpenWindow(window="w2", clerk="li")),
    "pauses": lambda day: day.do(c.PauseWindow(window="w2", reason="tea")),
}


@pytest.mark.parametrize("act", ACTS)
def test_whoever_takes_a_number_or_works_at_a_window_acts(act: str) -> None:
    day = busy()
    if act == "calls":
        day.take("social")
    day.later(minutes=1)
    assert day.hall.state.acted_at < day.now
    ACTS[act](day)
    assert day.hall.state.acted_at == day.now


def test_going_on_with_one_that_was_held_is_an_act() -> None:
    day = busy()
    day.finish("A003")
    day.later(minutes=1).do(c.ResumeTicket(window="w1", ticket=day.id("A001")))
    assert day.hall.state.acted_at == day.now


OTHERS: dict[str, Act] = {
    "time passes": lambda day: day.do(c.Tick()),
    "a machine tells of its own number": lambda day: day.do(
        c.RecordOfflineTicket(number="A900", queue="papers", issued_at=day.now - 1000), "kiosk-1"
    ),
    "a number is cancelled": lambda day: day.do(c.CancelTicket(ticket=day.id("A005"))),
    "a device has a fault": lambda day: day.do(c.RecordFault(code="door.open"), "kiosk-1"),
    "a window closes": lambda day: day.do(c.CloseWindow(window="w2")),
}


@pytest.mark.parametrize("other", OTHERS)
def test_what_happens_without_anybody_in_the_hall_is_no_act(other: str) -> None:
    day = busy()
    before = day.hall.state.acted_at
    OTHERS[other](day)
    assert day.hall.state.acted_at == before
