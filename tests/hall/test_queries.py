"""Questions that change nothing: each has its answer, from what is on disk, and nobody gets more than is theirs."""

from __future__ import annotations

from typing import Any

import pytest
from quiet_hall import QuietHall

from domain.events import RatingInvited
from hall import queries

CODE = "QJ20261120"


def called(small: QuietHall, **more: str) -> Any:
    """A number taken with `more`, and called to window 1."""
    given = small.ask("kiosk-1", "ticket.issue", **({"queue": "social"} if "pickup" not in more else {}), **more)[
        "data"
    ]
    assert small.ask("pad-1", "window.open", window="w1", clerk="c1")["ok"]
    assert small.ask("pad-1", "ticket.call_next", window="w1")["data"]["ticket"] == given["ticket"]
    return given


def test_the_window_that_has_a_document_s_number_in_hand_is_told_its_code_and_no_other_is(small: QuietHall) -> None:
    ticket = called(small, pickup=CODE)["ticket"]
    assert small.ask("pad-1", "ticket.pickup", window="w1", ticket=ticket)["data"]["code"] == CODE
    assert not small.ask("pad-2", "ticket.pickup", window="w2", ticket=ticket)["ok"]
    assert not small.ask("pad-2", "ticket.pickup", window="w1", ticket=ticket)["ok"]


def test_a_citizen_s_screen_that_was_invited_is_told_the_key_of_its_ticket(small: QuietHall) -> None:
    ticket = called(small)["ticket"]
    for step in ("ticket.start", "ticket.finish"):
        assert small.ask("pad-1", step, window="w1", ticket=ticket)["ok"]
    asked = next(event for event in small.events if isinstance(event, RatingInvited))
    about = {"window": "w1", "session": asked.session}
    told = small.ask("pad-1", "ticket.review_key", **about, nonce=asked.nonce)["data"]
    assert told == {"session": asked.session, "ticket": ticket, "key": f"key of {ticket}"}
    assert small.ask("pad-1", "ticket.review_key", **about, nonce="guessed")["error"]["code"] == "rating.nonce"


def test_a_phone_page_follows_a_ticket(small: QuietHall) -> None:
    given = called(small)
    followed = small.ask("page-1", "ticket.follow", ticket=given["ticket"], key=given["key"])["data"]
    assert (followed["number"], followed["state"]) == ("A001", "called")


@pytest.mark.parametrize(("limit", "ids"), [(-1, ["1"]), (0, ["1"]), (1, ["1"]), (2, ["1", "2"]), (3, ["1", "2"])])
def test_events_are_asked_for_by_the_page_and_a_page_has_its_limits(
    small: QuietHall, monkeypatch: pytest.MonkeyPatch, limit: int, ids: list[str]
) -> None:
    monkeypatch.setattr(queries, "MOST_EVENTS", 2)
    for _ in range(4):
        small.ask("kiosk-1", "ticket.issue", queue="social")
    told = small.ask("desk-1", "event.replay", after=0, limit=limit)["data"]
    assert [event["id"] for event in told["events"]] == ids
    assert told["last"] == 5


def test_the_desk_alone_sees_the_devices(small: QuietHall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small.writer._queries, "_presence", lambda: ({"device": "pad-1", "state": "ready"},))
    assert small.ask("desk-1", "hall.snapshot")["data"]["devices"] == [{"device": "pad-1", "state": "ready"}]
    assert small.ask("pad-1", "hall.snapshot")["data"]["devices"] == []
