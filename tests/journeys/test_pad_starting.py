"""Both screens of the pad before they know their window or their hall, and in whatever order they hear of them."""

from __future__ import annotations

from typing import Any

import pytest
from pad_sample import CATALOGUE, NINE, Walker, rating, ticket, window

from domain.flow import Arrived, HallAway, HallOnline, Look, LookChosen, TimerFired
from domain.pad import review
from domain.pad.citizen import step as citizen_step
from domain.pad.clerk import step as clerk_step
from domain.pad.clerk_actions import Action, CloseTouched, Pressed, TicketTouched, UsualTouched, available, targets
from domain.pad.clerk_panels import (
    ClerkTouched,
    KeyTouched,
    NoticeTouched,
    PanelLeft,
    PanelTouched,
    contact,
    number,
    number_ticket,
    prefixes,
)
from domain.pad.clerk_state import (
    ClerkPanel,
    ClerkTimer,
    Phase,
    at_window,
    clerks,
    in_hand,
    late,
    overdue,
    phase,
    reprint,
    waiting,
)
from domain.pad.clerk_state import begin as clerk_begin
from domain.pad.known import Known, own_card, served_elsewhere, windows_alike
from domain.pad.review import CitizenPage, DeclineTouched, FaceTouched, SubmitTouched
from domain.pad.tidal import abandoned, usual
from domain.views.ticket import TicketState


class Unknowing(Walker):
    """Nothing was heard of the hall yet."""

    def does(self, *inputs: Any, after_ms: int = 500) -> None:
        if inputs != (HallOnline(), Arrived(CATALOGUE)) or self.effects:
            super().does(*inputs, after_ms=after_ms)


@pytest.fixture
def clerk() -> Walker:
    return Unknowing(clerk_begin("w1", seed=7), clerk_step)


@pytest.fixture
def citizen() -> Walker:
    return Unknowing(review.begin("w1"), citizen_step)


def test_a_clerk_s_screen_that_knows_nothing_offers_and_points_out_nothing(clerk: Walker) -> None:
    state = clerk.state
    assert phase(state) is Phase.STARTING
    assert (in_hand(state), reprint(state), late(state), own_card(state.known)) == (None, None, None, None)
    assert (at_window(state), contact(state), number(state), number_ticket(state)) == ("", "", "", "")
    assert waiting(state) == 0
    for found in (clerks, overdue, targets, abandoned, prefixes, usual):
        assert found(state) == ()
    assert not any(available(state, action) for action in Action)
    assert windows_alike(state.known) == ()
    assert not served_elsewhere(state.known)


@pytest.mark.parametrize(
    "given",
    [
        *(Pressed(action) for action in Action),
        TicketTouched("20261121-A004"),
        CloseTouched(),
        UsualTouched(),
        *(PanelTouched(panel) for panel in ClerkPanel if panel is not ClerkPanel.NONE),
        PanelLeft(),
        NoticeTouched(),
        KeyTouched("1"),
        ClerkTouched("c1"),
        *(TimerFired(timer) for timer in ClerkTimer),
    ],
)
def test_no_touch_and_no_timer_does_anything_before_the_window_is_known(clerk: Walker, given: Any) -> None:
    for online in (HallAway(), HallOnline()):
        clerk.does(online, given)
        assert phase(clerk.state) is Phase.STARTING
        assert clerk.state.panel is ClerkPanel.NONE
    assert not clerk.asks


def test_a_clerk_s_screen_may_hear_of_its_window_before_it_hears_of_the_hall(clerk: Walker) -> None:
    held = ticket("A004", TicketState.HELD, held_at=NINE - 86_400_000)
    clerk.does(HallOnline(), Arrived(window(ticket=ticket("A012", TicketState.SERVING), held=(held,))))
    assert phase(clerk.state) is Phase.SERVING
    assert (targets(clerk.state), overdue(clerk.state), clerks(clerk.state)) == ((), (), ())
    clerk.does(Arrived(CATALOGUE))
    assert targets(clerk.state)
    assert [one.number for one in overdue(clerk.state)] == ["A004"]
    assert clerk.state.known.catalogue.levels == (), "what citizens say is not this screen's"


def test_a_citizen_s_screen_that_knows_nothing_shows_nothing_of_a_window(citizen: Walker) -> None:
    state = citizen.state
    assert review.page(state) is CitizenPage.STARTING
    assert (review.person(state), review.levels(state), review.comment_limit(state)) == ("", (), 0)
    assert review.chosen_level(state) is None
    assert not review.lamp(state)


@pytest.mark.parametrize("touch", [FaceTouched(5), SubmitTouched(), DeclineTouched(), LookChosen(Look(elder=True))])
def test_a_touch_before_anything_is_shown_reviews_nothing(citizen: Walker, touch: Any) -> None:
    citizen.does(touch)
    assert review.page(citizen.state) is CitizenPage.STARTING
    assert not citizen.records


def test_an_invitation_that_comes_before_the_hall_is_known_is_shown_once_it_is(citizen: Walker) -> None:
    citizen.does(HallOnline(), Arrived(window(rating=rating())))
    assert review.page(citizen.state) is CitizenPage.STARTING
    citizen.does(FaceTouched(5), SubmitTouched())
    assert not citizen.records
    citizen.does(Arrived(CATALOGUE))
    assert review.page(citizen.state) is CitizenPage.FACES


def test_a_pad_knows_no_windows_alike_before_the_hall_has_told_of_any() -> None:
    assert windows_alike(Known(own="w1", catalogue=CATALOGUE)) == (CATALOGUE.windows[1],)
    assert windows_alike(Known(own="w9", catalogue=CATALOGUE)) == ()
