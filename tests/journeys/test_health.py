"""What a terminal tells of itself: gathered, held still, told to the hall when it changed."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.fake_cards import FakeCards
from bench.fake_printer import FakePrinter
from bench.memory_broker import MemoryBroker
from domain.commands import RecordFault
from domain.health.health import Health
from domain.statuses import PrinterStatus
from kiosk.mqtt.messages import DeviceState, read
from kiosk.mqtt.port import Incoming, Login
from kiosk.mqtt.topics import Topics
from kiosk.number_machine.machine import NumberMachine, Parts
from kiosk.terminal.health import FirstFrame, HealthReport, steady, told
from kiosk.terminal.program import REPORT, REPORT_SOCKET
from kiosk.terminal.settings import Terminal
from program import vitals
from program.control_socket import send


class Machine:
    """A made-up machine under a report; the test sets what its sensors say."""

    def __init__(self, tmp_path: Path) -> None:
        self.heat: int | None = 50
        self.mb = 10_000
        self.synced = "synced"
        self.wall = 1_000_000.0
        self.passed = 0.0
        self.report = HealthReport(
            tmp_path,
            lambda health: replace(health, cards="ready"),
            heat=lambda: self.heat,
            clock=lambda: self.synced,
            room=lambda _folder: vitals.Room(mb=self.mb, percent=self.mb // 200),
            wall=lambda: self.wall,
            monotonic=lambda: self.passed,
        )

    def after_s(self, seconds: float) -> Health:
        self.wall += seconds
        self.passed += seconds
        return self.report.gather()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_everything_that_is_known_is_gathered(machine: Machine) -> None:
    machine.report.window = lambda: FirstFrame(1080, 1920, 870)
    assert told(machine.after_s(10)) == {
        "cards": "ready",
        "screen": "1080x1920",
        "first_frame_ms": 870,
        "storage_mb": 10_000,
        "storage_percent": 50,
        "temperature": 50,
        "clock": "synced",
    }


def test_noise_is_no_news(machine: Machine) -> None:
    first = machine.after_s(10)
    for heat, mb in ((52, 9_990), (47, 10_400), (53, 9_700), (49, 10_010)):
        machine.heat, machine.mb = heat, mb
        assert machine.after_s(10) == first


def test_a_slow_change_is_news_in_the_end(machine: Machine) -> None:
    said = []
    for heat in range(50, 90):
        machine.heat = heat
        said.append(machine.after_s(10).temperature)
    assert said[-1] is not None
    assert said[-1] >= 86
    assert len(set(said)) <= 11


def test_a_clock_that_was_set_is_told(machine: Machine) -> None:
    assert machine.after_s(10).clock_steps == 0
    machine.wall += 3600
    assert machine.after_s(10).clock_steps == 1
    assert machine.after_s(10).clock_steps == 1


def test_a_machine_without_sensors_says_nothing_of_them(tmp_path: Path) -> None:
    report = HealthReport(
        tmp_path, lambda health: health, heat=lambda: None, clock=lambda: "unknown", room=lambda _: None
    )
    assert told(report.gather()) == {}


def test_what_was_never_known_is_news_when_it_is() -> None:
    assert steady(None, 40, 4) == 40
    assert steady(40, None, 4) is None


# ---- the machine itself


def test_the_hottest_zone_counts_and_a_dead_one_does_not(tmp_path: Path) -> None:
    for number, text in enumerate(("48312\n", "61900\n", "")):
        zone = tmp_path / f"thermal_zone{number}"
        zone.mkdir()
        (zone / "temp").write_text(text)
    assert vitals.temperature(tmp_path) == 62
    assert vitals.temperature(tmp_path / "none") is None


def test_the_kernel_knows_whether_the_clock_follows_anything() -> None:
    assert vitals.clock(lambda: 0) == "synced"
    assert vitals.clock(lambda: vitals.TIME_ERROR) == "unsynced"
    assert vitals.ask_kernel() in {-1, 0, 1, 2, 3, 4, 5}


def test_where_the_kernel_may_not_be_asked_timesyncd_is(tmp_path: Path) -> None:
    folder = tmp_path / "timesync"
    assert vitals.clock(lambda: -1, folder) == "unknown"
    folder.mkdir()
    assert vitals.clock(lambda: -1, folder) == "unsynced"
    (folder / "synchronized").touch()
    assert vitals.clock(lambda: -1, folder) == "synced"


def test_room_and_age_of_the_process_can_be_read_here(tmp_path: Path) -> None:
    room = vitals.room(tmp_path)
    assert room is not None
    assert room.mb > 0
    assert 0 <= room.percent <= 100
    assert 0 < vitals.running_ms() < 24 * 3_600_000
    assert vitals.room(tmp_path / "none") is None


# ---- on the wire


class Listening:
    """Hears what the hall hears of one terminal."""

    def __init__(self, broker: MemoryBroker) -> None:
        self.heard: list[DeviceState] = []
        topics = Topics("longgang")
        self.wire = broker.dial(
            Login("hall", subscriptions=(topics.device_state("+"),)),
            on_message=self._take,
            on_link=lambda _up: None,
        )
        self.wire.start()

    def _take(self, incoming: Incoming) -> None:
        self.heard.append(read(DeviceState, incoming.payload))

    def until(self, **health: Any) -> dict[str, Any]:
        """The first health that says all of this."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for state in list(self.heard):
                if {name: state.health.get(name) for name in health} == health:
                    return state.health
            time.sleep(0.01)
        raise AssertionError([state.health for state in self.heard])


