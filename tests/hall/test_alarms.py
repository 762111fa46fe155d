"""Alarms of the hall: raised and cleared from what devices say, kept on disk, told to the supervisor and nobody
else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from paho.mqtt.client import topic_matches_sub
from quiet_hall import DAY, QuietHall
from test_disk_full import fill_up

from domain.events import DeviceFault
from domain.health.alarm_codes import HALL
from domain.health.alarms import DISK_FULL
from domain.health.health import Health
from e_screen.subscriptions import filters
from hall.alarm_watch import AlarmWatch, machine
from hall.presence import Presence
from hall.publisher import Publisher
from hall.queries import Queries
from kiosk.mqtt.topics import Topics
from program import vitals

ROOMY = Health(storage_mb=20_000, storage_percent=70, clock="synced")


class Watching:
    """The hall of the sample hall with its alarm watch, a second at a time."""

    def __init__(self, folder: Path, **given: Any) -> None:
        self.small = QuietHall(folder, **given)
        self.own = ROOMY
        self.mono_ms = 0
        self.starts_anew()

    def starts_anew(self) -> None:
        """As after a restart of the service: presence is what the broker has retained."""
        small = self.small
        self.presence = Presence(small.config)
        self.watch = AlarmWatch(small.config, self.presence, small.folder, own=lambda _folder: self.own)
        small.restart()
        small.writer._queries = Queries(
            small.config.id, small.store, lambda: 1, self.presence.devices, self.watch.unwritten
        )

    def says(self, device: str, state: str = "ready", *, ahead_ms: int = 0, live: bool = True, **health: Any) -> None:
        word = {"state": state, "session": 1, "at": self.small.now + ahead_ms, "health": health}
        assert self.presence.heard(device, json.dumps(word).encode(), self.mono_ms if live else None)

    def for_s(self, seconds: int) -> None:
        for _ in range(seconds):
            self.small.now += 1000
            self.mono_ms += 1000
            small = self.small.writer
            faults = self.watch.look(small.hall, self.small.now, self.mono_ms, disk_full=small.trouble is not None)
            done = small.tick(faults)
            self.small.events += done.events

    @property
    def alarms(self) -> set[tuple[str, str]]:
        """As the desk sees them."""
        told = self.small.ask("desk-1", "hall.snapshot")["data"]["alarms"]
        return {(alarm["device"], alarm["code"]) for alarm in told}

    @property
    def told(self) -> list[tuple[str, str, bool]]:
        """As they stand in the log."""
        return [(e.device, e.code, e.cleared) for e in self.small.events if isinstance(e, DeviceFault)]


@pytest.fixture
def hall(tmp_path: Path) -> Watching:
    return Watching(tmp_path)


def test_paper_that_runs_out_is_an_alarm_until_it_is_back(hall: Watching) -> None:
    hall.says("kiosk-1", printer="paper_out")
    hall.for_s(10)
    assert hall.alarms == {("kiosk-1", "printer.paper_out")}
    hall.says("kiosk-1", printer="ready")
    hall.for_s(10)
    assert hall.alarms == set()
    assert hall.told == [("kiosk-1", "printer.paper_out", False), ("kiosk-1", "printer.paper_out", True)]


def test_a_silent_pad_is_an_alarm_and_its_return_ends_it(hall: Watching) -> None:
    hall.says("pad-1")
    hall.says("pad-1", "lost")
    hall.for_s(25)
    assert hall.alarms == {("pad-1", "device.silent")}
    hall.says("pad-1")
    hall.for_s(10)
    assert hall.alarms == set()


def test_an_alarm_outlives_the_service_and_is_cleared_by_the_next_one(hall: Watching) -> None:
    hall.says("kiosk-1", cards="gone")
    hall.for_s(15)
    hall.starts_anew()
    hall.for_s(15)
    assert hall.alarms == {("kiosk-1", "cards.gone")}
    hall.says("kiosk-1", live=False, cards="ready")
    hall.for_s(10)
    assert hall.alarms == set()


def test_a_clock_that_is_not_the_halls_is_an_alarm(hall: Watching) -> None:
    hall.says("kiosk-1", ahead_ms=90_000)
    hall.says("pad-1", ahead_ms=2_000)
    hall.says("pad-2", ahead_ms=-3_600_000, live=False)
    hall.for_s(40)
    assert hall.alarms == {("kiosk-1", "clock.skewed")}
    assert [event.detail for event in hall.small.events if isinstance(event, DeviceFault)] == ["+90 s"]


def test_when_the_halls_own_clock_was_wrong_the_devices_are_not_to_blame(hall: Watching) -> None:
    hall.says("kiosk-1", ahead_ms=90_000)
    hall.for_s(5)
    hall.small.now += 90_000
    hall.for_s(60)
    assert hall.alarms == set()


def test_the_hall_watches_its_own_machine(hall: Watching) -> None:
    hall.own = Health(storage_mb=100, temperature=85, clock="synced")
    hall.for_s(60)
    assert hall.alarms == {(HALL, "storage.low"), (HALL, "temperature.high")}


def test_the_hall_looks_at_its_own_machine_every_ten_seconds(tmp_path: Path) -> None:
    hall = Watching(tmp_path)
    looked: list[int] = []
    hall.watch = AlarmWatch(
        hall.small.config, hall.presence, tmp_path, own=lambda _folder: (looked.append(hall.mono_ms), ROOMY)[1]
    )
    hall.for_s(31)
    assert looked == [1000, 11_000, 21_000, 31_000]


def test_a_machine_is_asked_for_its_room_its_heat_and_its_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vitals, "room", lambda folder: vitals.Room(mb=7, percent=3) if folder == tmp_path else None)
    monkeypatch.setattr(vitals, "temperature", lambda: 51)
    monkeypatch.setattr(vitals, "clock", lambda: "synced")
    assert machine(tmp_path) == Health(storage_mb=7, storage_percent=3, temperature=51, clock="synced")
    assert machine(tmp_path / "gone") == Health(temperature=51, clock="synced")


def test_a_day_that_lies_in_the_future_is_an_alarm_until_the_clock_has_caught_up(hall: Watching) -> None:
    hall.for_s(1)
    hall.small.now += 2 * DAY
    hall.for_s(1)
    hall.small.now -= 2 * DAY
    hall.for_s(10)
    assert hall.alarms == {(HALL, "hall.day_ahead")}
    hall.small.now += 2 * DAY
    hall.for_s(10)
    assert hall.alarms == set()


def test_a_full_disk_is_told_while_nothing_can_be_written_and_written_afterwards(tmp_path: Path) -> None:
    hall = Watching(tmp_path, max_pages=600)
    fill_up(hall.small)
    hall.for_s(3)
    assert hall.alarms == {(HALL, DISK_FULL)}
    assert hall.told == []
    [told] = hall.small.ask("desk-1", "hall.snapshot")["data"]["alarms"]
    assert (told["since"], told["detail"]) == (hall.small.now - 2000, "changes are refused")
    hall.for_s(7)
    hall.small.store._db.execute("PRAGMA max_page_count = 100000")
    hall.for_s(3)
    assert hall.alarms == set()
    assert hall.told == [(HALL, DISK_FULL, False), (HALL, DISK_FULL, True)]
    details = [event.detail for event in hall.small.events if isinstance(event, DeviceFault)]
    assert details == ["changes were refused for 11 s", ""]  # 10 s, and one until it was noticed


def test_a_clock_that_was_set_back_while_the_disk_was_full_makes_no_time_before_it_began(tmp_path: Path) -> None:
    hall = Watching(tmp_path)
    small = hall.small.writer
    hall.watch.look(small.hall, hall.small.now, 0, disk_full=True)
    told, _ = hall.watch.look(small.hall, hall.small.now - 60_000, 1000)
    assert told.detail == "changes were refused for 0 s"


def test_an_alarm_that_could_not_be_written_is_raised_when_it_can_be(hall: Watching) -> None:
    hall.says("kiosk-1", scanner="gone")
    small, lost = hall.small.writer, []
    for _ in range(15):
        hall.small.now += 1000
        hall.mono_ms += 1000
        lost += hall.watch.look(small.hall, hall.small.now, hall.mono_ms)
    assert lost, "these never reach the disk"
    assert hall.alarms == set()
    hall.for_s(1)  # and not after another ten seconds
    assert hall.alarms == {("kiosk-1", "scanner.gone")}


def test_a_device_that_left_the_configuration_leaves_no_alarm_behind(tmp_path: Path) -> None:
    hall = Watching(tmp_path)
    hall.says("screen-1", "lost")
    hall.for_s(25)
    assert hall.alarms
    config = hall.small.config
    fewer = tuple(device for device in config.devices if device.id != "screen-1")
    hall.small.config = replace(config, devices=fewer)
    raised = hall.told[-1]
    hall.starts_anew()
    hall.for_s(3)
    assert hall.alarms == set()
    last = [event for event in hall.small.events if isinstance(event, DeviceFault)][-1]
    assert hall.told.count((*raised[:2], True)) == 1
    assert (last.device, last.code, last.cleared, last.at) == (*raised[:2], True, hall.small.now - 2000)


def test_only_the_desk_sees_alarms(hall: Watching) -> None:
    hall.says("kiosk-1", printer="cover_open", cards="gone")
    hall.for_s(20)
    assert hall.alarms
    for device in ("kiosk-1", "pad-1"):
        assert hall.small.ask(device, "hall.snapshot")["data"]["alarms"] == []


def test_no_screen_of_the_hall_gets_anything_of_an_alarm(hall: Watching) -> None:
    """What screens follow is published alike with and without alarms, and they follow nothing else."""
    topics = Topics(hall.small.config.id)

    def published() -> list[tuple[str, bytes]]:
        publisher = Publisher(hall.small.config, topics, hall.small.folder, lambda: 1, "store-1")
        sent = publisher.everything(hall.small.writer.hall, hall.small.now).publications
        return [(one.topic, one.payload) for one in sent]

    hall.for_s(1)
    moment, before = hall.small.now, published()
    hall.says("kiosk-1", "lost", printer="cover_open")
    hall.own = Health(storage_mb=1, clock="unsynced")
    hall.for_s(60)
    assert hall.alarms
    hall.small.now = moment
    assert published() == before
    theirs = [topics.device_state("kiosk-1"), topics.event("kiosk-1"), topics.event_stream, topics.reply("desk-1")]
    assert not [topic for topic in theirs for wanted in filters(topics) if topic_matches_sub(wanted, topic)]
