"""Copies of the store make themselves, hold nobody, and are checked; their trouble is said and the hall goes on."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hall.archive.files import ArchiveFiles
from hall.copies import copier
from hall.copies.copier import Copier, kept_of
from hall.copies.copy_file import CopyFile, CopyStoppedError, copies_in, fault_of, take
from hall.copies.mirror import mirror
from hall.disk.store import Batch
from tests.ground.conftest import MakeDisk
from tests.ground.safe_hall import SafeHall

PHONE, PERSON, PICKUP, BOOKED = "13900000123", "ab" * 16, "QJ00000007", "cd" * 16
EVERYBODY = (PHONE, PERSON, PICKUP, BOOKED)
QUARTER_S = 15 * 60
DAY = 24 * 3_600_000


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SafeHall]:
    (tmp_path / "hall").mkdir()
    made = SafeHall(tmp_path / "hall")
    yield made
    made.copier.stop()
    made.store.close()


def everybody(small: SafeHall) -> None:
    """Someone with everything that is personal, and someone's booking for today."""
    small.take(phone=PHONE, person=PERSON)
    small.take("", pickup=PICKUP)
    slot = {"starts_at": small.now + 3_600_000, "ends_at": small.now + 7_200_000}
    assert small.ask("desk-1", "appointment.book", code="Y1", queue="social", person=BOOKED, **slot)["ok"]
    small.writer.snapshot()


def found_in(folder: Path) -> set[str]:
    """Whose data stand anywhere in the files of a folder."""
    content = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return {who for who in EVERYBODY for one in content if who.encode() in one}


def test_nobody_is_in_a_copy_nor_in_the_log_beside_it(small: SafeHall) -> None:
    everybody(small)
    small.copy()
    small.take(phone=PHONE)
    (copy,) = copies_in(small.beside.copies)
    assert fault_of(copy.path) == ""
    assert found_in(small.beside.copies) == set()
    assert found_in(small.beside.personal) == set(EVERYBODY), "so that a hall that goes on from it knows them"


def test_when_the_day_is_closed_nobody_is_anywhere(small: SafeHall) -> None:
    everybody(small)
    small.copy()
    small.take("civil", phone=PHONE)
    small.now += 24 * 3_600_000
    small.look()
    small.copy()
    assert found_in(small.folder) == set()


def test_who_has_booked_is_known_until_the_day_of_the_slot_is_closed_and_then_nowhere(
    small: SafeHall, tmp_path: Path
) -> None:
    slot = {"starts_at": small.now + 2 * DAY, "ends_at": small.now + 2 * DAY + 3_600_000}
    assert small.ask("desk-1", "appointment.book", code="Y1", queue="social", person=BOOKED, **slot)["ok"]
    for day in range(3):
        small.copy()
        assert found_in(small.folder) == {BOOKED}, day
        small.now += DAY
        small.look()
    assert found_in(small.folder) == set()
    small.copy()
    assert found_in(small.killed(tmp_path / "killed")) == set()


def test_who_leaves_the_store_when_a_clock_is_put_right_is_nowhere_else(small: SafeHall) -> None:
    everybody(small)
    small.copy()
    small.take("civil", phone=PHONE)
    assert small.store.commit(Batch(living=(), snapshot=(small.store.last_seq(), "{}"))) is None
    assert found_in(small.folder) == set()


