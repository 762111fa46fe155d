"""Which copies and logs stay, when a copy is due, and what a second disk is trusted with."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from hall.archive.files import ArchiveFiles
from hall.copies import copier, copy_file, mirror
from hall.copies.copy_file import BadCopyError, CopyFile, CopyStoppedError, copies_in, fault_of, take, without_people
from hall.copies.found import FOUND, PENDING, Found, tell
from hall.copies.reserve import Reserved
from hall.copies.since import since_files
from hall.disk.memory import SEQ_FLOOR
from hall.disk.store import Batch, Store, WriteFailure, WriteFailureKind
from tests.ground.safe_hall import SafeHall

PAST = [(-1, 1_700_000_000_000, "day.opened", '{"at":1,"day":"2025-01-01"}')]

LATER = [(-2, 1_700_000_000_000, "day.closed", '{"at":1,"day":"2025-01-01"}')]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SafeHall]:
    (tmp_path / "hall").mkdir()
    made = SafeHall(tmp_path / "hall")
    yield made
    made.copier.stop()
    made.store.close()


@pytest.fixture
def second(small: SafeHall, tmp_path: Path) -> Path:
    """A folder on a second disk, of which the copier knows."""
    folder = tmp_path / "second"
    folder.mkdir()
    small.copier = copier.Copier(small.folder / "hall.db", small.beside, copier.CopyPolicy(folder), small.spoilt.append)
    small.watch._copier = small.copier
    return folder


# ---- what stays


def test_logs_stay_from_the_oldest_of_the_newest_copies_on(small: SafeHall, tmp_path: Path) -> None:
    """What lies between two of these copies can be written again to the one before, if the newer one is spoilt."""
    folder, now = tmp_path / "kept", datetime.now(UTC)
    folder.mkdir()
    for seq in range(10, 110, 10):
        copy = CopyFile(seq, now - timedelta(seconds=200 - seq), folder)
        (folder / copy.name).touch()
    for seq in (5, 20, 25, 30, 55, 100, 105):
        (folder / f"since-{seq:012d}-0.log").touch()
    small.copier._prune(folder)
    assert [copy.seq for copy in copies_in(folder)] == list(range(100, 20, -10))
    assert [seq for seq, _ in since_files(folder)] == [30, 55, 100, 105]
    (folder / "since-000000000030-0.log").unlink()
    (folder / "since-000000000025-0.log").touch()
    small.copier._prune(folder)
    assert [seq for seq, _ in since_files(folder)] == [25, 55, 100, 105], "which has what follows the oldest"


def test_old_copies_go_with_the_next_one_here_and_on_the_second_disk(small: SafeHall, second: Path) -> None:
    for _ in range(copier.NEWEST_KEPT + 2):
        small.take()
        small.copy()
        small.copier._keep_up()
    for folder in (small.beside.copies, second):
        assert len(copies_in(folder)) == copier.NEWEST_KEPT


# ---- when


def test_what_happens_after_a_copy_stands_in_a_log_of_its_own(small: SafeHall) -> None:
    before = since_files(small.beside.copies)
    small.take()
    seq = small.store.last_seq()
    small.copy()
    (log,) = [path for at, path in since_files(small.beside.copies) if (at, path) not in before]
    assert int(log.stem.split("-")[1]) == seq
    assert small.beside.reserve.now.since == log.name


@pytest.mark.parametrize("trouble", ["failed", "no log"])
def test_after_trouble_a_copy_is_due_in_a_minute_and_else_in_a_quarter_of_an_hour(
    small: SafeHall, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    begun: list[bool] = []
    monkeypatch.setattr(small.copier, "_begin", lambda: begun.append(small.copier._wanted))
    small.copier._synced_ms = 0
    small.copier.look(0)
    small.take()
    small.copier._tried_ms = 0
    for mono_ms in range(0, copier.RETRY_MS + 1, copier.RETRY_MS // 2):
        small.copier._synced_ms = mono_ms
        small.copier.look(mono_ms)
    assert begun == []
    if trouble == "failed":
        small.copier._failed = "no room"
    else:
        small.beside.since.broken = True
    small.copier._tried_ms = copier.RETRY_MS
    for mono_ms in (2 * copier.RETRY_MS - 1, 2 * copier.RETRY_MS):
        small.copier._synced_ms = mono_ms
        small.copier.look(mono_ms)
    assert begun == [True]
    small.copier._copied = small.store.last_seq()
    small.copier._wanted = False
    small.copier._synced_ms = 9 * copier.RETRY_MS
    small.copier.look(9 * copier.RETRY_MS)
    assert begun == [True], "where nothing has happened since, there is nothing to copy"


def test_a_copy_is_given_up_where_the_hall_ends_or_its_day(small: SafeHall, monkeypatch: pytest.MonkeyPatch) -> None:
    small.take()
    real = copy_file.personal_part

    def closes(db: sqlite3.Connection) -> object:
        small.beside.closings += 1
        return real(db)

    monkeypatch.setattr(copy_file, "personal_part", closes)
    small.copy()
    assert list(small.beside.personal.glob("*.json")) == [], "people of a closed day are not written down again"
    monkeypatch.undo()
    small.copier._stopping = True
    small.copy()
    small.copier._stopping = False
    assert copies_in(small.beside.copies) == []
    small.copy()
    assert len(copies_in(small.beside.copies)) == 1


def test_the_log_is_flushed_when_it_is_kept_up(small: SafeHall, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[str] = []
    real = os.fdatasync

    def flush(number: int) -> None:
        flushed.append(Path(f"/proc/self/fd/{number}").readlink().name)
        real(number)

    monkeypatch.setattr(os, "fdatasync", flush)
    small.copier._keep_up()
    assert small.beside.since.name in flushed


@pytest.mark.parametrize("has_second", [False, True], ids=["alone", "with a second disk"])
def test_the_log_is_kept_up_each_minute_and_the_second_disk_every_ten_seconds(
    small: SafeHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_second: bool
) -> None:
    folder = tmp_path / "second"
    folder.mkdir()
    policy = copier.CopyPolicy(folder if has_second else None)
    made = copier.Copier(small.folder / "hall.db", small.beside, policy, small.spoilt.append)
    made._copied = small.store.last_seq()
    begun: list[int] = []
    for mono_ms in range(5_000, 205_000, 1_000):
        monkeypatch.setattr(made, "_begin", lambda at=mono_ms: begun.append(at))
        made.look(mono_ms)
    pause_ms = copier.MIRROR_MS if has_second else copier.SYNC_MS
    assert begun == list(range(5_000, 205_000, pause_ms))


def test_a_large_store_is_copied_less_often(small: SafeHall, monkeypatch: pytest.MonkeyPatch) -> None:
    """256 MB are written an hour at most: flash wears out."""

    def pause(megabytes: int) -> int:
        with (small.folder / "large").open("wb") as file:
            file.truncate(megabytes * 1_000_000)
        small.copier._store = small.folder / "large"
        return small.copier._pause_ms()

    assert [pause(size) for size in (1, 64, 128, 512)] == [900_000, 900_000, 1_800_000, 7_200_000]
    small.copier._store = small.folder / "nothing"
    assert small.copier._pause_ms() == 900_000


def test_a_copy_that_is_bad_though_the_store_is_not_is_an_alarm_and_no_spoilt_store(
    small: SafeHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.take()
    monkeypatch.setattr(copy_file, "fault_of", lambda _path: "torn")
    small.copy()
    assert small.spoilt == []
    small.look()
    assert small.alarms["copies.failed"] == "torn"


def test_the_copiers_own_thread_rests_until_it_is_wanted_and_then_copies_and_keeps_up(
    small: SafeHall, second: Path
) -> None:
    waits: list[bool] = []

    class Wake(Event):
        def wait(self, timeout: float | None = None) -> bool:
            waits.append(self.is_set())
            return super().wait(timeout)

    small.copier._wake = Wake()
    small.take()
    small.copier.start()
    small.copier._wanted = True
    small.copier._begin()
    assert small.copier.settle()
    assert small.copier.made == 1
    assert [copy.name for copy in copies_in(second)] == [copy.name for copy in copies_in(small.beside.copies)]
    small.take()
    small.copier._begin()
    assert small.copier.settle()
    assert small.copier.made == 1, "the log alone was wanted"
    (log,) = [path for _, path in since_files(second)][-1:]
    assert log.read_bytes() == (small.beside.copies / log.name).read_bytes()
    small.copier.stop()
    assert len(waits) in {3, 4}, "it asks for no work by itself"


def test_an_end_waits_for_what_is_being_copied(small: SafeHall, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it writes to is closed after it."""
    begun, over = Event(), Event()

    def keep_up() -> None:
        begun.set()
        while not small.copier._stopping:
            over.wait(0.001)
        over.wait(0.05)
        over.set()

    monkeypatch.setattr(small.copier, "_keep_up", keep_up)
    small.copier.start()
    small.copier._begin()
    assert begun.wait(30)
    assert not small.copier.settle(0), "it is at work"
    small.copier.stop()
    assert over.is_set()
    assert not small.copier._thread.is_alive()


