"""Paths over the citizen's screen of the pad, a step a line."""

from __future__ import annotations

import pytest
from pad_sample import NINE, Walker, paused, queues, rating, ticket, window

from domain.commands import GiveRating
from domain.flow import (
    Arrived,
    BackTouched,
    ContinueTouched,
    DoneTouched,
    HallAway,
    HallOnline,
    Look,
    LookChosen,
    NotRecorded,
)
from domain.pad.citizen import step
from domain.pad.known import served_elsewhere, windows_alike
from domain.pad.review import (
    CharacterTouched,
    CitizenPage,
    ComposingTouched,
    DeclineTouched,
    EraseTouched,
    FaceTouched,
    PhraseTouched,
    SubmitTouched,
    TagTouched,
    WordTouched,
    WriteTouched,
    begin,
    levels,
    page,
)
from domain.views.ticket import TicketState
from domain.views.window import RatingState, WindowState
from kiosk.mqtt.bodies import wire_form


@pytest.fixture
def pad() -> Walker:
    return Walker(begin("w1"), step)


def invited(pad: Walker, number: str = "A012") -> None:
    pad.hears(rating=rating(number))
    assert page(pad.state) is CitizenPage.FACES


def test_the_screen_follows_one_number_from_the_call_to_the_thanks(pad: Walker) -> None:
    assert page(pad.state) is CitizenPage.STARTING
    pad.hears()
    assert page(pad.state) is CitizenPage.CLERK
    pad.hears(ticket=ticket("A012"))
    assert page(pad.state) is CitizenPage.CALLED
    pad.hears(ticket=ticket("A012", TicketState.SERVING))
    assert page(pad.state) is CitizenPage.SERVING
    pad.hears(rating=rating())
    assert page(pad.state) is CitizenPage.FACES
    pad.does(FaceTouched(5), TagTouched("510"), SubmitTouched())
    assert page(pad.state) is CitizenPage.THANKS
    pad.waits_for("thanks")
    assert page(pad.state) is CitizenPage.CLERK


def test_a_review_carries_what_was_touched_and_when_a_face_was(pad: Walker) -> None:
    pad.hears(rating=rating())
    heard_ms = pad.now_ms
    pad.does(FaceTouched(2))
    touched_ms = pad.now_ms
    pad.does(TagTouched("214"), TagTouched("213"), TagTouched("214"), WriteTouched())
    pad.does(
        PhraseTouched(0),
        CharacterTouched("O"),
        CharacterTouched("K"),
        CharacterTouched("?"),
        EraseTouched(),
        SubmitTouched(),
    )
    (record,) = pad.records
    kind, data = wire_form(record.event)
    assert kind == "rating.given"
    assert data == {
        "session": "s-A012",
        "nonce": "n-s-A012",
        "level": 2,
        "tags": ["213"],
        "comment": "等候时间太长。OK",
        "given_at": NINE + touched_ms - heard_ms,
        "monotonic_ms": touched_ms,
    }


def test_whoever_writes_past_the_end_of_the_session_has_answered_in_time(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(2), after_ms=55_000)
    pad.does(FaceTouched(1), TagTouched("115"), after_ms=20_000)
    pad.does(SubmitTouched())
    assert pad.records[0].event.given_at < rating().expires_at


def test_the_most_satisfied_face_stands_first_and_none_is_chosen(pad: Walker) -> None:
    invited(pad)
    assert [level.value for level in levels(pad.state)] == [5, 4, 3, 2, 1]
    assert pad.state.review.level is None
    pad.does(SubmitTouched())
    assert not pad.records


def test_a_bad_level_is_asked_kindly_for_a_reason_first(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(1), SubmitTouched())
    assert pad.state.review.needs_reason
    assert not pad.records
    pad.does(TagTouched("115"), SubmitTouched())
    assert len(pad.records) == 1
    assert pad.state.thanks.mend


