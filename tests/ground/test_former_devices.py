"""A machine or pad that `hall.toml` has lost hands in what is in somebody's hand: it is taken, and the desk is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sample_hall import TOML
from small_desk import DAY, MINUTE, SmallDesk

from domain.config import HallConfig
from domain.decide.settling import stranded
from hall.config.former import FORMER, KEPT, former, renewed

WITHOUT_KIOSK = TOML.replace('id = "kiosk-1"', 'id = "kiosk-east"')
WELFARE = TOML.replace('"social"', '"welfare"')
BLOCK = 'offline = [{ queue = "social", first = 900, last = 949 }]'


@pytest.fixture
def desk(tmp_path: Path) -> SmallDesk:
    made = SmallDesk(tmp_path)
    keep(made)
    made.ask("pad-2", "window.open", window="w2", clerk="c1")
    return made


def keep(desk: SmallDesk) -> None:
    """As at the start of the service."""
    desk.desk.keep(meta={FORMER: renewed(desk.store.meta(FORMER), desk.config, desk.now)})
    desk.tick()


def become(desk: SmallDesk, toml: str) -> None:
    desk.become(toml)
    keep(desk)


def told(desk: SmallDesk) -> dict[str, str]:
    return {alarm["code"]: alarm["detail"] for alarm in desk.ask("desk-1", "hall.snapshot")["data"].get("alarms", ())}


def paper(desk: SmallDesk, device: str = "kiosk-1", queue: str = "social", number: str = "A905") -> Any:
    return desk.ask(device, "ticket.issued_offline", number=number, queue=queue, issued_at=desk.now - 5 * MINUTE)


def test_a_paper_of_a_machine_that_is_no_more_stands_in_line(desk: SmallDesk) -> None:
    become(desk, WITHOUT_KIOSK)
    assert paper(desk)["data"]["number"] == "A905"
    assert desk.ask("kiosk-1", "ticket.printed", ticket="20261120-A905")["ok"]
    assert told(desk)["hall.former_device"] == "kiosk-1"
    assert desk.ask("pad-2", "ticket.call_next", window="w2")["data"]["number"] == "A905"
    desk.now += DAY
    desk.tick()
    assert "hall.former_device" not in told(desk)


def test_nothing_else_is_taken_of_it(desk: SmallDesk) -> None:
    become(desk, WITHOUT_KIOSK)
    for refused in (
        desk.ask("kiosk-1", "ticket.issue", queue="social"),
        desk.ask("kiosk-1", "device.fault", code="x"),
        desk.ask("kiosk-1", "hall.snapshot"),
        paper(desk, "kiosk-9"),
    ):
        assert refused["error"]["code"] == "device.unknown"
    assert paper(desk, number="A950")["error"]["code"] == "ticket.not_in_block"
    assert paper(desk, number="B905")["error"]["code"] == "ticket.not_in_block"


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
def test_a_paper_from_before_a_change_stands_in_line(desk: SmallDesk, toml: str, queue: str) -> None:
    become(desk, toml)
    ticket = paper(desk)["data"]["ticket"]
    assert desk.desk.hall.state.tickets[ticket].queue == queue
    gone = "welfare" in toml and queue == "social"
    assert [one.number for one in stranded(desk.desk.hall.state)] == (["A905"] if gone else [])
    desk.ask("pad-2", "window.open", window="w2", clerk="c1")
    assert desk.ask("pad-2", "ticket.call_next", window="w2")["data"]["number"] == "A905"
    desk.restart()
    assert desk.desk.hall.state.tickets[ticket].state.value == "called"


def test_a_review_that_a_former_pad_holds_is_taken(desk: SmallDesk) -> None:
    desk.ask("kiosk-1", "ticket.issue", queue="social")
    ticket = desk.ask("pad-2", "ticket.call_next", window="w2")["data"]["ticket"]
    for step in ("ticket.start", "ticket.finish"):
        assert desk.ask("pad-2", step, window="w2", ticket=ticket)["ok"]
    invited = [one for one in desk.events if type(one).__name__ == "RatingInvited"][-1]
    become(desk, TOML.replace('id = "pad-2"', 'id = "pad-new"').replace('"w2"', '"w-2"').replace(
        'id = "w-2"', 'id = "w-2"\nwas = ["w2"]'
    ))  # fmt: skip
    review = {"session": invited.session, "nonce": invited.nonce, "level": 1, "tags": ["slow"], "given_at": desk.now}
    assert desk.ask("pad-2", "rating.given", **review)["ok"]
    assert told(desk)["hall.former_device"] == "pad-2"
    assert desk.ask("pad-2", "window.open", window="w-2", clerk="c1")["error"]["code"] == "device.unknown"


def test_what_a_hall_had_is_known_for_a_month(desk: SmallDesk) -> None:
    become(desk, WITHOUT_KIOSK)
    config: HallConfig = desk.config
    said = desk.store.meta(FORMER)
    assert "kiosk-1" in former(said, config).devices
    assert "kiosk-1" in former(renewed(said, config, desk.now + KEPT.days * DAY), config).devices
    much_later = renewed(said, config, desk.now + 34 * DAY)
    assert "kiosk-1" not in former(much_later, config).devices
    assert former(much_later, config).counter("kiosk-1", "social", "A905") is None
    assert former(None, config).devices == {}
