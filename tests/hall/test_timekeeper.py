"""The machine's clocks as the hall reads them, and what is kept of them from one start to the next."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from quiet_hall import DAY, MORNING, QuietHall

from domain.commands import CorrectTime, SetDay
from domain.events import DeviceFault
from domain.refusal import Refusal
from domain.state.state import State
from hall.clock.machine_clocks import BOOT_VARIABLE, MachineClocks, MovedClocks, boot_id
from hall.clock.timekeeper import CLOCK, Timekeeper
from hall.disk.store import Batch, Store
from program import vitals


class HandClocks:
    """Clocks that a test moves."""

    def __init__(self) -> None:
        self.wall, self.boot, self.server = MORNING, 5_000, False

    def times(self) -> tuple[int, int]:
        return self.wall, self.boot

    def synced(self) -> bool:
        return self.server

    def passes(self, ms: int) -> None:
        self.wall += ms
        self.boot += ms


def test_this_machine_tells_its_clocks() -> None:
    wall_ms, boot_ms = MachineClocks().times()
    assert abs(wall_ms - time.time() * 1000) < 1000
    assert 0 < boot_ms <= time.clock_gettime(time.CLOCK_BOOTTIME) * 1000
    assert MachineClocks().synced() is (vitals.ask_kernel() not in {-1, vitals.TIME_ERROR}) or vitals.ask_kernel() < 0


def test_the_unit_tells_the_boot_where_the_kernel_is_hidden(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(BOOT_VARIABLE, raising=False)
    assert len(boot_id()) == 32
    assert boot_id(tmp_path / "hidden") == ""
    monkeypatch.setenv(BOOT_VARIABLE, "44117a8c-fb15-497c-a620-a3fe93061f88")
    assert boot_id(tmp_path / "hidden") == "44117a8cfb15497ca620a3fe93061f88"


def test_a_file_moves_the_clocks_of_a_test(tmp_path: Path) -> None:
    file = tmp_path / "clocks"
    wall_ms, boot_ms = MachineClocks().times()
    file.write_text("86400000")
    assert MovedClocks(file).times()[0] - wall_ms >= DAY
    file.write_text("5000 7000 synced")
    assert MovedClocks(file).times()[1] - boot_ms >= 7000
    assert MovedClocks(file).synced()
    file.write_text("0 0 unsynced")
    clocks = MovedClocks(file)
    assert not clocks.synced()
    file.write_text("")  # it is being written
    assert not clocks.synced()
    assert clocks.times()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "hall.db")


def keep(store: Store, keeper: Timekeeper, at: int) -> None:
    event = (store.last_seq() + 1, at, "device.fault", "{}")
    meta = keeper.news()
    assert store.commit(Batch(events=[event], meta=meta)) is None
    keeper.kept(meta)


def test_a_restart_of_the_service_goes_on_where_it_was(store: Store) -> None:
    clocks = HandClocks()
    keep(store, Timekeeper(clocks, store, "boot-1"), MORNING)
    clocks.passes(3_600_000)
    clocks.wall += DAY
    again = Timekeeper(clocks, store, "boot-1")
    assert (again.now_ms(), again.look()) == (MORNING + 3_600_000, None)
    assert again.off_ms == DAY


def test_a_start_of_the_machine_begins_with_what_its_clock_says(store: Store) -> None:
    clocks = HandClocks()
    keep(store, Timekeeper(clocks, store, "boot-1"), MORNING)
    clocks.wall += DAY
    for boot in ("boot-2", ""):
        assert Timekeeper(clocks, store, boot).now_ms() == MORNING + DAY


def test_what_cannot_be_read_of_an_earlier_run_is_as_if_there_were_none(store: Store) -> None:
    assert store.commit(Batch(meta={CLOCK: '{"boot": 1}'})) is None
    assert Timekeeper(HandClocks(), store, "boot-1").now_ms() == MORNING


def test_nothing_is_written_while_nothing_changes(store: Store) -> None:
    clocks = HandClocks()
    keeper = Timekeeper(clocks, store, "b")
    keeper.kept(keeper.news())
    for _ in range(100):
        clocks.passes(1000)
        assert keeper.look() is None
        assert keeper.news() == {}
    clocks.wall += DAY
    keeper.look()
    assert keeper.news()


def test_a_supervisors_day_takes_the_clocks_time_if_it_is_of_that_day(store: Store, small: QuietHall) -> None:
    clocks = HandClocks()
    keeper = Timekeeper(clocks, store, "b")
    clocks.wall += DAY + 7_200_000
    keeper.look()
    days = State(small.config).days
    other = keeper.to_day(SetDay(day="2026-11-19"), days)
    assert isinstance(other, CorrectTime)
    assert other.shift_ms == -DAY
    right = keeper.to_day(SetDay(day="2026-11-21"), days)
    assert isinstance(right, CorrectTime)
    assert right.shift_ms == DAY + 7_200_000
    assert isinstance(keeper.to_day(SetDay(day="21.11.2026"), days), Refusal)
    keeper.corrected(right)
    assert keeper.now_ms() == clocks.wall
    assert (keeper.look(), keeper.off_ms) == (None, None)


def asleep(folder: Path) -> tuple[QuietHall, HandClocks]:
    """A hall in which somebody has taken a number as the last thing of the day, on a machine without a battery for its
    clock that has been started anew the next morning, and knows no time yet."""
    small, clocks = QuietHall(folder), HandClocks()
    small.ask("kiosk-1", "ticket.issue", queue="social", phone="13900000001")
    clocks.wall, clocks.boot = 0, 100
    small.time = Timekeeper(clocks, small.store, "b2")  # type: ignore[assignment]
    small.restart()
    clocks.passes(60_000)
    return small, clocks


def a_time_server_comes(small: QuietHall, clocks: HandClocks) -> None:
    clocks.wall, clocks.server = MORNING + DAY, True
    small.tick()
    assert small.writer.hall.day == "2026-11-21"


def test_the_first_number_of_a_morning_is_001_when_the_time_comes_before_people_do(tmp_path: Path) -> None:
    small, clocks = asleep(tmp_path)
    a_time_server_comes(small, clocks)
    assert small.ask("kiosk-1", "ticket.issue", queue="social")["data"]["number"] == "A001"
    assert b"13900000001" not in small.bytes_on_disk()


def test_who_came_before_the_time_was_known_stays_and_what_is_personal_of_yesterday_goes(tmp_path: Path) -> None:
    small, clocks = asleep(tmp_path)
    early = small.ask("kiosk-1", "ticket.issue", queue="social", phone="13900000002")["data"]["ticket"]
    a_time_server_comes(small, clocks)
    assert list(small.writer.hall.state.tickets) == [early]
    assert small.store.private(early)["phone"] == "13900000002"
    assert b"13900000001" not in small.bytes_on_disk()


def test_a_start_right_after_a_correction_begins_with_the_right_time(tmp_path: Path) -> None:
    small, clocks = asleep(tmp_path)
    small.tick()
    assert small.ask("desk-1", "hall.set_day", day="2026-11-22")["ok"]
    clocks.passes(3_600_000)
    again = Timekeeper(clocks, small.store, "b2")
    assert again.now_ms() == small.time.now_ms() > MORNING + DAY


def test_a_correction_that_the_disk_refuses_has_not_happened_and_happens_when_it_can(tmp_path: Path) -> None:
    clocks = HandClocks()
    small = QuietHall(tmp_path)
    ticket = small.ask("kiosk-1", "ticket.issue", queue="social")["data"]["ticket"]
    small.time = Timekeeper(clocks, small.store, "b")  # type: ignore[assignment]
    small.restart()
    clocks.wall += 2 * DAY
    small.store._db.execute("PRAGMA query_only=ON")
    refused = small.ask("desk-1", "hall.set_day", day="2026-11-22")
    assert refused["error"]["code"] == "hall.disk_full"
    assert (small.time.now_ms(), small.writer.hall.day) == (MORNING, "2026-11-20")
    small.store._db.execute("PRAGMA query_only=OFF")
    clocks.server = True
    small.tick()
    assert (small.time.now_ms(), small.writer.hall.day) == (MORNING + 2 * DAY, "2026-11-22")
    later = small.ask("kiosk-1", "ticket.issue", queue="social")["data"]
    assert later["number"] in {"A001", "A002"}
    assert ticket == "20261120-A001"


def test_the_alarm_of_a_clock_tells_by_how_much_it_is_off(small: QuietHall) -> None:
    told = small.writer.tick([DeviceFault(at=small.now, device="hall", code="clock.held", detail="+86400 s")])
    assert told.events
    [alarm] = small.ask("desk-1", "hall.snapshot")["data"]["alarms"]
    assert (alarm["code"], alarm["detail"]) == ("clock.held", "+86400 s")