def test_a_number_machine_tells_what_hangs_on_it_and_answers_a_shell(tmp_path: Path) -> None:
    broker = MemoryBroker()
    hall = Listening(broker)
    cards, printer = FakeCards(), FakePrinter()
    printer.state = PrinterStatus.NEAR_END
    terminal = Terminal(hall="longgang", device="m1", data=str(tmp_path))
    machine = NumberMachine(
        terminal, broker.dial, Parts(cards, None, printer), key=b"", wake=lambda: None, show=lambda _state: None
    )
    machine.watch_window(lambda: FirstFrame(1080, 1920, 900))
    machine.start()
    try:
        cards.unplug()
        health = hall.until(cards="gone", printer="near_end")
        assert health["screen"] == "1080x1920"
        assert "scanner" not in health
        machine.program.link.recorded(RecordFault(code="door.open"))
        machine.program.look_again()
        assert hall.until(outbox=1)["outbox"] == 1
        report = json.loads(send(tmp_path, [REPORT], REPORT_SOCKET))
        assert (report["program"], report["hall"]) == ("number-machine", "away")
        assert report["health"]["cards"] == "gone"
    finally:
        machine.stop()


def test_an_event_that_could_not_be_kept_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(hall="longgang", device="m1", data=str(tmp_path))
    machine = NumberMachine(
        terminal, MemoryBroker().dial, Parts(), key=b"", wake=lambda: None, show=lambda _state: None
    )
    link = machine.program.link
    link.recorded(RecordFault(code="door.open"))
    link.outbox._on_complaint("outbox.disk", "full")
    assert link.with_outbox(Health()).outbox_trouble == "outbox.disk"
    link.recorded(RecordFault(code="door.open"))
    assert link.with_outbox(Health()) == Health(outbox=2)
    machine.stop()


def test_the_kernel_knows_whether_the_clock_was_set_by_hand_since() -> None:
    assert vitals.time_server_says(lambda: 0)
    assert not vitals.time_server_says(lambda: vitals.TIME_ERROR)


def test_where_the_kernel_may_not_be_asked_the_mark_of_the_time_service_says_it(tmp_path: Path) -> None:
    mark = tmp_path / "synchronized"
    assert not vitals.time_server_says(lambda: -1, mark)
    mark.touch()
    os.utime(mark, (1_000_000, 1_000_000))
    for wall, says in (
        (1_000_000, True),
        (1_000_000 + vitals.TIME_MARK_LASTS_S, True),
        (1_086_400, False),
        (913_600, False),
    ):
        assert vitals.time_server_says(lambda: -1, mark, lambda wall=wall: wall) is says  # type: ignore[misc]