def test_who_was_killed_as_the_day_closed_erases_at_the_next_start(
    small: SafeHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody(small)
    small.copy()
    monkeypatch.setattr(small.beside, "forget_people", lambda: None)
    small.now += 24 * 3_600_000
    small.look()
    folder = small.killed(tmp_path / "killed")
    assert found_in(folder) == set(EVERYBODY)
    (folder / "copies" / ".copy").write_text(PHONE)
    again = SafeHall(folder)
    again.copy()
    assert found_in(folder) == set()
    again.store.close()


def test_a_copy_is_made_a_quarter_of_an_hour_after_something_happened(small: SafeHall) -> None:
    small.copier.start()
    small.mono_ms += copier.FIRST_MS
    look_for(small, 1)  # the start of this run is in none
    for _ in range(3):
        small.mono_ms += QUARTER_S * 1_000
        small.look()
    assert copied(small) == 1, "nothing has happened"
    small.take()
    look_for(small, 1)
    small.mono_ms += QUARTER_S * 1_000
    look_for(small, 2)
    small.now += 24 * 3_600_000
    small.look()
    look_for(small, 3)  # the day has closed


def copied(small: SafeHall) -> int:
    return small.copier.made


def look_for(small: SafeHall, copies: int) -> None:
    small.look()
    small.copier.settle()
    assert copied(small) == copies


def test_a_copy_that_reads_a_day_as_it_closes_is_given_up_and_leaves_nothing(small: SafeHall) -> None:
    everybody(small)
    with pytest.raises(CopyStoppedError):
        take(small.folder / "hall.db", small.beside.copies, lambda *_: None, lambda: True)
    assert list(small.beside.copies.glob(".copy*")) + copies_in(small.beside.copies) == []


def test_a_copy_is_one_moment_of_the_store_while_the_hall_goes_on(small: SafeHall) -> None:
    for _ in range(20):
        small.take("civil")
    taken: list[str] = []

    def goes_on(*_: object) -> None:
        taken.append(small.take("civil"))

    copy = take(small.folder / "hall.db", small.beside.copies, goes_on, lambda: bool(goes_on()))
    assert taken
    assert copy.seq == small.store.last_seq() - len(taken)
    assert fault_of(copy.path) == ""


def test_a_spoilt_store_is_found_by_its_copy_and_the_next_start_takes_the_one_before(
    small: SafeHall, tmp_path: Path
) -> None:
    for _ in range(30):
        small.take("civil")
    small.copy()
    number = small.take("civil")
    small.store.empty_log()
    with (small.folder / "hall.db").open("r+b") as file:
        file.seek(file.seek(0, 2) // 2 // 1024 * 1024)
        file.write(bytes(8192))
    small.copy()
    assert len(small.spoilt) == 1
    small.look()
    assert "copies.failed" in small.alarms
    small.beside.reserve.tell_damaged(small.spoilt[0])
    again = SafeHall(small.killed(tmp_path / "next"))
    assert number in again.waiting()
    assert again.take("civil") == f"B{int(number[1:]) + 1:04d}"
    again.store.close()


# ---- a second disk


def test_a_second_disk_alone_is_enough_to_go_on(small: SafeHall, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    small.copier = Copier(small.folder / "hall.db", small.beside, copier.CopyPolicy(second), small.spoilt.append)
    everybody(small)
    past = [(number, 1_700_000_000_000, "day.opened", '{"at":1,"day":"2025-01-01"}') for number in (-2, -1)]
    ArchiveFiles(small.folder / "archive").append("2025", past)
    small.copy()
    last = [small.take("civil") for _ in range(3)][-1]
    small.copier._keep_up()
    carried = (second / "archive" / "2025.db").stat()
    small.copier._keep_up()
    assert (second / "archive" / "2025.db").stat().st_ino == carried.st_ino, "a year that is there is not written again"
    assert found_in(second) == set()
    folder = tmp_path / "spare machine"
    folder.mkdir()
    shutil.copy(small.folder / "hall.toml", folder)
    SafeHall.second = second
    try:
        spare = SafeHall(folder)
    finally:
        SafeHall.second = None
    assert last in spare.waiting()
    assert [event.seq for event in ArchiveFiles(folder / "archive").events(-9)] == [-2, -1]
    assert "phones and hashes of people are missing" in spare.alarms["store.restored"]
    assert int(spare.take("civil")[1:]) > int(last[1:])
    spare.store.close()


@pytest.mark.parametrize("state", ["full", "read-only", "gone"])
def test_a_second_disk_that_takes_nothing_is_an_alarm_and_the_hall_goes_on(
    small: SafeHall, make_disk: MakeDisk, state: str
) -> None:
    disk = make_disk("second", kb=1024)
    where = disk.folder / "copies" if state == "gone" else disk.folder
    small.copier = Copier(small.folder / "hall.db", small.beside, copier.CopyPolicy(where), small.spoilt.append)
    small.watch._copier = small.copier
    if state == "full":
        disk.fill()
    if state == "read-only":
        disk.read_only()
    small.take()
    small.copy()
    small.copier._keep_up()
    small.look()
    assert "copies.second" in small.alarms
    assert "copies.failed" not in small.alarms
    assert small.take() == "A002"
    if state == "gone":
        where.mkdir()
    elif state == "full":
        disk.make_room()
    else:
        disk.writable()
    small.copier._keep_up()
    small.look()
    assert "copies.second" not in small.alarms
    assert len(copies_in(where)) == 1


# ---- trouble


def test_no_room_for_copies_is_an_alarm_and_the_hall_goes_on(tmp_path: Path, make_disk: MakeDisk) -> None:
    disk = make_disk("hall/copies", kb=512)
    small = SafeHall(tmp_path / "hall")
    disk.fill()
    small.take()
    small.copy()
    small.look()
    assert small.alarms["copies.failed"]
    assert small.take() == "A002"
    disk.make_room()
    small.copy()
    small.look()
    assert "copies.failed" not in small.alarms
    small.store.close()


def test_another_reason_why_no_copy_is_made_is_told(small: SafeHall) -> None:
    for reason in ("no room", "no room", "read-only file system", ""):
        small.copier._failed = reason
        small.look()
        assert small.alarms.get("copies.failed", "") == reason
    assert len([event for event in small.events if getattr(event, "code", "") == "copies.failed"]) == 3


def test_what_is_in_no_copy_for_two_hours_is_an_alarm(small: SafeHall, monkeypatch: pytest.MonkeyPatch) -> None:
    small.copy()
    small.look()
    small.take()
    small.look()
    monkeypatch.setattr(small.copier, "_take", raises)
    small.mono_ms += 2 * 3_600_000
    small.look()
    assert small.alarms["copies.old"] == "120 min"
    small.mono_ms += 3_600_000
    small.look()
    assert small.alarms["copies.old"] == "120 min", "not told each minute"
    small.mono_ms += 22 * 3_600_000
    small.look()
    assert small.alarms["copies.old"] == "1500 min"
    monkeypatch.undo()
    small.copy()
    small.look()
    assert "copies.old" not in small.alarms


def raises() -> CopyFile:
    raise sqlite3.OperationalError("database is locked")


def test_the_newest_copies_and_one_of_each_day_are_kept() -> None:
    now = datetime.now(UTC)
    made = [CopyFile(200 - hour, now - timedelta(hours=hour), Path(str(hour))) for hour in range(200)]
    kept = list(kept_of(made, days=3))
    assert kept[:8] == made[:8]
    assert {copy.at.date() for copy in kept[8:]} <= {(now - timedelta(days=day)).date() for day in range(4)}
    assert 2 <= len(kept[8:]) <= 4


def test_a_log_of_another_life_on_the_second_disk_is_not_mixed_with_this_ones(small: SafeHall, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    (log,) = small.beside.copies.glob("since-*.log")
    (second / log.name).write_bytes(b"00000000 {}\n" * 1000)
    small.take()
    mirror(small.beside.copies, second, lambda: False)
    assert (second / log.name).read_bytes() == log.read_bytes()
    small.take()
    mirror(small.beside.copies, second, lambda: False)
    assert (second / log.name).read_bytes() == log.read_bytes()
