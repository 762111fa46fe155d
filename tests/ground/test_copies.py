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
from tests.ground.safe_desk import SafeDesk

PHONE, PERSON, PICKUP, BOOKED = "13900000123", "ab" * 16, "QJ00000007", "cd" * 16
EVERYBODY = (PHONE, PERSON, PICKUP, BOOKED)
QUARTER_S = 15 * 60


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SafeDesk]:
    (tmp_path / "hall").mkdir()
    made = SafeDesk(tmp_path / "hall")
    yield made
    made.copier.stop()
    made.store.close()


def everybody(desk: SafeDesk) -> None:
    """Someone with everything that is personal, and someone's booking for today."""
    desk.take(phone=PHONE, person=PERSON)
    desk.take("", pickup=PICKUP)
    slot = {"starts_at": desk.now + 3_600_000, "ends_at": desk.now + 7_200_000}
    assert desk.ask("desk-1", "appointment.book", code="Y1", queue="social", person=BOOKED, **slot)["ok"]
    desk.desk.snapshot()


def found_in(folder: Path) -> set[str]:
    """Whose data stand anywhere in the files of a folder."""
    content = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return {who for who in EVERYBODY for one in content if who.encode() in one}


def test_nobody_is_in_a_copy_nor_in_the_log_beside_it(desk: SafeDesk) -> None:
    everybody(desk)
    desk.copy()
    desk.take(phone=PHONE)
    (copy,) = copies_in(desk.beside.copies)
    assert fault_of(copy.path) == ""
    assert found_in(desk.beside.copies) == set()
    assert found_in(desk.beside.personal) == set(EVERYBODY), "so that a hall that goes on from it knows them"


def test_when_the_day_is_closed_nobody_is_anywhere(desk: SafeDesk) -> None:
    everybody(desk)
    desk.copy()
    desk.take("civil", phone=PHONE)
    desk.now += 24 * 3_600_000
    desk.look()
    desk.copy()
    assert found_in(desk.folder) == set()


def test_who_leaves_the_store_when_a_clock_is_put_right_is_nowhere_else(desk: SafeDesk) -> None:
    everybody(desk)
    desk.copy()
    desk.take("civil", phone=PHONE)
    assert desk.store.commit(Batch(living=(), snapshot=(desk.store.last_seq(), "{}"))) is None
    assert found_in(desk.folder) == set()


