"""Reviews (好差评): only the citizen's touch, once, with a reason if it is bad, in a chain nobody can change."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from acting import HALL, Acting, invited, review
from hypothesis import given
from hypothesis import strategies as st

from domain import commands as c
from domain.decide.hall import Hall
from domain.events import RatingGiven, RatingInvited, RatingLapsed
from domain.refusal import Code
from domain.show.snapshots import window_snapshot
from domain.state.rating import chained, signed_bytes, verify_chain
from domain.views.window import RatingState


def shown(day: Acting, window: str = "w1") -> RatingState | None:
    rating = window_snapshot(day.hall, window, day.now, 1).rating
    return rating.state if rating else None


def test_the_end_of_a_service_invites_to_review_it() -> None:
    day, event = invited()
    assert (event.window, event.clerk, event.ticket) == ("w1", "li", "20261120-A001")
    assert len(event.session) == 16
    assert len(event.nonce) == 32
    assert shown(day) is RatingState.INVITED


def test_a_window_without_a_citizens_screen_invites_nobody() -> None:
    day = Acting().open()
    day.take("advice")
    day.serve("w3")
    assert not any(isinstance(event, RatingInvited) for event in day.log)


def test_a_review_is_given_once() -> None:
    day, event = invited()
    day.do(review(event), device="pad-1")
    assert shown(day) is RatingState.GIVEN
    assert day.refused(review(event), device="pad-1") is Code.RATING_OVER


@pytest.mark.parametrize("device", ["", "citizen-2", "clerk-2", "kiosk-1", "nobody"])
def test_only_the_citizens_screen_of_that_window_reviews(device: str) -> None:
    day, event = invited()
    assert day.refused(review(event), device=device) is Code.DEVICE_NOT_ALLOWED


def test_at_a_window_with_two_displays_the_citizens_reviews_and_the_clerks_does_not() -> None:
    day, event = invited("w2")
    assert day.refused(review(event), device="clerk-2") is Code.DEVICE_NOT_ALLOWED
    day.do(review(event), device="citizen-2")
    assert shown(day, "w2") is RatingState.GIVEN


def test_a_review_given_while_the_next_one_is_served_is_not_lapsed_by_the_next_invitation() -> None:
    day, event = invited()
    day.take()
    number = day.start(day.call())
    day.do(review(event), device="pad-1")
    day.finish(number)
    assert not any(isinstance(told, RatingLapsed) for told in day.log)


def test_a_review_whose_place_another_invitation_took_counts_only_if_its_pad_says_that_it_was_in_time() -> None:
    day, first = invited()
    given_at = day.now + 5000
    invited(day=day.later(seconds=20))
    assert day.refused(review(first), device="pad-1") is Code.RATING_OVER
    day.do(review(first, given_at=given_at), device="pad-1")


def test_a_review_needs_its_session_and_its_nonce() -> None:
    day, event = invited()
    assert day.refused(review(event, session="x"), device="pad-1") is Code.RATING_UNKNOWN
    assert day.refused(review(event, nonce="x" * 32), device="pad-1") is Code.RATING_NONCE
    assert day.refused(review(event, nonce="名"), device="pad-1") is Code.RATING_NONCE


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"level": 6}, Code.RATING_LEVEL),
        ({"level": 0}, Code.RATING_LEVEL),
        ({"level": 5, "tags": ("407",)}, Code.RATING_TAG),
        ({"level": 5, "tags": ("507", "507")}, Code.RATING_TAG),
        ({"level": 2}, Code.RATING_NEEDS_REASON),
        ({"level": 1, "comment": "  \n"}, Code.RATING_NEEDS_REASON),
        ({"level": 5, "comment": "x" * 151}, Code.REQUEST_INVALID),
    ],
)
def test_what_is_no_valid_review_is_refused_and_may_be_mended(more: dict[str, Any], code: Code) -> None:
    day, event = invited()
    assert day.refused(review(event, **more), device="pad-1") is code
    day.do(review(event), device="pad-1")


@pytest.mark.parametrize("more", [{"tags": ("207",)}, {"comment": "waited long"}])
def test_a_bad_level_needs_a_tag_or_words(more: dict[str, Any]) -> None:
    day, event = invited()
    day.do(review(event, 2, **more), device="pad-1")
    given_event = day.log[-1]
    assert isinstance(given_event, RatingGiven)
    assert given_event.level == 2


def test_no_answer_lapses_and_is_no_level() -> None:
    day, event = invited()
    day.later(seconds=59).do(c.Tick())
    assert shown(day) is RatingState.INVITED
    day.later(seconds=1).do(c.Tick())
    assert shown(day) is RatingState.LAPSED
    assert isinstance(day.log[-1], RatingLapsed)
    assert day.refused(review(event), device="pad-1") is Code.RATING_OVER


def test_after_a_restart_an_open_review_lapses_at_its_time_and_one_that_was_given_does_not() -> None:
    day, given = invited()
    day.do(review(given), device="pad-1")
    _, open_ = invited("w2", day)
    day.hall = Hall.load(HALL, json.loads(json.dumps(day.hall.dump())))
    day.later(seconds=60).do(c.Tick())
    assert [event.session for event in day.log if isinstance(event, RatingLapsed)] == [open_.session]
    assert (shown(day, "w1"), shown(day, "w2")) == (RatingState.GIVEN, RatingState.LAPSED)


def test_a_review_given_in_time_counts_even_if_the_network_was_away() -> None:
    day, event = invited()
    given_at = day.now + 30_000
    day.later(minutes=20).do(c.Tick())
    day.do(review(event, given_at=given_at), device="pad-1")
    assert day.refused(review(event, given_at=given_at), device="pad-1") is Code.RATING_OVER


def test_a_review_given_too_late_does_not_count() -> None:
    day, event = invited()
    given_at = day.now + 70_000
    day.later(minutes=20)
    assert day.refused(review(event, given_at=given_at), device="pad-1") is Code.RATING_OVER


def test_the_next_call_leaves_an_open_review_open_until_its_time_is_over() -> None:
    day, event = invited()
    day.take()
    day.later(seconds=30).call()
    assert shown(day) is RatingState.INVITED
    day.do(review(event), device="pad-1")


def test_a_call_after_its_time_lapses_it() -> None:
    day, _ = invited()
    day.take()
    day.later(seconds=61).call()
    assert [type(e) for e in day.log[-2:-1]] == [RatingLapsed]


def test_a_review_that_was_given_does_not_lapse_with_the_next_call() -> None:
    day, event = invited()
    day.do(review(event), device="pad-1")
    day.take()
    day.later(minutes=5).call()
    assert not any(isinstance(one, RatingLapsed) for one in day.log)


def test_the_next_invitation_takes_the_place_of_the_one_before() -> None:
    day, first = invited()
    _, second = invited(day=day.later(seconds=20))
    assert isinstance(day.log[-2], RatingLapsed)
    assert day.log[-2].session == first.session
    day.do(review(second), device="pad-1")


def test_the_state_of_a_review_leaves_the_screen_with_the_next_call() -> None:
    day, event = invited()
    day.do(review(event), device="pad-1")
    day.take()
    day.call()
    assert shown(day) is None


def test_the_level_is_in_no_snapshot() -> None:
    day, event = invited()
    day.do(review(event, 2, comment="unheard-of words"), device="pad-1")
    assert "unheard-of" not in json.dumps(day.hall.dump())


def test_a_review_invited_before_four_may_be_given_after_it() -> None:
    day, event = invited(day=Acting(now=Acting().now + 19 * 3_600_000 - 30_000).open())
    day.later(seconds=40).do(c.Tick())
    assert day.hall.day == "2026-11-21"
    day.do(review(event), device="pad-1")


def signed_hall(verify: Any) -> Acting:
    devices = tuple(replace(d, public_key="key") if d.id == "pad-1" else d for d in HALL.devices)
    return Acting(replace(HALL, devices=devices), verify=verify).open()


def test_a_pad_with_a_key_has_to_sign_its_reviews() -> None:
    def verify(key: str, message: bytes, signature: str) -> bool:
        return key == "key" and signature == f"signed {len(message)}"

    day, event = invited(day=signed_hall(verify))
    unsigned = review(event)
    assert day.refused(unsigned, device="pad-1") is Code.RATING_SIGNATURE
    signature = f"signed {len(signed_bytes(unsigned))}"
    day.hall = Hall.load(day.hall.config, day.hall.dump(), verify=verify)
    assert day.refused(unsigned, device="pad-1") is Code.RATING_SIGNATURE
    day.do(replace(unsigned, signature=signature), device="pad-1")


def test_a_pad_with_a_key_is_not_believed_where_nobody_can_check() -> None:
    day, event = invited(day=signed_hall(None))
    assert day.refused(review(event, signature="x"), device="pad-1") is Code.RATING_SIGNATURE


@given(comment=st.text(max_size=40), level=st.integers(1, 5), tags=st.lists(st.text(max_size=4), max_size=3))
def test_what_is_signed_is_all_of_the_review_but_the_signature(comment: str, level: int, tags: list[str]) -> None:
    one = c.GiveRating(session="s", nonce="n", level=level, tags=tuple(tags), comment=comment, signature="a")
    assert signed_bytes(one) == signed_bytes(replace(one, signature="b"))
    for changed in (replace(one, level=level + 1), replace(one, comment=comment + "."), replace(one, nonce="m")):
        assert signed_bytes(changed) != signed_bytes(one)


def reviews() -> list[RatingGiven]:
    day = Acting().open()
    for level in (5, 4, 2, 5):
        _, event = invited(day=day.later(minutes=5))
        day.do(review(event, level, comment="x"), device="pad-1")
    return [event for event in day.log if isinstance(event, RatingGiven)]


def test_the_chain_of_reviews_holds() -> None:
    assert verify_chain(reviews()).count == 4
    assert verify_chain(reviews()).broken_session is None
    assert verify_chain([]).count == 0


def test_a_changed_missing_moved_or_added_review_breaks_the_chain() -> None:
    chain = reviews()
    better = [*chain[:2], replace(chain[2], level=5), chain[3]]
    forged = chained(replace(chain[2], level=5))
    for tampered in (better, [*chain[:2], forged, chain[3]], [*chain[:1], *chain[2:]], [chain[1], chain[0]], chain[1:]):
        assert verify_chain(tampered).broken_session is not None
    assert verify_chain(chain[2:], previous=chain[1].hash).count == 2


def test_the_chain_goes_on_after_the_night_and_the_power_cut() -> None:
    day, event = invited()
    day.do(review(event), device="pad-1")
    day.now += 86_400_000
    day.do(c.Tick())
    again = day.revived().open()
    again._fresh = 99
    _, event = invited(day=again)
    again.do(review(event), device="pad-1")
    assert verify_chain(e for e in again.log if isinstance(e, RatingGiven)).count == 2
