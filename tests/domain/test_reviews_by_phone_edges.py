"""The edges of a review by phone: a guess at a key is recorded, and a service that invited to no review has none."""

from __future__ import annotations

from dataclasses import replace

from acting import HALL, Acting, invited, review

from domain import commands as c
from domain.config import Device, Role
from domain.refusal import Code, Refusal
from domain.show.answers import PhoneRatingAnswer, RatingAnswer
from domain.show.following import follow
from domain.views.queries import FollowQuestion, FollowView, ReviewState
from domain.views.window import RatingState


def by_phone(day: Acting, ticket: str, key: str) -> Refusal:
    return day.refusal(c.RateByPhone(ticket=ticket, key=key, level=5))


def test_a_wrong_key_is_recorded_for_the_supervisor() -> None:
    day = Acting(ticket_key="key of {}".format).open()
    refusal = by_phone(day, day.id(day.take()), "guessed")
    assert (refusal.code, refusal.record) == (Code.TICKET_UNKNOWN, True)


def test_a_service_at_a_window_without_reviews_is_reviewed_by_nobody() -> None:
    day = Acting(ticket_key="key of {}".format).open()
    day.take("advice")
    ticket = day.id(day.serve("w3"))
    assert by_phone(day, ticket, f"key of {ticket}").code is Code.RATING_UNKNOWN
    seen = follow(day.hall.state, FollowQuestion(ticket=ticket, key=f"key of {ticket}"), day.now)
    assert isinstance(seen, FollowView)
    assert seen.review is ReviewState.NONE


def test_a_review_is_answered_as_given_whoever_hands_it_in() -> None:
    page = Device(id="page", role=Role.PHONE_PAGE)
    day = Acting(replace(HALL, devices=(*HALL.devices, page)), ticket_key="key of {}".format).open()
    _, event = invited(day=day)
    assert day.do(review(event), "pad-1") == RatingAnswer(session=event.session, state=RatingState.GIVEN)
    _, event = invited(day=day)
    asked = c.RateByPhone(ticket=event.ticket, key=f"key of {event.ticket}", level=5)
    assert day.do(asked, "page") == PhoneRatingAnswer(ticket=event.ticket, state=RatingState.GIVEN)