# ---- what is trusted


def test_a_draft_that_cannot_be_read_is_no_copy(small: SafeHall, monkeypatch: pytest.MonkeyPatch) -> None:
    small.take()
    monkeypatch.setattr(copy_file, "fault_of", lambda _path: "torn")
    with pytest.raises(BadCopyError, match="torn"):
        take(small.folder / "hall.db", small.beside.copies, lambda _seq, _part: None, lambda: False)
    assert list(small.beside.copies.glob("*hall-*")) == list(small.beside.copies.glob(".copy*")) == []


def test_a_state_that_cannot_be_read_is_in_no_copy(small: SafeHall) -> None:
    """What it says of people could not be taken out of it."""
    small.take(phone="13900000123")
    small.writer.snapshot()
    with sqlite3.connect(small.folder / "hall.db") as db:
        db.execute("UPDATE snapshots SET body = '{13900000123'")
    with pytest.raises(BadCopyError, match="cannot be read"):
        take(small.folder / "hall.db", small.beside.copies, lambda _seq, _part: None, lambda: False)
    assert list(small.beside.copies.glob("*hall-*")) == list(small.beside.copies.glob(".copy*")) == []


def test_nothing_but_people_is_taken_out_of_a_state() -> None:
    state = {
        "tickets": {"fields": ["id", "phone", "person"], "rows": [["t1", "139", "ab"], ["t2", None, None]]},
        "bookings": [{"code": "A", "phone": "139", "person": "ab"}],
        "day": "2026-11-20",
    }
    assert without_people(state) == {
        "tickets": {"fields": ["id", "phone", "person"], "rows": [["t1", None, None], ["t2", None, None]]},
        "bookings": [{"code": "A", "phone": None, "person": None}],
        "day": "2026-11-20",
    }


