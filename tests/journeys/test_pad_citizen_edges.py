"""Both sides of every boundary on the citizen's screen of the pad."""

from __future__ import annotations

from typing import Any

import pytest
from pad_sample import NINE, Walker, rating, ticket, window

from domain.commands import GiveRating
from domain.flow import Arrived, BackTouched, ContinueTouched, Look, LookChosen, NotRecorded, TimerFired
from domain.pad.citizen import CitizenTimer
from domain.pad.citizen import step as citizen_step
from domain.pad.known import Recovered
from domain.pad.review import (
    CitizenPage,
    DeclineTouched,
    FaceTouched,
    PhraseTouched,
    SubmitTouched,
    TagTouched,
    WordTouched,
    WriteTouched,
    lamp,
    page,
)
from domain.pad.review import begin as citizen_begin
from domain.views.ticket import TicketState
from domain.views.window import RatingState, WindowQueue, WindowState

SERVING = TicketState.SERVING


@pytest.fixture
def pad() -> Walker:
    walker = Walker(citizen_begin("w1"), citizen_step)
    walker.hears()
    return walker


@pytest.mark.parametrize(("after_ms", "level"), [(399, None), (400, 5)])
def test_a_touch_sooner_than_400_ms_after_the_page_changed_chooses_nothing(
    pad: Walker, after_ms: int, level: int | None
) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(5), after_ms=after_ms)
    assert pad.state.review.level == level


@pytest.mark.parametrize(("after_ms", "shown"), [(14_999, CitizenPage.FACES), (15_000, CitizenPage.SERVING)])
def test_an_untouched_invitation_stands_for_15_s_when_the_next_one_is_served(
    pad: Walker, after_ms: int, shown: CitizenPage
) -> None:
    pad.hears(rating=rating())
    pad.does(Arrived(window(rating=rating(), ticket=ticket("A013", SERVING))), after_ms=after_ms)
    assert page(pad.state) is shown


def test_an_invitation_waits_while_the_person_of_another_number_is_being_served(pad: Walker) -> None:
    pad.hears(ticket=ticket("A013", SERVING), rating=rating("A012"))
    assert page(pad.state) is CitizenPage.SERVING
    pad.hears(ticket=ticket("A012", SERVING), rating=rating("A012"))
    assert page(pad.state) is CitizenPage.FACES


@pytest.mark.parametrize(
    ("heard_at", "seconds"),
    [(NINE - 1, 60.0), (NINE, 60.0), (NINE + 1, 59.999), (NINE + 59_000, 1.0), (NINE + 59_001, 1.0)],
    ids=["before it began", "as it begins", "a moment later", "a second before the end", "at the end"],
)
def test_the_faces_stay_until_the_session_ends_but_at_least_a_second(
    pad: Walker, heard_at: int, seconds: float
) -> None:
    walker = Walker(citizen_begin("w1"), citizen_step)
    walker.does(Arrived(window(at=heard_at, rating=rating())))
    assert walker.timers["lapse"] == seconds


def test_a_review_that_was_given_as_the_faces_came_up_has_its_time_at_least_once() -> None:
    pad = Walker(citizen_begin("w1"), citizen_step)
    pad.hears(rating=rating(), at=NINE)
    pad.does(FaceTouched(4), FaceTouched(5), SubmitTouched())
    assert pad.records[0].event.monotonic_ms == pad.now_ms - 1000, "the first face counts"


@pytest.mark.parametrize(("index", "written"), [(-1, ""), (0, "讲解清楚，很有耐心。"), (7, "谢谢。"), (8, "")])
def test_only_sentences_that_are_offered_can_be_chosen(pad: Walker, index: int, written: str) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(3), WriteTouched(), PhraseTouched(index))
    assert pad.state.review.comment == written


@pytest.mark.parametrize(("level", "offered"), [(2, "等候时间太长。"), (3, "讲解清楚，很有耐心。")])
def test_complaints_are_offered_for_bad_levels_alone(pad: Walker, level: int, offered: str) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(level), WriteTouched(), PhraseTouched(0))
    assert pad.state.review.comment == offered


