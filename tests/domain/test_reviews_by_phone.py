"""Reviews made on a phone: by who holds the ticket's key, once a service with the pad's, until the day is closed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from acting import DAY, HALL, Acting
from hypothesis import given
from hypothesis import strategies as st

from domain import commands as c
from domain.config import Device, Role
from domain.decide.hall import Hall
from domain.decide.rating_by_phone import key_at_the_pad
from domain.events import Channel, RatingGiven, RatingInvited
from domain.refusal import Code, Refusal
from domain.show.changed import changed
from domain.show.following import follow
from domain.show.snapshots import window_snapshot
from domain.state.rating import ChainReport, chain_hash, chained, verify_chain
from domain.views.queries import FollowQuestion, FollowView, ReviewKey, ReviewKeyQuestion, ReviewState
from domain.views.ticket import IssueAnswer, TicketState
from domain.views.window import RatingState

OLD_HASH = "41b7080df5e62e12bf757e3b2750fac968d7151c3a3bdadb85e95ea386cd6c07"
PHONES = replace(HALL, devices=(*HALL.devices, Device(id="page", role=Role.PHONE_PAGE)))


def key_of(ticket: str) -> str:
    return f"key of {ticket}"


def hall(**more: Any) -> Acting:
    return Acting(PHONES, ticket_key=key_of, **more).open()


def by_phone(ticket: str, level: int = 5, **more: Any) -> c.RateByPhone:
    return c.RateByPhone(**{"ticket": ticket, "key": key_of(ticket), "level": level, **more})


def served(day: Acting, queue: str = "papers", window: str = "w1") -> str:
    day.take(queue)
    return day.id(day.serve(window))


def seen(day: Acting, ticket: str, key: str | None = None) -> FollowView:
    told = follow(day.hall.state, FollowQuestion(ticket=ticket, key=key_of(ticket) if key is None else key), day.now)
    assert isinstance(told, FollowView), told
    return told


def invitation(day: Acting) -> RatingInvited:
    return [event for event in day.log if isinstance(event, RatingInvited)][-1]


def at_the_pad(day: Acting) -> c.GiveRating:
    event = invitation(day)
    return c.GiveRating(session=event.session, nonce=event.nonce, level=4, given_at=day.now)


def test_only_the_answer_that_hands_over_a_ticket_carries_its_key() -> None:
    day = hall()
    given_ = day.do(c.IssueTicket(queue="papers", person="p"), "kiosk-1")
    assert isinstance(given_, IssueAnswer)
    assert given_.key == key_of(given_.ticket)
    again = day.refusal(c.IssueTicket(queue="papers", person="p"), "kiosk-1")
    assert again.data is not None
    assert again.data["key"] == key_of(given_.ticket)
    offline = day.do(c.RecordOfflineTicket(number="A900", queue="papers", issued_at=day.now), "kiosk-1")
    assert offline.key is None
    assert "key of" not in repr(given_)
    assert "key of" not in str(day.hall.dump())
    assert "key of" not in str(day.log)


def asked_at_the_pad(day: Acting, **more: Any) -> ReviewKey | Refusal:
    event = invitation(day)
    named = {"window": "w1", "session": event.session, "nonce": event.nonce, **more}
    return key_at_the_pad(day.hall.state, ReviewKeyQuestion(**named))


def test_the_pad_that_invites_may_show_the_citizen_their_key_also_of_a_paper_without_one() -> None:
    day = hall()
    day.do(c.RecordOfflineTicket(number="A900", queue="papers", issued_at=day.now), "kiosk-1")
    ticket = day.id(day.serve("w1"))
    told = asked_at_the_pad(day)
    assert told == ReviewKey(session=invitation(day).session, ticket=ticket, key=key_of(ticket))
    assert "key of" not in repr(told)
    day.later(minutes=5).do(c.Tick())
    assert asked_at_the_pad(day) == told, "whoever began in time may finish on the phone"
    day.do(by_phone(ticket, 4), "page")
    assert asked_at_the_pad(day).code is Code.RATING_OVER


def test_a_pad_is_told_no_key_but_of_the_citizen_before_it() -> None:
    day = hall()
    served(day)
    first = invitation(day)
    assert asked_at_the_pad(day, window="w2").code is Code.RATING_UNKNOWN
    assert asked_at_the_pad(day, window="nowhere").code is Code.RATING_UNKNOWN
    assert asked_at_the_pad(day, session="another").code is Code.RATING_UNKNOWN
    assert asked_at_the_pad(day, nonce="guessed").code is Code.RATING_NONCE
    served(day)
    assert asked_at_the_pad(day, session=first.session, nonce=first.nonce).code is Code.RATING_UNKNOWN


def test_a_hall_without_keys_tells_none() -> None:
    day = Acting(PHONES).open()
    served(day)
    assert asked_at_the_pad(day).code is Code.RATING_UNKNOWN


def test_who_was_served_reviews_by_phone_once() -> None:
    day = hall()
    ticket = served(day)
    assert seen(day, ticket).review is ReviewState.OPEN
    day.do(by_phone(ticket, 2, comment="slow"), "page")
    given_ = day.log[-1]
    assert isinstance(given_, RatingGiven)
    assert (given_.ticket, given_.level, given_.channel, given_.device) == (ticket, 2, Channel.PHONE, "page")
    assert seen(day, ticket).review is ReviewState.GIVEN
    assert day.refused(by_phone(ticket), "page") is Code.RATING_OVER


def test_a_review_by_phone_is_good_after_the_pad_gave_up_and_others_were_served() -> None:
    day = hall()
    ticket = served(day)
    for _ in range(3):
        served(day.later(minutes=10))
    day.do(by_phone(ticket), "page")


def test_pad_and_phone_together_give_one_review() -> None:
    day = hall()
    ticket = served(day)
    day.do(at_the_pad(day), "pad-1")
    assert day.refused(by_phone(ticket), "page") is Code.RATING_OVER
    other = served(day)
    late = at_the_pad(day)
    day.do(by_phone(other), "page")
    rating = window_snapshot(day.hall, "w1", day.now, 1).rating
    assert rating is not None
    assert rating.state is RatingState.GIVEN, "the pad stops asking, the clerk sees that a review was given"
    assert day.refused(late, "pad-1") is Code.RATING_OVER


def test_a_window_without_a_citizens_screen_is_reviewed_by_phone() -> None:
    day = hall()
    ticket = served(day, "advice", "w3")
    day.do(by_phone(ticket), "page")


@pytest.mark.parametrize("key", ["", "x", "key of 20261120-A002", "名"])
def test_a_wrong_key_is_answered_as_an_unknown_ticket(key: str) -> None:
    day = hall()
    ticket = served(day)
    wrong = day.refusal(by_phone(ticket, key=key), "page")
    assert wrong == day.refusal(by_phone("20261120-A777"), "page")
    assert wrong.code is Code.TICKET_UNKNOWN
    assert seen(day, ticket, "").review is ReviewState.NONE
    if key:
        assert isinstance(follow(day.hall.state, FollowQuestion(ticket=ticket, key=key), day.now), Refusal)


def test_where_tickets_have_no_keys_nobody_reviews_by_phone() -> None:
    day = Acting(PHONES).open()
    ticket = served(day)
    assert day.refused(by_phone(ticket, key=""), "page") is Code.TICKET_UNKNOWN
    assert seen(day, ticket, "").state is TicketState.SERVED


def test_there_is_nothing_to_review_before_the_service_has_ended() -> None:
    day = hall()
    ticket = day.id(day.take())
    assert day.refused(by_phone(ticket), "page") is Code.TICKET_WRONG_STATE
    day.start(day.call())
    assert day.refused(by_phone(ticket), "page") is Code.TICKET_WRONG_STATE
    assert seen(day, ticket).review is ReviewState.NONE


def test_when_the_day_is_closed_its_tickets_are_unknown() -> None:
    day = hall()
    ticket = served(day)
    day.now += DAY
    assert day.refused(by_phone(ticket), "page") is Code.TICKET_UNKNOWN
    day.do(c.Tick())
    assert day.refused(by_phone(ticket), "page") is Code.TICKET_UNKNOWN


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"level": 6}, Code.RATING_LEVEL),
        ({"level": 5, "tags": ("407",)}, Code.RATING_TAG),
        ({"level": 1, "comment": " "}, Code.RATING_NEEDS_REASON),
        ({"level": 5, "comment": "x" * 151}, Code.REQUEST_INVALID),
    ],
)
def test_the_rules_of_a_review_are_those_of_the_pad(more: dict[str, Any], code: Code) -> None:
    day = hall()
    ticket = served(day)
    assert day.refused(by_phone(ticket, **more), "page") is code
    day.do(by_phone(ticket), "page")


def test_a_restart_forgets_nothing() -> None:
    day = hall()
    ticket, other = served(day), served(day)
    day.do(by_phone(other), "page")
    from_snapshot = Acting(PHONES, day.now)
    from_snapshot.hall = Hall.load(PHONES, json.loads(json.dumps(day.hall.dump())), ticket_key=key_of)
    for again in (day.revived(ticket_key=key_of), from_snapshot):
        assert again.refused(by_phone(other), "page") is Code.RATING_OVER
        again.do(by_phone(ticket), "page")


def test_a_no_show_is_told_how_to_come_back() -> None:
    day = hall()
    ticket = day.id(day.take())
    day.miss()
    back = seen(day, ticket, "").come_back
    assert back is not None
    assert (back.until, back.behind) == (day.now + 120 * 60_000, 3)
    day.later(minutes=121)
    assert seen(day, ticket, "").come_back is None


def test_followers_learn_no_item_and_no_priority() -> None:
    day = hall()
    number = day.take(items=("id-card",), priority="elder")
    told = repr(seen(day, day.id(number)))
    assert "id-card" not in told
    assert "elder" not in told


def test_chains_of_the_time_before_phones_stay_whole() -> None:
    """The hash of a review at a pad, written down before reviews had a channel."""
    old = RatingGiven(
        at=1, session="s", ticket="t", window="w", clerk="c", device="d", level=5, tags=("517",), comment="好",
        given_at=2, monotonic_ms=3, signature="", previous="0" * 64, hash="",
    )  # fmt: skip
    assert chain_hash(old) == OLD_HASH


def test_the_channel_is_part_of_the_chain() -> None:
    day = hall()
    for _ in range(2):
        served(day)
        day.do(at_the_pad(day), "pad-1")
        day.do(by_phone(served(day)), "page")
    chain = [event for event in day.log if isinstance(event, RatingGiven)]
    assert verify_chain(chain).count == 4
    for place, event in enumerate(chain):
        other = Channel.PAD if event.channel is Channel.PHONE else Channel.PHONE
        forged = replace(event, channel=other)
        assert verify_chain([*chain[:place], forged, *chain[place + 1 :]]).broken_session == event.session
        assert chained(forged).hash != event.hash


@given(
    st.lists(st.tuples(st.sampled_from(["pad", "phone", "wrong", "serve", "later"]), st.integers(0, 3)), max_size=14)
)
def test_however_pads_and_phones_take_turns_each_service_has_one_review_at_most(steps: list[tuple[str, int]]) -> None:
    day = hall()
    tickets: list[str] = []
    touches: list[c.GiveRating] = []
    for what, which in steps:
        match what:
            case "serve":
                tickets.append(served(day))
                touches.append(at_the_pad(day))
            case "later":
                day.later(seconds=25 * which)
            case "pad" if which < len(touches):
                day.try_(touches[which], "pad-1")
            case "phone" if which < len(tickets):
                before = seen(day, tickets[which]).review
                done = not isinstance(day.try_(by_phone(tickets[which]), "page"), Refusal)
                assert done == (before is ReviewState.OPEN), "what the page offers is what the hall takes"
            case "wrong" if which < len(tickets):
                assert day.refused(by_phone(tickets[which], key="x"), "page") is Code.TICKET_UNKNOWN
    reviews = [event for event in day.log if isinstance(event, RatingGiven)]
    assert len({event.ticket for event in reviews}) == len(reviews)
    assert verify_chain(reviews).broken_session is None


def test_at_a_kiosk_the_ticket_s_holder_reviews_by_the_same_rules_and_it_says_where() -> None:
    day = hall()
    ticket = served(day)
    assert day.refused(by_phone(ticket, key="wrong"), "kiosk-1") is Code.TICKET_UNKNOWN
    assert day.refused(by_phone(ticket, 2), "kiosk-1") is Code.RATING_NEEDS_REASON
    day.do(by_phone(ticket, 2, comment="slow"), "kiosk-1")
    given_ = day.log[-1]
    assert isinstance(given_, RatingGiven)
    assert (given_.channel, given_.device, given_.signature) == (Channel.KIOSK, "kiosk-1", "")
    assert day.refused(by_phone(ticket), "page") is Code.RATING_OVER, "one review a service, wherever"


def of_hall(ticket: str, level: int = 5, **more: Any) -> c.RateHall:
    return c.RateHall(**{"ticket": ticket, "key": key_of(ticket), "level": level, **more})


def test_whoever_was_here_reviews_the_hall_as_a_whole_once_and_it_is_of_the_chain() -> None:
    day = hall()
    ticket = served(day)
    waits = day.id(day.take())
    day.do(by_phone(ticket, 4), "page")
    for one in (ticket, waits):
        day.do(of_hall(one, 5), "kiosk-1")
        given_ = day.log[-1]
        assert isinstance(given_, RatingGiven)
        assert (given_.ticket, given_.window, given_.clerk, given_.channel) == (one, "", "", Channel.KIOSK)
        assert day.refused(of_hall(one, 1, tags=("107",)), "page") is Code.RATING_OVER
    assert day.refused(of_hall(waits, key="wrong"), "kiosk-1") is Code.TICKET_UNKNOWN
    again = day.revived(ticket_key=key_of)
    assert again.refused(of_hall(waits), "kiosk-1") is Code.RATING_OVER, "also after a restart"
    reviews = [event for event in day.log if isinstance(event, RatingGiven)]
    assert verify_chain(reviews) == ChainReport(3)
    assert changed(day.hall, day.log[-1:]).windows == frozenset()
