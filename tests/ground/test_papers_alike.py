"""Two papers with one number, of two machines with one name: both people are called, each recognisably."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker

from bench.mosquitto import Mosquitto
from tests.ground.running_terminals import Terminals


@pytest.fixture
def terminals(broker: Mosquitto, hall: HallProcess, tmp_path: Path) -> Iterator[Terminals]:
    made = Terminals(tmp_path / "terminals", broker)
    made.until(lambda: made.all_online and made.kiosk_state.catalogue)
    yield made
    made.stop()


def test_who_stands_before_the_machine_sees_and_both_are_called(
    hall: HallProcess, asker: Asker, terminals: Terminals
) -> None:
    hall.kill()
    terminals.until(lambda: not terminals.kiosk_state.online)
    assert terminals.take_number(stay=True) == "A900"
    other = {"number": "A900", "queue": "social", "issued_at": time.time_ns() // 1_000_000 - 120_000, "sure": True}
    event = {"id": "of-the-copied-card", "type": "ticket.issued_offline", "data": other}
    asker.send(asker.topics.event("kiosk-1"), json.dumps(event).encode())  # it waits on the broker for the hall
    hall.start()
    terminals.until(lambda: terminals.kiosk_state.visit.given and terminals.kiosk_state.visit.given.number == "A900-2")
    terminals.until(lambda: [paper.number for paper in terminals.printer.papers] == ["A900", "A900-2"])
    called = []
    assert asker.ask("pad-1", "window.open", {"window": "w1", "clerk": "c1"})["ok"]
    for _ in range(2):
        ticket = asker.ask("pad-1", "ticket.call_next", {"window": "w1"})["data"]
        called.append(ticket["number"])
        asker.ask("pad-1", "ticket.start", {"window": "w1", "ticket": ticket["ticket"]})
        asker.ask("pad-1", "ticket.finish", {"window": "w1", "ticket": ticket["ticket"]})
    assert called == ["A900", "A900-2"]
    terminals.until(lambda: terminals.screen_state.newest and terminals.screen_state.newest.number == "A900-2")
    alarms = asker.ask("desk-1", "hall.snapshot")["data"]["alarms"]
    told = next(alarm for alarm in alarms if alarm["code"] == "number.twice")
    assert told["device"] == "kiosk-1"
    assert told["detail"].endswith("waits as A900-2")
