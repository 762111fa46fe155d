"""How long each page of the citizen's screen stays, and what is left of a review when it is over."""

from __future__ import annotations

from typing import Any

import pytest
from pad_sample import CATALOGUE, NINE, Walker, rating, ticket

from domain.flow import Answered, Arrived, BackTouched, DoneTouched, Look, LookChosen, StartTimer, TimerFired
from domain.pad.citizen import CitizenTimer
from domain.pad.citizen import step as citizen_step
from domain.pad.known import Recovered
from domain.pad.review import (
    CitizenPage,
    DeclineTouched,
    FaceTouched,
    SubmitTouched,
    TagTouched,
    answered_before,
    page,
)
from domain.pad.review import begin as citizen_begin
from domain.views.queries import ReviewKey
from domain.views.ticket import TicketState
from domain.views.window import WindowState

SERVING = TicketState.SERVING
OF_A_REVIEW = (CitizenTimer.LAPSE, CitizenTimer.IDLE, CitizenTimer.QUESTION)


@pytest.fixture
def pad() -> Walker:
    walker = Walker(citizen_begin("w1"), citizen_step)
    walker.hears()
    return walker


def started(pad: Walker, timer: CitizenTimer) -> list[float]:
    return [effect.seconds for effect in pad.of(StartTimer) if effect.name == timer]


# ---- times


def test_a_review_in_hand_waits_30_s_for_the_next_touch_and_60_s_for_an_elder_s(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(4), LookChosen(Look(elder=True)))
    assert started(pad, CitizenTimer.IDLE) == [30.0, 60.0]


def test_faces_that_somebody_has_come_back_to_stay_a_minute(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(4), BackTouched())
    assert pad.timers[CitizenTimer.LAPSE] == 60.0
    assert CitizenTimer.IDLE not in pad.timers


def test_the_question_counts_from_15_to_1_and_then_forgets(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(4))
    pad.waits_for(CitizenTimer.IDLE)
    counted = []
    while pad.state.review:
        counted.append(pad.state.review.left_s)
        pad.waits_for(CitizenTimer.QUESTION)
    assert counted == list(range(15, 0, -1))


def test_thanks_stay_8_s_and_25_s_where_something_is_to_be_mended(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(4), SubmitTouched())
    assert pad.timers[CitizenTimer.THANKS] == 8.0
    pad.hears(rating=rating("A013"))
    pad.does(FaceTouched(1), TagTouched("115"), SubmitTouched())
    assert pad.timers[CitizenTimer.THANKS] == 25.0


def test_a_look_that_a_passer_by_chose_stays_a_minute(pad: Walker) -> None:
    pad.does(LookChosen(Look(elder=True)))
    assert pad.timers[CitizenTimer.LOOK] == 60.0


def test_a_look_chosen_before_any_face_starts_no_time_of_a_review(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(LookChosen(Look(elder=True)))
    assert CitizenTimer.IDLE not in pad.timers


# ---- looks


def test_a_screen_begins_with_the_look_of_its_window() -> None:
    look = Look(language="en", elder=True)
    state = citizen_begin("w1", look)
    assert (state.look, state.home) == (look, look)


def test_a_look_that_was_chosen_before_the_call_stays_for_who_is_called(pad: Walker) -> None:
    pad.does(LookChosen(Look(elder=True)))
    pad.hears(ticket=ticket("A012"))
    assert pad.state.look.elder


@pytest.mark.parametrize(
    ("chosen", "low"), [(Look(), False), (Look(low=True), True), (Look(low=True, elder=True), False)]
)
def test_the_lower_half_is_used_by_who_asked_for_it_and_by_no_elder(pad: Walker, chosen: Look, low: bool) -> None:
    pad.does(LookChosen(chosen))
    assert pad.state.look.low is low


# ---- an invitation that nobody touches


@pytest.mark.parametrize("serving", [None, ticket("A012", SERVING)])
def test_an_untouched_invitation_stays_until_somebody_else_is_served(pad: Walker, serving: Any) -> None:
    pad.hears(rating=rating(), ticket=serving)
    pad.waits_for(CitizenTimer.INVITATION)
    pad.hears(rating=rating(), ticket=serving)
    assert page(pad.state) is CitizenPage.FACES


def test_an_untouched_invitation_goes_when_the_hall_no_longer_knows_it(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.hears(rating=None)
    assert page(pad.state) is CitizenPage.CLERK


# ---- the end


def test_nothing_of_a_review_runs_on_after_it(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(DeclineTouched())
    assert not set(OF_A_REVIEW) & set(pad.timers)
    pad.hears(rating=rating("A013"))
    pad.does(FaceTouched(4))
    pad.waits_for(CitizenTimer.IDLE)
    pad.does(Recovered())
    assert not {*OF_A_REVIEW, CitizenTimer.THANKS} & set(pad.timers)


@pytest.mark.parametrize("timer", [*OF_A_REVIEW, CitizenTimer.THANKS, CitizenTimer.INVITATION])
def test_a_timer_that_comes_too_late_changes_nothing(pad: Walker, timer: CitizenTimer) -> None:
    pad.hears(rating=rating())
    pad.does(DeclineTouched())
    before = pad.state
    pad.does(TimerFired(timer))
    assert pad.state == before


def test_a_key_that_comes_after_the_review_is_nobodys(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(DeclineTouched())
    before = pad.state
    told = ReviewKey(session="s-A012", ticket="20261121-A012", key="secret")
    pad.does(Answered("review-key:s-A012", ok=True, data=told))
    assert pad.state == before


def test_a_done_before_the_faces_says_nothing(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(DoneTouched())
    assert page(pad.state) is CitizenPage.FACES


def test_thanks_stay_while_their_own_person_is_still_at_the_window(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(4), SubmitTouched())
    pad.hears(ticket=ticket("A012", SERVING))
    assert page(pad.state) is CitizenPage.THANKS


def test_thanks_that_were_read_are_over_at_once_and_after_a_restart_of_the_screen(pad: Walker) -> None:
    for over in (DoneTouched(), Recovered()):
        pad.hears(rating=rating(session=f"of {type(over).__name__}"))
        pad.does(FaceTouched(4), SubmitTouched(), over)
        assert page(pad.state) is CitizenPage.CLERK
        assert CitizenTimer.THANKS not in pad.timers


def test_reviews_that_wait_in_the_outbox_are_not_asked_for_again() -> None:
    pad = Walker(answered_before(citizen_begin("w1"), ["s-A011"]), citizen_step)
    pad.state = answered_before(pad.state, ["s-A012", "s-A013"])
    for number in ("A011", "A012", "A013"):
        pad.hears(rating=rating(number))
        assert page(pad.state) is CitizenPage.CLERK
    pad.hears(rating=rating("A014"))
    assert page(pad.state) is CitizenPage.FACES


def test_a_screen_that_knows_no_window_or_no_hall_yet_is_starting() -> None:
    pad = Walker(citizen_begin("w1"), citizen_step)
    assert page(pad.state) is CitizenPage.STARTING
    pad.hears(state=WindowState.CLOSED, at=NINE)
    assert page(pad.state) is CitizenPage.CLOSED
    pad.does(Arrived(CATALOGUE))
    assert page(pad.state) is CitizenPage.CLOSED