@pytest.mark.parametrize("level", [0, 6])
def test_a_face_that_the_hall_does_not_have_is_none(pad: Walker, level: int) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(level))
    assert pad.state.review.level is None


def test_the_question_whether_somebody_is_there_counts_every_second_down_to_one(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(5))
    pad.waits_for("idle")
    for left_s in range(15, 1, -1):
        assert (pad.state.review.left_s, pad.timers["question"]) == (left_s, 1)
        pad.waits_for("question")
    assert pad.state.review.left_s == 1
    pad.does(ContinueTouched())
    assert pad.state.review.left_s == 0
    assert pad.timers["idle"] == 30
    assert "question" not in pad.timers


def test_a_face_ends_the_wait_for_one_and_going_back_to_the_faces_begins_it_anew_with_a_minute(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(5))
    assert pad.timers["idle"] == 30
    assert "lapse" not in pad.timers
    pad.does(BackTouched())
    assert pad.timers["lapse"] == 60
    assert "idle" not in pad.timers
    pad.waits_for("lapse")
    assert page(pad.state) is CitizenPage.CLERK


@pytest.mark.parametrize("timer", ["lapse", "question"])
def test_a_timer_that_fires_late_takes_no_review_from_under_a_persons_hands(pad: Walker, timer: str) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(5), TimerFired(timer))
    assert pad.state.review.level == 5


def test_nobody_is_asked_whether_they_are_there_before_they_touched_a_face(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(TimerFired("idle"))
    assert pad.state.review.left_s == 0


def test_a_word_is_reason_enough_for_a_bad_level(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(1), WriteTouched(), WordTouched("慢"), SubmitTouched())
    assert (pad.records[0].event.comment, pad.records[0].event.tags) == ("慢", ())


def test_what_becomes_of_another_session_does_not_end_the_review_in_hand(pad: Walker) -> None:
    pad.hears(rating=rating("A012"))
    pad.does(FaceTouched(5))
    pad.hears(rating=rating("A011", RatingState.GIVEN))
    assert pad.state.review.number == "A012"


def test_the_next_invitation_takes_the_place_of_the_thanks_and_of_their_timer(pad: Walker) -> None:
    pad.hears(rating=rating("A012"))
    pad.does(FaceTouched(5), SubmitTouched())
    pad.hears(rating=rating("A013"))
    assert page(pad.state) is CitizenPage.FACES
    assert pad.timers.keys() == {"lapse", "invitation"}


def test_who_makes_the_screen_easier_to_read_is_there(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(5))
    pad.timers.pop("idle")
    pad.does(LookChosen(Look(elder=True)))
    assert pad.timers["idle"] == 60


def test_going_back_to_the_faces_forgets_the_tags_and_keeps_the_words(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(1), WriteTouched(), WordTouched("慢"), BackTouched(), TagTouched("115"), BackTouched())
    assert page(pad.state) is CitizenPage.FACES
    assert (pad.state.review.tags, pad.state.review.comment) == ((), "慢")


def test_the_same_face_once_more_keeps_the_tags_and_no_face_is_taken_while_somebody_writes(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(2), TagTouched("213"), FaceTouched(2))
    assert pad.state.review.tags == ("213",)
    pad.does(WriteTouched(), FaceTouched(5))
    assert (pad.state.review.level, page(pad.state)) == (2, CitizenPage.WORDS)


@pytest.mark.parametrize(
    "touches",
    [[TagTouched("115")], [FaceTouched(2)], [BackTouched(), FaceTouched(1)], [WriteTouched(), WordTouched("慢")]],
    ids=["a tag", "another face", "the way back", "a word"],
)
def test_the_request_for_a_reason_goes_with_the_next_choice(pad: Walker, touches: list[Any]) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(1), SubmitTouched())
    assert pad.state.review.needs_reason
    pad.does(*touches)
    assert not pad.state.review.needs_reason