def test_what_arrives_spoilt_on_the_second_disk_is_not_left_there(
    small: SafeHall, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ArchiveFiles(small.folder / "archive").append("2025", PAST)
    small.copy()

    def writes_zeros(path: Path, *, only: str) -> None:
        if only in path.name:
            path.write_bytes(bytes(path.stat().st_size))

    monkeypatch.setattr(mirror, "sync_file", lambda path: writes_zeros(path, only="hall-"))
    with pytest.raises(BadCopyError):
        mirror.mirror(small.beside.copies, second, lambda: False)
    assert copies_in(second) == []
    monkeypatch.setattr(mirror, "sync_file", lambda path: writes_zeros(path, only="2025"))
    with pytest.raises(BadCopyError):
        mirror.mirror(small.beside.copies, second, lambda: False)
    assert list((second / "archive").iterdir()) == []
    small.copier._keep_up()
    small.look()
    assert "copies.second" in small.alarms
    monkeypatch.undo()
    mirror.mirror(small.beside.copies, second, lambda: False)
    (copy,) = copies_in(second)
    assert fault_of(copy.path) == ""
    assert [event.seq for event in ArchiveFiles(second / "archive").events(-9)] == [-1]


def test_the_second_disk_has_the_reserve_and_each_year_as_they_are_now(small: SafeHall, second: Path) -> None:
    archive = ArchiveFiles(small.folder / "archive")
    archive.append("2025", PAST)
    for number, carried in enumerate(([-1], [-2, -1])):
        mirror.mirror(small.beside.copies, second, lambda: False)
        assert (second / "hall.reserve").read_bytes() == (small.folder / "hall.reserve").read_bytes()
        assert [event.seq for event in ArchiveFiles(second / "archive").events(-9)] == carried
        small.beside.reserve.begin(f"store {number}", "since")
        archive.append("2025", LATER)
        year = small.folder / "archive" / "2025.db"
        os.utime(year, (year.stat().st_mtime + 10, year.stat().st_mtime + 10))


@pytest.mark.parametrize("writing", ["journal", "changed"])
def test_a_year_that_is_being_written_is_carried_another_time(
    small: SafeHall, second: Path, monkeypatch: pytest.MonkeyPatch, writing: str
) -> None:
    ArchiveFiles(small.folder / "archive").append("2025", PAST)
    year = small.folder / "archive" / "2025.db"
    journal = year.with_name("2025.db-journal")
    if writing == "journal":
        journal.touch()
    real = mirror.sync_file

    def meanwhile(path: Path) -> None:
        real(path)
        if "2025" in path.name and writing == "changed":
            os.utime(year, (1_000, 1_000))

    monkeypatch.setattr(mirror, "sync_file", meanwhile)
    mirror.mirror(small.beside.copies, second, lambda: False)
    assert list((second / "archive").iterdir()) == []
    monkeypatch.undo()
    journal.unlink(missing_ok=True)
    mirror.mirror(small.beside.copies, second, lambda: False)
    assert [path.name for path in (second / "archive").iterdir()] == ["2025.db"]


def test_a_second_disk_that_is_not_mounted_is_said_and_nothing_is_made(small: SafeHall, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no such folder"):
        mirror.mirror(small.beside.copies, tmp_path / "nothing", lambda: False)
    assert not (tmp_path / "nothing").exists()


def test_a_log_that_the_second_disk_has_in_part_goes_on_where_it_ends(small: SafeHall, second: Path) -> None:
    (log,) = small.beside.copies.glob("since-*.log")
    small.take()
    there = second / log.name
    there.write_bytes(log.read_bytes()[:300])
    node = there.stat().st_ino
    mirror.mirror(small.beside.copies, second, lambda: False)
    assert there.read_bytes() == log.read_bytes()
    assert there.stat().st_ino == node, "not written anew"


def test_what_the_second_disk_has_already_is_not_written_again(small: SafeHall, second: Path) -> None:
    """It is looked at every ten seconds, and flash wears out."""
    archive = ArchiveFiles(small.folder / "archive")
    archive.append("2024", PAST)
    archive.append("2025", LATER)
    small.copy()
    mirror.mirror(small.beside.copies, second, lambda: False)

    def as_it_is() -> dict[str, tuple[int, int, int]]:
        stats = {path.name: path.stat() for path in second.rglob("*") if path.is_file()}
        return {name: (one.st_ino, one.st_size, one.st_mtime_ns) for name, one in stats.items()}

    before = as_it_is()
    assert len(before) >= 5
    mirror.mirror(small.beside.copies, second, lambda: False)
    assert as_it_is() == before


@pytest.mark.parametrize("first", ["as it was", "being written"])
def test_a_year_is_carried_whatever_is_with_the_one_before(small: SafeHall, second: Path, first: str) -> None:
    archive = ArchiveFiles(small.folder / "archive")
    archive.append("2024", PAST)
    if first == "as it was":
        mirror.mirror(small.beside.copies, second, lambda: False)
    else:
        (small.folder / "archive" / "2024.db-journal").touch()
    archive.append("2025", LATER)
    mirror.mirror(small.beside.copies, second, lambda: False)
    assert (second / "archive" / "2025.db").exists()


def test_a_year_that_has_grown_within_a_second_is_carried_again(small: SafeHall, second: Path) -> None:
    archive, year = ArchiveFiles(small.folder / "archive"), small.folder / "archive" / "2025.db"
    archive.append("2025", PAST)
    mirror.mirror(small.beside.copies, second, lambda: False)
    at = (year.stat().st_atime_ns, year.stat().st_mtime_ns)
    archive.append("2025", [(-seq, 1_700_000_000_000, "day.opened", "x" * 500) for seq in range(2, 200)])
    os.utime(year, ns=at)
    mirror.mirror(small.beside.copies, second, lambda: False)
    assert (second / "archive" / "2025.db").read_bytes() == year.read_bytes()


def test_what_is_carried_as_the_hall_ends_is_given_up_and_leaves_nothing(small: SafeHall, second: Path) -> None:
    small.copy()
    with pytest.raises(CopyStoppedError):
        mirror.mirror(small.beside.copies, second, lambda: True)
    assert list(second.iterdir()) == []


# ---- what the start found


def test_what_may_be_missing_is_asked_of_others_and_events_go_on_above_it(tmp_path: Path) -> None:
    store = Store(tmp_path / "hall.db")
    store.commit(Batch(events=[(5, 1_000, "x", "{}")]))
    was = Reserved(seq=3)
    tell(store, Found(why="gone"), was)
    assert not store.meta(PENDING)
    assert not store.meta(SEQ_FLOOR)
    tell(store, Found(why="gone", complete=False, floors={}), was)
    assert store.meta(PENDING) == "1"
    assert store.meta(SEQ_FLOOR) == "5"
    assert store.meta(FOUND)
    store.close()


def test_what_was_found_and_cannot_be_written_down_ends_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "hall.db")
    failure = WriteFailure(WriteFailureKind.DISK, "no room")
    monkeypatch.setattr(Store, "commit", lambda _store, _batch: failure)
    with pytest.raises(OSError, match="no room"):
        tell(store, Found(why="gone"), Reserved())
    store.close()