def test_blanks_are_no_reason(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(1), WriteTouched(), CharacterTouched(" "), SubmitTouched())
    assert not pad.records
    assert page(pad.state) is CitizenPage.REASONS


def test_a_good_level_needs_no_reason(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(4), SubmitTouched())
    assert pad.records[0].event.tags == ()
    assert not pad.state.thanks.mend


def test_another_face_drops_the_tags_of_the_first_and_keeps_the_words(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(1), TagTouched("115"), WriteTouched(), CharacterTouched("x"), BackTouched(), FaceTouched(5))
    assert pad.state.review.tags == ()
    assert pad.state.review.comment == "x"


def test_a_tag_of_another_level_cannot_be_chosen(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(5), TagTouched("115"))
    assert pad.state.review.tags == ()


def test_words_end_at_the_halls_limit(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(5), WriteTouched(), *(CharacterTouched("好") for _ in range(40)))
    assert len(pad.state.review.comment) == 30


def test_a_word_is_put_in_whole_and_taken_back_whole(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(5), WriteTouched(), WordTouched("你好"), CharacterTouched("，"), WordTouched("很满意"))
    assert pad.state.review.comment == "你好，很满意"
    pad.does(EraseTouched())
    assert pad.state.review.comment == "你好，"
    pad.does(EraseTouched(), EraseTouched(), EraseTouched())
    assert pad.state.review.comment == ""


def test_a_word_that_would_pass_the_halls_limit_is_not_put_in_by_half(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(5), WriteTouched(), *(CharacterTouched("好") for _ in range(29)), WordTouched("你好"))
    assert pad.state.review.comment == "好" * 29
    pad.does(WordTouched("您"))
    assert pad.state.review.comment == "好" * 29 + "您"


@pytest.mark.parametrize("word", ["", "\n", "你\u202e好"])
def test_what_is_no_word_is_not_put_in(pad: Walker, word: str) -> None:
    invited(pad)
    pad.does(FaceTouched(5), WriteTouched(), WordTouched(word))
    assert pad.state.review.pieces == ()


def test_nobody_is_asked_whether_they_are_there_while_they_draw_or_spell(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(5), WriteTouched())
    for _ in range(5):
        pad.timers.pop("idle")
        pad.does(ComposingTouched(), after_ms=29_000)
        assert pad.timers["idle"] == 30
    assert pad.state.review.comment == ""
    pad.waits_for("idle")
    assert pad.state.review.left_s


def test_a_stroke_does_not_answer_whether_somebody_is_there(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(5), WriteTouched())
    pad.waits_for("idle")
    pad.does(ComposingTouched(), WordTouched("好"))
    assert pad.state.review.left_s
    assert pad.state.review.comment == ""


def test_a_double_tap_on_a_face_does_not_choose_on_the_next_screen(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(5))
    pad.does(SubmitTouched(), after_ms=200)
    assert not pad.records
    assert page(pad.state) is CitizenPage.REASONS


def test_a_second_submit_sends_nothing_more(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(5), SubmitTouched(), SubmitTouched(), SubmitTouched())
    assert len(pad.records) == 1


def test_an_invitation_that_the_hall_still_shows_does_not_come_up_again_after_the_thanks(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(5), SubmitTouched(), DoneTouched())
    pad.hears(rating=rating())
    assert page(pad.state) is CitizenPage.CLERK


def test_nothing_of_the_review_is_left_after_it_was_sent(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(1), TagTouched("115"), WriteTouched(), CharacterTouched("怨"), SubmitTouched())
    assert pad.state.review is None
    assert "怨" not in repr(pad.state)
    assert "n-s-A012" not in repr(pad.state.ended) + repr(pad.state.thanks)


def test_nothing_is_touchable_before_the_invitation(pad: Walker) -> None:
    pad.hears(ticket=ticket("A012", TicketState.SERVING))
    pad.does(FaceTouched(5), TagTouched("510"), WriteTouched(), SubmitTouched())
    assert page(pad.state) is CitizenPage.SERVING
    assert not pad.records


