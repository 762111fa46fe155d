"""写几句 on one's own phone: the code on the citizen's screen is of the service that ends there, and goes with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pad_sample import CATALOGUE, Walker, rating

from domain.flow import Answered, Arrived, Ask, BackTouched, HallAway, NoAnswer
from domain.pad.citizen import step
from domain.pad.review import CharacterTouched, CitizenPage, FaceTouched, WriteTouched, begin, page
from domain.views.queries import ReviewKey, ReviewKeyQuestion
from domain.views.window import RatingState
from kiosk.mqtt.bodies import wire_form
from review_pad.screens.labels import own_review_link

KEY = "q1Zx8-bM_0aT"
WITH_KEYS = replace(CATALOGUE, version=2, follow_url="https://hall.example/t/{ticket}/{key}")


@pytest.fixture
def pad() -> Walker:
    walker = Walker(begin("w1"), step)
    walker.does(Arrived(WITH_KEYS))
    walker.hears(rating=rating())
    return walker


def lookups(pad: Walker) -> list[Ask]:
    return [ask for ask in pad.asks if isinstance(ask.command, ReviewKeyQuestion)]


def key(number: str) -> ReviewKey:
    return ReviewKey(session=f"s-{number}", ticket=f"20261121-{number}", key=KEY)


def told(pad: Walker, number: str = "A012") -> None:
    pad.does(Answered(lookups(pad)[-1].tag, ok=True, data=key(number)))


def test_who_wants_to_write_gets_the_code_of_their_own_service(pad: Walker) -> None:
    pad.does(FaceTouched(2))
    assert not lookups(pad), "a key travels only when it is wanted"
    pad.does(WriteTouched())
    assert [wire_form(ask.command) for ask in lookups(pad)] == [
        ("ticket.review_key", {"window": "w1", "session": "s-A012", "nonce": "n-s-A012"})
    ]
    assert own_review_link(pad.state) == "", "a code without its key would lead to following alone"
    told(pad)
    assert own_review_link(pad.state) == f"https://hall.example/t/20261121-A012/{KEY}"
    pad.does(BackTouched(), WriteTouched())
    assert len(lookups(pad)) == 1


def test_the_key_goes_with_the_review_and_is_in_no_log(pad: Walker) -> None:
    pad.does(FaceTouched(2), WriteTouched())
    told(pad)
    assert KEY not in repr(pad.state)
    pad.waits_for("idle")
    for _ in range(15):
        pad.waits_for("question")
    assert pad.state.review is None


def test_a_key_that_comes_late_is_not_shown_to_the_next_citizen(pad: Walker) -> None:
    pad.does(FaceTouched(2), WriteTouched())
    late = lookups(pad)[-1]
    pad.hears(version=3, rating=rating("A012", RatingState.GIVEN))
    pad.hears(version=4, rating=rating("A013"))
    pad.does(FaceTouched(2), WriteTouched(), Answered(late.tag, ok=True, data=key("A012")))
    assert own_review_link(pad.state) == ""


def test_a_review_that_the_phone_has_sent_ends_the_one_on_the_pad(pad: Walker) -> None:
    pad.does(FaceTouched(2), WriteTouched())
    told(pad)
    pad.hears(version=3, rating=rating("A012", RatingState.GIVEN))
    assert page(pad.state) is not CitizenPage.WORDS
    assert pad.state.review is None


@pytest.mark.parametrize("answer", [None, Answered("", ok=False, code="rating.over"), Answered("", ok=True)])
def test_without_a_key_there_is_no_code_and_opening_the_page_anew_asks_again(
    pad: Walker, answer: Answered | None
) -> None:
    pad.does(FaceTouched(2), WriteTouched())
    tag = lookups(pad)[-1].tag
    pad.does(NoAnswer(tag) if answer is None else replace(answer, tag=tag))
    assert own_review_link(pad.state) == ""
    pad.does(BackTouched(), WriteTouched())
    assert len(lookups(pad)) == 2


def test_nothing_is_asked_of_a_hall_that_is_away(pad: Walker) -> None:
    pad.does(HallAway(), FaceTouched(2), WriteTouched())
    assert not lookups(pad)


def test_a_hall_whose_reviews_are_elsewhere_shows_the_code_of_its_window(pad: Walker) -> None:
    pad.does(Arrived(replace(CATALOGUE, version=3)), FaceTouched(2), WriteTouched())
    assert not lookups(pad)
    assert own_review_link(pad.state) == "https://example.org/r/h1/w1"


def test_the_key_is_asked_for_when_the_page_opens_and_not_with_every_word(pad: Walker) -> None:
    pad.does(FaceTouched(2), WriteTouched(), CharacterTouched("a"), CharacterTouched("b"))
    assert len(lookups(pad)) == 1
