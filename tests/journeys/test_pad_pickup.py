"""取件码 on the clerk's screen: known as soon as the ticket is in hand, and forgotten with it."""

from __future__ import annotations

from typing import Any

import pytest
from pad_sample import Walker, ticket

from domain.flow import Answered, Ask, HallAway, HallOnline, NoAnswer, TimerFired
from domain.pad.clerk import step
from domain.pad.clerk_actions import Action, Pressed, available
from domain.pad.clerk_state import ClerkTimer, begin
from domain.views.queries import PickupAnswer, PickupQuestion
from domain.views.ticket import TicketState
from kiosk.mqtt.bodies import wire_form

CODE = "QJ20260001"


@pytest.fixture
def pad() -> Walker:
    walker = Walker(begin("w1", seed=7), step)
    walker.hears()
    return walker


def called(pad: Walker, number: str = "E001", **more: Any) -> None:
    pad.hears(ticket=ticket(number, pickup=True, **more))


def lookups(pad: Walker) -> list[Ask]:
    return [ask for ask in pad.asks if isinstance(ask.command, PickupQuestion)]


def told(pad: Walker, *, ok: bool = True, refusal: str = "") -> None:
    pad.does(Answered(lookups(pad)[-1].tag, ok, PickupAnswer(ticket="t", code=CODE) if ok else None, refusal))


def code(pad: Walker) -> str:
    return pad.state.pickup.code if pad.state.pickup else ""


def test_the_code_is_asked_once_when_the_ticket_is_called(pad: Walker) -> None:
    called(pad)
    assert [wire_form(ask.command) for ask in lookups(pad)] == [
        ("ticket.pickup", {"window": "w1", "ticket": "20261121-E001"})
    ]
    told(pad)
    assert code(pad) == CODE
    called(pad, state=TicketState.SERVING)
    assert (len(lookups(pad)), code(pad)) == (1, CODE)


def test_the_code_goes_with_its_ticket_and_is_in_no_log(pad: Walker) -> None:
    called(pad)
    told(pad)
    assert CODE not in repr(pad.state)
    pad.hears()
    assert pad.state.pickup is None


def test_the_next_ticket_never_shows_the_code_of_the_one_before(pad: Walker) -> None:
    called(pad)
    called(pad, "E002")
    pad.does(Answered(lookups(pad)[0].tag, True, PickupAnswer(ticket="t", code=CODE)))
    assert code(pad) == ""


def test_asking_for_the_code_locks_nothing(pad: Walker) -> None:
    called(pad)
    assert available(pad.state, Action.MAIN)
    pad.does(Pressed(Action.MAIN))
    assert pad.wire[0] == "ticket.start"
    told(pad)
    assert code(pad) == CODE


def test_without_an_answer_it_is_asked_again_and_when_the_hall_is_back(pad: Walker) -> None:
    called(pad)
    pad.does(NoAnswer(lookups(pad)[-1].tag))
    pad.waits_for("pickup")
    assert len(lookups(pad)) == 2
    pad.does(HallAway(), HallOnline())
    assert len(lookups(pad)) == 3
    told(pad)
    pad.does(HallAway(), HallOnline())
    assert len(lookups(pad)) == 3


def test_a_refusal_is_final_unless_the_hall_is_only_busy(pad: Walker) -> None:
    called(pad)
    told(pad, ok=False, refusal="hall.busy")
    pad.waits_for("pickup")
    told(pad, ok=False, refusal="pickup.unknown")
    assert (len(lookups(pad)), code(pad), "pickup" in pad.timers) == (2, "", False)


def test_a_ticket_without_a_code_is_not_asked_about(pad: Walker) -> None:
    pad.hears(ticket=ticket("A012"))
    assert not lookups(pad)
    assert pad.state.pickup is None


AGAIN = TimerFired(ClerkTimer.PICKUP)


def test_it_is_asked_again_while_it_is_wanted_and_the_hall_is_there_and_else_not(pad: Walker) -> None:
    called(pad)
    pad.does(HallAway(), AGAIN)
    assert len(lookups(pad)) == 1
    pad.does(HallOnline(), AGAIN)
    assert len(lookups(pad)) == 3, "once because the hall is back, once because it was time"
    told(pad)
    pad.does(AGAIN)
    pad.hears()
    pad.does(AGAIN)
    assert len(lookups(pad)) == 3


def test_a_code_that_is_known_is_not_asked_for_when_the_hall_is_back(pad: Walker) -> None:
    called(pad)
    told(pad)
    pad.does(HallAway(), HallOnline(), Answered(lookups(pad)[-1].tag, ok=True))
    assert (len(lookups(pad)), code(pad)) == (1, CODE)