def test_an_untouched_invitation_lapses_quietly(pad: Walker) -> None:
    invited(pad)
    pad.hears(rating=rating(state=RatingState.LAPSED))
    assert page(pad.state) is CitizenPage.CLERK
    assert not pad.records


def test_it_lapses_here_too_while_the_hall_is_away(pad: Walker) -> None:
    invited(pad)
    pad.does(HallAway())
    pad.waits_for("lapse")
    assert page(pad.state) is CitizenPage.CLERK


def test_whoever_has_begun_may_finish_after_the_session_lapsed(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(2))
    pad.hears(rating=rating(state=RatingState.LAPSED))
    pad.does(TagTouched("214"), SubmitTouched())
    assert len(pad.records) == 1


def test_calling_the_next_does_not_take_the_faces_away(pad: Walker) -> None:
    invited(pad)
    pad.hears(rating=rating(), ticket=ticket("A013"))
    assert page(pad.state) is CitizenPage.FACES


def test_the_next_person_at_the_window_cannot_answer_for_the_one_before(pad: Walker) -> None:
    invited(pad)
    pad.now_ms += 15_000
    pad.hears(rating=rating(), ticket=ticket("A013", TicketState.SERVING))
    assert page(pad.state) is CitizenPage.SERVING
    pad.hears(rating=rating(), ticket=None)
    assert page(pad.state) is CitizenPage.CLERK


def test_a_clerk_who_starts_the_next_one_at_once_does_not_take_the_faces_from_a_person_getting_up(pad: Walker) -> None:
    invited(pad)
    pad.hears(rating=rating(), ticket=ticket("A013", TicketState.SERVING))
    assert page(pad.state) is CitizenPage.FACES
    pad.waits_for("invitation")
    assert page(pad.state) is CitizenPage.SERVING, "after 15 s, without another word from the hall"


def test_a_review_given_elsewhere_ends_this_one(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(2))
    pad.hears(rating=rating(state=RatingState.GIVEN))
    pad.does(TagTouched("214"), SubmitTouched())
    assert not pad.records


def test_declining_is_one_touch_and_makes_no_review(pad: Walker) -> None:
    invited(pad)
    pad.does(DeclineTouched())
    assert page(pad.state) is CitizenPage.CLERK
    assert not pad.records


def test_somebody_who_stops_is_asked_and_then_forgotten(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(2))
    pad.waits_for("idle")
    assert pad.state.review.left_s == 15
    for _ in range(15):
        pad.waits_for("question")
    assert page(pad.state) is CitizenPage.CLERK
    assert not pad.records


def test_somebody_who_needs_more_time_goes_on_where_they_were(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(2), TagTouched("214"))
    pad.waits_for("idle")
    pad.does(SubmitTouched())
    assert not pad.records
    pad.does(ContinueTouched(), SubmitTouched())
    assert pad.records[0].event.tags == ("214",)


def test_a_review_given_while_the_hall_is_away_is_recorded_and_thanked_for(pad: Walker) -> None:
    invited(pad)
    pad.does(HallAway(), FaceTouched(4), SubmitTouched())
    assert len(pad.records) == 1
    assert page(pad.state) is CitizenPage.THANKS
    pad.does(HallOnline(), DoneTouched())
    pad.hears(rating=rating())
    assert page(pad.state) is CitizenPage.CLERK


def test_a_review_that_could_not_be_kept_is_not_passed_off_as_given(pad: Walker) -> None:
    invited(pad)
    pad.does(FaceTouched(4), SubmitTouched(), NotRecorded(GiveRating))
    assert page(pad.state) is CitizenPage.THANKS
    assert not pad.state.thanks.stored


def test_the_look_stays_with_a_person_and_goes_with_them(pad: Walker) -> None:
    big = Look(language="en", elder=True)
    pad.hears(ticket=ticket("A012", TicketState.SERVING))
    pad.does(LookChosen(big))
    invited(pad)
    pad.does(FaceTouched(5))
    assert pad.timers["idle"] == 60.0
    pad.does(SubmitTouched())
    assert pad.state.look == big
    pad.does(DoneTouched())
    assert pad.state.look == Look()


