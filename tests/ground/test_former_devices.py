"""A device removed from `hall.toml` sends what it recorded offline: the hall takes it and tells the supervisor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from quiet_hall import DAY, MINUTE, QuietHall
from sample_hall import TOML

from domain.config import HallConfig
from domain.decide.settling import stranded
from hall.config.former import FORMER, KEPT, former, renewed

WITHOUT_KIOSK = TOML.replace('id = "kiosk-1"', 'id = "kiosk-east"')
WELFARE = TOML.replace('"social"', '"welfare"')
BLOCK = 'offline = [{ queue = "social", first = 900, last = 949 }]'


@pytest.fixture
def small(tmp_path: Path) -> QuietHall:
    made = QuietHall(tmp_path)
    keep(made)
    made.ask("pad-2", "window.open", window="w2", clerk="c1")
    return made


def keep(small: QuietHall) -> None:
    """As at the start of the service."""
    small.writer.keep(meta={FORMER: renewed(small.store.meta(FORMER), small.config, small.now)})
    small.tick()


def become(small: QuietHall, toml: str) -> None:
    small.become(toml)
    keep(small)


def told(small: QuietHall) -> dict[str, str]:
    return {alarm["code"]: alarm["detail"] for alarm in small.ask("desk-1", "hall.snapshot")["data"].get("alarms", ())}


def paper(small: QuietHall, device: str = "kiosk-1", queue: str = "social", number: str = "A905") -> Any:
    return small.ask(device, "ticket.issued_offline", number=number, queue=queue, issued_at=small.now - 5 * MINUTE)


def test_a_paper_of_a_machine_that_is_no_more_stands_in_line(small: QuietHall) -> None:
    become(small, WITHOUT_KIOSK)
    assert paper(small)["data"]["number"] == "A905"
    assert small.ask("kiosk-1", "ticket.printed", ticket="20261120-A905")["ok"]
    assert told(small)["hall.former_device"] == "kiosk-1"
    assert small.ask("pad-2", "ticket.call_next", window="w2")["data"]["number"] == "A905"
    small.now += DAY
    small.tick()
    assert "hall.former_device" not in told(small)


def test_a_paper_is_taken_also_when_it_is_the_first_word_of_a_new_day(small: QuietHall) -> None:
    become(small, WITHOUT_KIOSK)
    small.now += DAY
    assert paper(small)["data"]["number"] == "A905"


def test_nothing_else_is_taken_of_it(small: QuietHall) -> None:
    become(small, WITHOUT_KIOSK)
    for refused in (
        small.ask("kiosk-1", "ticket.issue", queue="social"),
        small.ask("kiosk-1", "device.fault", code="x"),
        small.ask("kiosk-1", "hall.snapshot"),
        paper(small, "kiosk-9"),
    ):
        assert refused["error"]["code"] == "device.unknown"
    assert paper(small, number="A950")["error"]["code"] == "ticket.not_in_block"
    assert paper(small, number="B905")["error"]["code"] == "ticket.not_in_block"


@pytest.mark.parametrize(
    ("toml", "queue"),
    [
        (TOML.replace('prefix = "A"', 'prefix = "X"'), "social"),
        (TOML.replace("width = 4", "width = 5").replace(BLOCK, ""), "social"),
        (WELFARE.replace('id = "welfare"', 'id = "welfare"\nwas = ["social"]'), "welfare"),
        (WELFARE.replace('prefix = "A"', 'prefix = "X"'), "social"),
    ],
    ids=["another prefix", "no block", "another id", "queue gone"],
)
def test_a_paper_from_before_a_change_stands_in_line(small: QuietHall, toml: str, queue: str) -> None:
    become(small, toml)
    ticket = paper(small)["data"]["ticket"]
    assert small.writer.hall.state.tickets[ticket].queue == queue
    gone = "welfare" in toml and queue == "social"
    assert [one.number for one in stranded(small.writer.hall.state)] == (["A905"] if gone else [])
    small.ask("pad-2", "window.open", window="w2", clerk="c1")
    assert small.ask("pad-2", "ticket.call_next", window="w2")["data"]["number"] == "A905"
    small.restart()
    assert small.writer.hall.state.tickets[ticket].state.value == "called"


def test_a_review_that_a_former_pad_holds_is_taken(small: QuietHall) -> None:
    small.ask("kiosk-1", "ticket.issue", queue="social")
    ticket = small.ask("pad-2", "ticket.call_next", window="w2")["data"]["ticket"]
    for step in ("ticket.start", "ticket.finish"):
        assert small.ask("pad-2", step, window="w2", ticket=ticket)["ok"]
    invited = [one for one in small.events if type(one).__name__ == "RatingInvited"][-1]
    become(small, TOML.replace('id = "pad-2"', 'id = "pad-new"').replace('"w2"', '"w-2"').replace(
        'id = "w-2"', 'id = "w-2"\nwas = ["w2"]'
    ))  # fmt: skip
    review = {"session": invited.session, "nonce": invited.nonce, "level": 1, "tags": ["slow"], "given_at": small.now}
    assert small.ask("pad-2", "rating.given", **review)["ok"]
    assert told(small)["hall.former_device"] == "pad-2"
    assert small.ask("pad-2", "window.open", window="w-2", clerk="c1")["error"]["code"] == "device.unknown"


def test_what_a_hall_had_is_known_for_a_month(small: QuietHall) -> None:
    become(small, WITHOUT_KIOSK)
    config: HallConfig = small.config
    said = small.store.meta(FORMER)
    assert "kiosk-1" in former(said, config).devices
    assert "kiosk-1" in former(renewed(said, config, small.now + KEPT.days * DAY), config).devices
    much_later = renewed(said, config, small.now + 34 * DAY)
    assert "kiosk-1" not in former(much_later, config).devices
    assert former(much_later, config).counter("kiosk-1", "social", "A905") is None
    assert former(None, config).devices == {}
