"""Questions that change nothing: each has its answer, from what is on disk, and nobody gets more than is theirs."""

from __future__ import annotations

from typing import Any

import pytest
from small_desk import SmallDesk

from domain.events import RatingInvited
from hall import queries

CODE = "QJ20261120"


def called(desk: SmallDesk, **more: str) -> Any:
    """A number taken with `more`, and called to window 1."""
    given = desk.ask("kiosk-1", "ticket.issue", **({"queue": "social"} if "pickup" not in more else {}), **more)["data"]
    assert desk.ask("pad-1", "window.open", window="w1", clerk="c1")["ok"]
    assert desk.ask("pad-1", "ticket.call_next", window="w1")["data"]["ticket"] == given["ticket"]
    return given


def test_the_window_that_has_a_document_s_number_in_hand_is_told_its_code_and_no_other_is(desk: SmallDesk) -> None:
    ticket = called(desk, pickup=CODE)["ticket"]
    assert desk.ask("pad-1", "ticket.pickup", window="w1", ticket=ticket)["data"]["code"] == CODE
    assert not desk.ask("pad-2", "ticket.pickup", window="w2", ticket=ticket)["ok"]
    assert not desk.ask("pad-2", "ticket.pickup", window="w1", ticket=ticket)["ok"]


def test_a_citizen_s_screen_that_was_invited_is_told_the_key_of_its_ticket(desk: SmallDesk) -> None:
    ticket = called(desk)["ticket"]
    for step in ("ticket.start", "ticket.finish"):
        assert desk.ask("pad-1", step, window="w1", ticket=ticket)["ok"]
    asked = next(event for event in desk.events if isinstance(event, RatingInvited))
    about = {"window": "w1", "session": asked.session}
    told = desk.ask("pad-1", "ticket.review_key", **about, nonce=asked.nonce)["data"]
    assert told == {"session": asked.session, "ticket": ticket, "key": f"key of {ticket}"}
    assert desk.ask("pad-1", "ticket.review_key", **about, nonce="guessed")["error"]["code"] == "rating.nonce"


def test_a_phone_page_follows_a_ticket(desk: SmallDesk) -> None:
    given = called(desk)
    followed = desk.ask("page-1", "ticket.follow", ticket=given["ticket"], key=given["key"])["data"]
    assert (followed["number"], followed["state"]) == ("A001", "called")


@pytest.mark.parametrize(("limit", "ids"), [(-1, ["1"]), (0, ["1"]), (1, ["1"]), (2, ["1", "2"]), (3, ["1", "2"])])
def test_events_are_asked_for_by_the_page_and_a_page_has_its_limits(
    desk: SmallDesk, monkeypatch: pytest.MonkeyPatch, limit: int, ids: list[str]
) -> None:
    monkeypatch.setattr(queries, "MOST_EVENTS", 2)
    for _ in range(4):
        desk.ask("kiosk-1", "ticket.issue", queue="social")
    told = desk.ask("desk-1", "event.replay", after=0, limit=limit)["data"]
    assert [event["id"] for event in told["events"]] == ids
    assert told["last"] == 5


def test_the_desk_alone_sees_the_devices(desk: SmallDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.desk._queries, "_presence", lambda: ({"device": "pad-1", "state": "ready"},))
    assert desk.ask("desk-1", "hall.snapshot")["data"]["devices"] == [{"device": "pad-1", "state": "ready"}]
    assert desk.ask("pad-1", "hall.snapshot")["data"]["devices"] == []