def test_a_look_that_a_passer_by_has_chosen_goes_by_itself(pad: Walker) -> None:
    pad.hears()
    pad.does(LookChosen(Look(contrast=True)))
    pad.waits_for("look")
    assert pad.state.look == Look()


def test_a_phrase_is_written_in_the_language_of_the_screen(pad: Walker) -> None:
    invited(pad)
    pad.does(LookChosen(Look(language="en")), FaceTouched(5), WriteTouched(), PhraseTouched(7), SubmitTouched())
    assert pad.records[0].event.comment == "Thank you."


def test_a_paused_window_says_where_else_its_matters_are_dealt_with(pad: Walker) -> None:
    pad.does(Arrived(paused()), Arrived(queues(windows=1)))
    assert page(pad.state) is CitizenPage.PAUSED
    assert served_elsewhere(pad.state.known)
    assert [card.number for card in windows_alike(pad.state.known)] == ["2"]
    pad.does(Arrived(queues(windows=0)))
    assert not served_elsewhere(pad.state.known)


def test_the_last_citizen_of_the_day_may_review_after_the_window_closed(pad: Walker) -> None:
    pad.hears(rating=rating(), state=WindowState.CLOSED)
    assert page(pad.state) is CitizenPage.FACES
    pad.does(DeclineTouched())
    assert page(pad.state) is CitizenPage.CLOSED


def test_another_windows_snapshot_changes_nothing(pad: Walker) -> None:
    pad.hears()
    pad.does(Arrived(window(window="w2", ticket=ticket("B001"))))
    assert page(pad.state) is CitizenPage.CLERK


def test_an_old_snapshot_does_not_turn_the_halls_clock_back(pad: Walker) -> None:
    pad.hears()
    before = pad.state.known.time.at(pad.now_ms)
    pad.hears(at=NINE - 600_000)
    assert pad.state.known.time.at(pad.now_ms) >= before


def test_elder_mode_on_a_pad_is_not_low_as_well(pad: Walker) -> None:
    pad.hears()
    pad.does(LookChosen(Look(elder=True, low=True)))
    assert pad.state.look == Look(elder=True)


# ---- 挂起


def put_on_hold(pad: Walker) -> None:
    pad.hears(ticket=ticket("A012", TicketState.SERVING))
    pad.hears(ticket=None, held=(ticket("A012", TicketState.HELD),))
    assert page(pad.state) is CitizenPage.HELD


def test_whose_number_is_put_on_hold_is_told_for_a_while_that_it_is_kept(pad: Walker) -> None:
    put_on_hold(pad)
    assert pad.state.held == "A012"
    pad.waits_for("held")
    assert page(pad.state) is CitizenPage.CLERK


def test_the_next_call_takes_the_place_of_a_number_on_hold(pad: Walker) -> None:
    put_on_hold(pad)
    pad.hears(ticket=ticket("A013"), held=(ticket("A012", TicketState.HELD),))
    assert page(pad.state) is CitizenPage.CALLED
    pad.hears(ticket=None, held=(ticket("A012", TicketState.HELD),))
    assert page(pad.state) is CitizenPage.CLERK


def test_who_has_read_that_their_number_is_kept_says_so(pad: Walker) -> None:
    put_on_hold(pad)
    pad.does(DoneTouched())
    assert page(pad.state) is CitizenPage.CLERK


def test_a_number_that_was_finished_is_not_on_hold(pad: Walker) -> None:
    pad.hears(ticket=ticket("A012", TicketState.SERVING), held=(ticket("A009", TicketState.HELD),))
    pad.hears(ticket=None, held=(ticket("A009", TicketState.HELD),))
    assert page(pad.state) is CitizenPage.CLERK
