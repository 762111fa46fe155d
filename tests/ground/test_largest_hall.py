"""A hall of 120 windows, 40 queues and 300 items, with names as long as `check-config` allows, works a whole round."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker

import xiaochuang
from bench.mosquitto import Mosquitto
from domain.config import HallConfig
from hall.config.file import read_hall
from kiosk.mqtt.paho_link import LARGEST_PACKET
from tests.ground.largest_hall import QUEUES, WINDOWS, largest_toml

pytestmark = pytest.mark.running


def fits(folder: Path, letters: int) -> bool:
    path = folder / "hall.toml"
    path.write_text(largest_toml(letters), encoding="utf-8")
    return isinstance(read_hall(path), HallConfig)


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> int:
    """The longest names that are taken."""
    folder, low, high = tmp_path_factory.mktemp("longest"), 60, 1200
    assert fits(folder, low)
    assert not fits(folder, high)
    while high - low > 40:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(folder, middle) else (low, middle)
    return low


@pytest.fixture
def hall(broker: Mosquitto, tmp_path: Path, letters: int) -> Iterator[HallProcess]:
    (tmp_path / "hall.toml").write_text(largest_toml(letters), encoding="utf-8")
    process = HallProcess(tmp_path, broker.port)
    process.start()
    yield process
    process.kill()


def test_the_largest_hall_goes_round(
    hall: HallProcess, broker: Mosquitto, letters: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert letters > 100, "names of real halls have up to 110"
    assert xiaochuang.main(["check-config", "--data", str(hall.data), str(hall.folder / "hall.toml")]) == 0
    asker = Asker(broker.port, "largest")
    try:
        _go_round(asker)
    finally:
        asker.close()
    assert xiaochuang.main(["check-config", "--data", str(hall.data), str(hall.folder / "hall.toml")]) == 0
    assert "refused" not in hall.log.read_text()
    assert "Traceback" not in hall.log.read_text()


def _go_round(asker: Asker) -> None:
    """In each queue somebody takes a number, and each window serves whom it finds; everything shown fits a message."""

    def ask(device: str, type_: str, **data: Any) -> Any:
        answer = asker.ask(device, type_, data)
        assert answer["ok"], answer
        return answer.get("data")

    shown = asker.retained(asker.topics.catalogue)
    assert (len(shown["queues"]), len(shown["windows"]), len(shown["items"])) == (QUEUES, WINDOWS, 300)
    numbers = set()
    for window in range(1, WINDOWS + 1):
        ask(f"pad-{window}", "window.open", window=f"w{window}", clerk=f"c{window}")
    for queue in range(QUEUES):
        numbers.add(ask("kiosk-1", "ticket.issue", queue=f"q{queue}", items=[f"i{queue}"])["number"])
    served = set()
    for window in range(1, WINDOWS + 1):
        called = asker.ask(f"pad-{window}", "ticket.call_next", {"window": f"w{window}"})
        if called["ok"]:
            ticket, number = called["data"]["ticket"], called["data"]["number"]
            for step in ("ticket.start", "ticket.finish"):
                ask(f"pad-{window}", step, window=f"w{window}", ticket=ticket)
            session = asker.wait(partial(_rating, asker, window))
            ask_review = {"session": session["session"], "nonce": session["nonce"], "level": 5}
            assert asker.tell(f"pad-{window}", "rating.given", ask_review)["ok"]
            served.add(number)
    assert served == numbers
    whole = ask("desk-1", "hall.snapshot")
    assert len(whole["windows"]) == WINDOWS
    assert sum(one["served_today"] for one in whole["windows"]) == QUEUES
    assert max(len(payload) for payloads in asker.heard.values() for payload in payloads) < LARGEST_PACKET


def _rating(asker: Asker, window: int) -> Any:
    topic = asker.topics.window_state(f"w{window}")
    return bool(asker.heard[topic]) and asker.retained(topic).get("rating")


def test_what_would_fit_no_message_is_refused_with_its_size(tmp_path: Path) -> None:
    path = tmp_path / "hall.toml"
    path.write_text(largest_toml(1200), encoding="utf-8")
    found = read_hall(path)
    assert isinstance(found, list)
    assert "a message holds 4 MB" in str(found[0])
