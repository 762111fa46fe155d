"""改号 at the pad: a number, its class, its matters, and one request that says what differs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pad_sample import CATALOGUE, Walker, both, ticket

from domain.flow import Arrived, HallAway
from domain.pad.changing import ClassTouched, MattersTouched, MatterTouched, matters
from domain.pad.clerk import step
from domain.pad.clerk_actions import Action, Pressed, available
from domain.pad.clerk_panels import KeyTouched, PanelLeft, PanelTouched, PrefixTouched
from domain.pad.clerk_state import ClerkPanel, begin
from domain.refusal import Code
from domain.views.catalogue import ItemCard, PriorityCard
from domain.views.ticket import TicketState

CHANGE, MAIN = PanelTouched(ClerkPanel.WHICH), Pressed(Action.MAIN)
HALL = replace(
    CATALOGUE,
    priorities=(
        PriorityCard(id="senior", name=both("老年人"), icon="old"),
        PriorityCard(id="soldier", name=both("军人"), icon="medal"),
    ),
    items=(
        ItemCard(id="i3", name=both("公租房"), bureau=both("住建局")),
        ItemCard(id="i2", name=both("医保"), bureau=both("医保局")),
        *CATALOGUE.items,
    ),
)


@pytest.fixture
def pad() -> Walker:
    walker = Walker(begin("w1", seed=7), step)
    walker.hears()
    walker.does(Arrived(HALL))
    return walker


def serving(pad: Walker, **more: Any) -> None:
    pad.hears(ticket=ticket("A012", TicketState.SERVING, **more))


def test_the_class_of_the_one_in_hand_takes_three_touches_and_no_typing(pad: Walker) -> None:
    serving(pad, items=("i2",))
    pad.does(CHANGE, MAIN)
    assert (pad.state.panel, pad.state.pending) == (ClerkPanel.CHANGE, None)
    pad.does(ClassTouched("senior"), MAIN)
    assert pad.wire == ("ticket.change", {"window": "w1", "ticket": "20261121-A012", "priority": "senior"})
    pad.answered()
    assert pad.state.panel is ClerkPanel.NONE


def test_matters_are_switched_and_what_is_left_as_it_was_is_not_sent(pad: Walker) -> None:
    serving(pad, items=("i2",), priority="senior")
    pad.does(CHANGE, MAIN)
    assert not available(pad.state, Action.MAIN), "nothing differs yet"
    pad.does(MatterTouched("i1"))
    assert pad.state.draft.items == ("i2",), "the classes are shown"
    pad.does(MattersTouched())
    assert [card.id for card in matters(pad.state)] == ["i2", "i1", "i3"], "its own, those of its queue, the others"
    pad.does(MatterTouched("i1"), MatterTouched("i2"), MAIN)
    assert pad.wire == ("ticket.change", {"window": "w1", "ticket": "20261121-A012", "items": ["i1"]})


def test_a_class_is_taken_away_and_the_last_matter_too(pad: Walker) -> None:
    serving(pad, items=("i2",), priority="senior")
    pad.does(CHANGE, MAIN, ClassTouched(""), MattersTouched(), MatterTouched("i2"), MAIN)
    said = {"window": "w1", "ticket": "20261121-A012", "priority": "", "items": []}
    assert pad.wire == ("ticket.change", said)


def test_somebody_who_waits_in_any_queue_is_looked_up_by_number(pad: Walker) -> None:
    pad.does(CHANGE, PrefixTouched("B"), KeyTouched("7"), MAIN)
    assert pad.wire == ("ticket.lookup", {"number": "B007"})
    seen = {"ticket": "20261121-B007", "number": "B007", "queue": "house", "state": "waiting", "issued_at": 1}
    pad.answered(**seen, priority="soldier")
    assert (pad.state.panel, pad.state.draft.priority) == (ClerkPanel.CHANGE, "soldier")
    pad.does(ClassTouched("senior"), MAIN)
    assert pad.wire == ("ticket.change", {"window": "w1", "ticket": "20261121-B007", "priority": "senior"})


def test_one_of_the_next_is_opened_without_asking(pad: Walker) -> None:
    pad.hears(next=(ticket("A013", TicketState.WAITING),))
    pad.does(CHANGE, PrefixTouched("A"), *map(KeyTouched, "13"), MAIN)
    assert (pad.state.panel, pad.state.pending) == (ClerkPanel.CHANGE, None)


@pytest.mark.parametrize("state", ["served", "cancelled", "no_show", "expired"])
def test_one_that_is_over_opens_nothing_and_says_so(pad: Walker, state: str) -> None:
    pad.does(CHANGE, PrefixTouched("A"), KeyTouched("9"), MAIN)
    seen = {"ticket": "20261121-A009", "number": "A009", "queue": "social", "state": state, "issued_at": 1}
    pad.answered(**seen)
    assert pad.state.panel is ClerkPanel.WHICH
    assert pad.state.notice is not None
    assert pad.state.notice.code == Code.TICKET_WRONG_STATE


def test_an_unknown_number_is_said_and_changes_nothing(pad: Walker) -> None:
    pad.does(CHANGE, PrefixTouched("A"), KeyTouched("9"), MAIN)
    pad.answered(ok=False, code=Code.TICKET_UNKNOWN)
    assert (pad.state.panel, pad.state.draft.changed) == (ClerkPanel.WHICH, None)


def test_a_refused_change_keeps_what_was_chosen(pad: Walker) -> None:
    serving(pad)
    pad.does(CHANGE, MAIN, ClassTouched("senior"), MAIN)
    pad.answered(ok=False, code=Code.HALL_BUSY)
    assert (pad.state.panel, pad.state.draft.priority) == (ClerkPanel.CHANGE, "senior")


def test_back_leads_to_the_number_and_then_out(pad: Walker) -> None:
    serving(pad)
    pad.does(CHANGE, MAIN, ClassTouched("senior"), PanelLeft())
    assert (pad.state.panel, pad.state.draft.priority) == (ClerkPanel.WHICH, "")
    pad.does(PanelLeft())
    assert pad.state.panel is ClerkPanel.NONE


def test_with_the_next_in_hand_the_panel_of_the_one_before_is_gone(pad: Walker) -> None:
    serving(pad)
    pad.does(CHANGE, MAIN, ClassTouched("senior"))
    pad.hears(ticket=ticket("A013"))
    assert (pad.state.panel, pad.state.draft.changed) == (ClerkPanel.NONE, None)


def test_without_the_hall_nothing_is_asked(pad: Walker) -> None:
    serving(pad)
    pad.does(CHANGE, MAIN, ClassTouched("senior"), HallAway(), MAIN)
    assert pad.state.pending is None