def test_who_was_killed_as_the_day_closed_erases_at_the_next_start(
    desk: SafeDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody(desk)
    desk.copy()
    monkeypatch.setattr(desk.beside, "forget_people", lambda: None)
    desk.now += 24 * 3_600_000
    desk.look()
    folder = desk.killed(tmp_path / "killed")
    assert found_in(folder) == set(EVERYBODY)
    (folder / "copies" / ".copy").write_text(PHONE)
    again = SafeDesk(folder)
    again.copy()
    assert found_in(folder) == set()
    again.store.close()


def test_a_copy_is_made_a_quarter_of_an_hour_after_something_happened(desk: SafeDesk) -> None:
    desk.copier.start()
    desk.mono_ms += copier.FIRST_MS
    look_for(desk, 1)  # the start of this run is in none
    for _ in range(3):
        desk.mono_ms += QUARTER_S * 1_000
        desk.look()
    assert copied(desk) == 1, "nothing has happened"
    desk.take()
    look_for(desk, 1)
    desk.mono_ms += QUARTER_S * 1_000
    look_for(desk, 2)
    desk.now += 24 * 3_600_000
    desk.look()
    look_for(desk, 3)  # the day has closed


def copied(desk: SafeDesk) -> int:
    return desk.copier.made


def look_for(desk: SafeDesk, copies: int) -> None:
    desk.look()
    desk.copier.settle()
    assert copied(desk) == copies


def test_a_copy_that_reads_a_day_as_it_closes_is_given_up_and_leaves_nothing(desk: SafeDesk) -> None:
    everybody(desk)
    with pytest.raises(CopyStoppedError):
        take(desk.folder / "hall.db", desk.beside.copies, lambda *_: None, lambda: True)
    assert list(desk.beside.copies.glob(".copy*")) + copies_in(desk.beside.copies) == []


def test_a_copy_is_one_moment_of_the_store_while_the_hall_goes_on(desk: SafeDesk) -> None:
    for _ in range(20):
        desk.take("civil")
    taken: list[str] = []

    def goes_on(*_: object) -> None:
        taken.append(desk.take("civil"))

    copy = take(desk.folder / "hall.db", desk.beside.copies, goes_on, lambda: bool(goes_on()))
    assert taken
    assert copy.seq == desk.store.last_seq() - len(taken)
    assert fault_of(copy.path) == ""


def test_a_spoilt_store_is_found_by_its_copy_and_the_next_start_takes_the_one_before(
    desk: SafeDesk, tmp_path: Path
) -> None:
    for _ in range(30):
        desk.take("civil")
    desk.copy()
    number = desk.take("civil")
    desk.store.empty_log()
    with (desk.folder / "hall.db").open("r+b") as file:
        file.seek(file.seek(0, 2) // 2 // 1024 * 1024)
        file.write(bytes(8192))
    desk.copy()
    assert len(desk.spoilt) == 1
    desk.look()
    assert "copies.failed" in desk.alarms
    desk.beside.reserve.tell_damaged(desk.spoilt[0])
    again = SafeDesk(desk.killed(tmp_path / "next"))
    assert number in again.waiting()
    assert again.take("civil") == f"B{int(number[1:]) + 1:04d}"
    again.store.close()


# ---- a second disk


def test_a_second_disk_alone_is_enough_to_go_on(desk: SafeDesk, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    desk.copier = Copier(desk.folder / "hall.db", desk.beside, copier.CopyPolicy(second), desk.spoilt.append)
    everybody(desk)
    past = [(number, 1_700_000_000_000, "day.opened", '{"at":1,"day":"2025-01-01"}') for number in (-2, -1)]
    ArchiveFiles(desk.folder / "archive").append("2025", past)
    desk.copy()
    last = [desk.take("civil") for _ in range(3)][-1]
    desk.copier._keep_up()
    carried = (second / "archive" / "2025.db").stat()
    desk.copier._keep_up()
    assert (second / "archive" / "2025.db").stat().st_ino == carried.st_ino, "a year that is there is not written again"
    assert found_in(second) == set()
    folder = tmp_path / "spare machine"
    folder.mkdir()
    shutil.copy(desk.folder / "hall.toml", folder)
    SafeDesk.second = second
    try:
        spare = SafeDesk(folder)
    finally:
        SafeDesk.second = None
    assert last in spare.waiting()
    assert [event.seq for event in ArchiveFiles(folder / "archive").events(-9)] == [-2, -1]
    assert "phones and hashes of people are missing" in spare.alarms["store.restored"]
    assert int(spare.take("civil")[1:]) > int(last[1:])
    spare.store.close()


@pytest.mark.parametrize("state", ["full", "read-only", "gone"])
def test_a_second_disk_that_takes_nothing_is_an_alarm_and_the_hall_goes_on(
    desk: SafeDesk, make_disk: MakeDisk, state: str
) -> None:
    disk = make_disk("second", kb=1024)
    where = disk.folder / "copies" if state == "gone" else disk.folder
    desk.copier = Copier(desk.folder / "hall.db", desk.beside, copier.CopyPolicy(where), desk.spoilt.append)
    desk.watch._copier = desk.copier
    if state == "full":
        disk.fill()
    if state == "read-only":
        disk.read_only()
    desk.take()
    desk.copy()
    desk.copier._keep_up()
    desk.look()
    assert "copies.second" in desk.alarms
    assert "copies.failed" not in desk.alarms
    assert desk.take() == "A002"
    if state == "gone":
        where.mkdir()
    elif state == "full":
        disk.make_room()
    else:
        disk.writable()
    desk.copier._keep_up()
    desk.look()
    assert "copies.second" not in desk.alarms
    assert len(copies_in(where)) == 1


# ---- trouble


def test_no_room_for_copies_is_an_alarm_and_the_hall_goes_on(tmp_path: Path, make_disk: MakeDisk) -> None:
    disk = make_disk("hall/copies", kb=512)
    desk = SafeDesk(tmp_path / "hall")
    disk.fill()
    desk.take()
    desk.copy()
    desk.look()
    assert desk.alarms["copies.failed"]
    assert desk.take() == "A002"
    disk.make_room()
    desk.copy()
    desk.look()
    assert "copies.failed" not in desk.alarms
    desk.store.close()


def test_what_is_in_no_copy_for_two_hours_is_an_alarm(desk: SafeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.copy()
    desk.look()
    desk.take()
    desk.look()
    monkeypatch.setattr(desk.copier, "_take", raises)
    desk.mono_ms += 2 * 3_600_000
    desk.look()
    assert desk.alarms["copies.old"] == "120 min"
    monkeypatch.undo()
    desk.copy()
    desk.look()
    assert "copies.old" not in desk.alarms


def raises() -> CopyFile:
    raise sqlite3.OperationalError("database is locked")


def test_the_newest_copies_and_one_of_each_day_are_kept() -> None:
    now = datetime.now(UTC)
    made = [CopyFile(200 - hour, now - timedelta(hours=hour), Path(str(hour))) for hour in range(200)]
    kept = list(kept_of(made, days=3))
    assert kept[:8] == made[:8]
    assert {copy.at.date() for copy in kept[8:]} <= {(now - timedelta(days=day)).date() for day in range(4)}
    assert 2 <= len(kept[8:]) <= 4


def test_a_log_of_another_life_on_the_second_disk_is_not_mixed_with_this_ones(desk: SafeDesk, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    (log,) = desk.beside.copies.glob("since-*.log")
    (second / log.name).write_bytes(b"00000000 {}\n" * 1000)
    desk.take()
    mirror(desk.beside.copies, second, lambda: False)
    assert (second / log.name).read_bytes() == log.read_bytes()
    desk.take()
    mirror(desk.beside.copies, second, lambda: False)
    assert (second / log.name).read_bytes() == log.read_bytes()