def test_declining_is_possible_while_it_is_asked_whether_somebody_is_there(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(5))
    pad.waits_for("idle")
    pad.does(DeclineTouched())
    assert page(pad.state) is CitizenPage.CLERK


@pytest.mark.parametrize(("level", "seconds"), [(2, 25.0), (3, 8.0)])
def test_the_thanks_stay_longer_where_there_is_more_to_read(pad: Walker, level: int, seconds: float) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(level), TagTouched("213"), SubmitTouched())
    assert pad.timers["thanks"] == seconds
    assert pad.timers.keys().isdisjoint({"lapse", "idle", "question"})
    pad.does(NotRecorded(GiveRating))
    assert pad.timers["thanks"] == 25


def test_nothing_is_said_of_a_review_that_could_not_be_stored_when_its_person_has_gone(pad: Walker) -> None:
    before = pad.state
    pad.does(NotRecorded(GiveRating))
    assert pad.state == before


def test_the_thanks_go_when_the_next_one_is_served_and_not_when_they_are_called(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(5), SubmitTouched())
    pad.hears(ticket=ticket("A013"))
    assert page(pad.state) is CitizenPage.THANKS
    pad.hears(ticket=ticket("A013", SERVING))
    assert page(pad.state) is CitizenPage.SERVING
    assert "thanks" not in pad.timers


def test_the_last_sixteen_sessions_do_not_open_again(pad: Walker) -> None:
    for at in range(17):
        pad.hears(rating=rating(session=f"s{at}"))
        pad.does(DeclineTouched())
    for at in range(1, 17):
        pad.hears(rating=rating(session=f"s{at}"))
        assert page(pad.state) is CitizenPage.CLERK
    pad.hears(rating=rating(session="s0"))
    assert page(pad.state) is CitizenPage.FACES


@pytest.mark.parametrize("state", [RatingState.GIVEN, RatingState.LAPSED])
def test_a_session_that_is_over_invites_nobody(pad: Walker, state: RatingState) -> None:
    pad.hears(rating=rating(state=state))
    assert page(pad.state) is CitizenPage.CLERK


def test_the_invitation_in_hand_does_not_begin_anew_with_each_snapshot(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(5))
    pad.hears(rating=rating(), queues=(WindowQueue(id="social", waiting=1),))
    assert pad.state.review.level == 5


def test_another_invitation_takes_the_place_of_one_that_was_begun_and_the_first_never_comes_back(pad: Walker) -> None:
    pad.hears(rating=rating("A012"))
    pad.does(FaceTouched(5))
    pad.hears(rating=rating("A013"))
    assert (pad.state.review.number, pad.state.review.level) == ("A013", None)
    pad.hears(rating=rating("A012"))
    assert pad.state.review is None or pad.state.review.number == "A013"


def test_after_a_bug_nothing_of_a_person_is_left_and_their_session_stays_closed(pad: Walker) -> None:
    pad.hears(rating=rating())
    pad.does(FaceTouched(5), TagTouched("510"), Recovered())
    assert (pad.state.review, pad.state.thanks, pad.timers.get("idle")) == (None, None, None)
    pad.hears(rating=rating())
    assert page(pad.state) is CitizenPage.CLERK


def test_a_look_that_a_passer_by_has_chosen_stays_while_somebody_is_there(pad: Walker) -> None:
    pad.hears(ticket=ticket("A012"))
    pad.does(LookChosen(Look(contrast=True)), TimerFired(CitizenTimer.LOOK))
    assert pad.state.look.contrast


@pytest.mark.parametrize(
    ("state", "has_ticket", "on"),
    [
        (WindowState.OPEN, False, True),
        (WindowState.PAUSED, False, False),
        (WindowState.PAUSED, True, True),
        (WindowState.CLOSED, False, False),
    ],
)
def test_the_lamp_is_on_while_the_window_is_open_or_somebody_is_at_it(
    pad: Walker, state: WindowState, has_ticket: bool, on: bool
) -> None:
    pad.hears(state=state, ticket=ticket("A012") if has_ticket else None)
    assert lamp(pad.state) is on
