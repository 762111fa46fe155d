"""A page that reloads costs little while nothing has changed, and the phone shows the true state."""

from __future__ import annotations

from typing import Any

import pytest
from site_rig import TICKET, StandIn, serving, told
from werkzeug.test import Client, TestResponse

from domain.views.public import Wait
from domain.views.queries import FollowView
from domain.views.ticket import TicketState

PATH = f"/t/{TICKET}/key"


class Phone:
    """A browser's private cache (RFC 9111 §4.3): what it has is asked about, and shown when it is still good."""

    def __init__(self, hall: StandIn) -> None:
        self._client = Client(serving(hall))
        self._kept: dict[str, TestResponse] = {}
        self.last: TestResponse | None = None

    def load(self, path: str = PATH) -> str:
        kept = self._kept.get(path)
        asked = {"If-None-Match": kept.headers["ETag"]} if kept is not None else {}
        self.last = self._client.get(path, headers=asked)
        if self.last.status_code == 304:
            assert kept is not None
            return kept.text
        if "ETag" in self.last.headers and "no-store" not in self.last.headers["Cache-Control"]:
            self._kept[path] = self.last
        return self.last.text

    @property
    def wire_bytes(self) -> int:
        """Of the last answer: its head as a server writes it, and its body."""
        assert self.last is not None
        head = f"HTTP/1.1 {self.last.status}\r\nDate: Mon, 30 Nov 2026 18:00:00 GMT\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in self.last.headers.items())
        return len(head) + 2 + len(self.last.data)


WAITING: list[FollowView] = [
    told(TicketState.WAITING),
    told(TicketState.CALLED),
    told(TicketState.SERVING),
    told(TicketState.HELD),
]


@pytest.mark.parametrize("view", WAITING)
def test_a_page_where_nothing_has_changed_is_a_short_word(view: FollowView) -> None:
    phone = Phone(StandIn(view))
    first = phone.load()
    assert phone.wire_bytes > 2000
    assert phone.load() == first
    assert phone.last is not None
    assert phone.last.status_code == 304
    assert phone.wire_bytes <= 250
    assert int(phone.last.headers["Refresh"]) >= 5, "it asks again after that too"


CHANGES: list[dict[str, Any]] = [
    {"ahead": 2},
    {"wait": Wait(low=5, high=10)},
    {"windows": ("3",)},
    {"state": TicketState.CALLED, "window": "3"},
]


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_a_person_sees_makes_another_page(change: dict[str, Any]) -> None:
    hall = StandIn(told(TicketState.WAITING))
    phone = Phone(hall)
    before = phone.load()
    hall.answer = told(**({"state": TicketState.WAITING} | change))
    assert phone.load() != before
    assert phone.last is not None
    assert phone.last.status_code == 200


def test_time_alone_makes_no_other_page_and_the_page_says_when_it_changed() -> None:
    hall = StandIn(told(TicketState.WAITING))
    phone = Phone(hall)
    before = phone.load()
    assert "更新，有变化会自动显示" in before
    hall.answer = told(TicketState.WAITING, at=1_795_230_000_000 + 3_600_000)
    assert phone.load() == before


def test_a_page_in_the_other_language_is_another_page() -> None:
    phone = Phone(StandIn(told(TicketState.WAITING)))
    chinese, english = phone.load(), phone.load(f"{PATH}?lang=en")
    assert chinese != english
    assert phone.load(f"{PATH}?lang=en") == english


@pytest.mark.parametrize("state", [TicketState.SERVED, TicketState.CANCELLED])
def test_what_asks_no_more_is_not_kept(state: TicketState) -> None:
    phone = Phone(StandIn(told(state)))
    phone.load()
    assert phone.last is not None
    assert phone.last.headers["Cache-Control"] == "no-store"
    assert "ETag" not in phone.last.headers


def test_a_hall_that_is_away_is_told_and_then_the_page_comes_back() -> None:
    hall = StandIn(told(TicketState.WAITING))
    phone = Phone(hall)
    before = phone.load()
    hall.answer = None
    assert "暂时连不上大厅" in phone.load()
    hall.answer = told(TicketState.WAITING)
    assert phone.load() == before
