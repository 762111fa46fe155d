"""What a start or an engineer puts in a spoilt store's place: whole, private, and never taken for more than it is."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from quiet_hall import DAY

from hall.copies import opening, reserve, restoring
from hall.copies.copy_file import CopyFile, copies_in, fault_of
from hall.copies.restoring import restore, write_again
from hall.copies.safe_store import Beside
from hall.copies.since import SinceLine
from hall.disk.store import Batch, Store, WriteFailure, WriteFailureKind
from tests.ground.safe_hall import SafeHall, reserved_in

STORE = "hall.db"
PHONE = "13900000123"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SafeHall]:
    (tmp_path / "hall").mkdir()
    made = SafeHall(tmp_path / "hall")
    yield made
    made.copier.stop()
    made.store.close()


def spoil(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(4096))


def no_log(folder: Path) -> None:
    for path in (folder / "copies").glob("since-*.log"):
        path.unlink()


def put_back(folder: Path, chosen: CopyFile | None = None) -> None:
    beside = Beside(folder)
    restore(folder / STORE, beside, "by hand", None, chosen)
    beside.reserve.close()


def people_in(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / STORE)) as db:
        return [str(row[0]) for row in db.execute("SELECT body FROM private")]


def test_after_a_power_cut_a_copy_is_not_taken_for_all_that_was_given(
    small: SafeHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log fits together, but what its disk had only promised may be gone."""
    for _ in range(5):
        small.take()
    small.copy()
    small.take()
    folder = small.killed(tmp_path / "next")
    reserved = reserved_in(folder)
    spoil(folder / STORE)
    for module in (reserve, opening, restoring):
        monkeypatch.setattr(module, "boot", lambda: "another start")
    again = SafeHall(folder)
    assert int(again.take().removeprefix("A")) == reserved["social"] + 1
    again.stop()


def test_a_store_that_begins_anew_follows_the_one_that_was_here(small: SafeHall, tmp_path: Path) -> None:
    small.take()
    folder = small.killed(tmp_path / "next")
    spoil(folder / STORE)
    no_log(folder)
    again = SafeHall(folder)
    assert again.store.identity.parent == small.store.identity.id
    again.stop()


def test_nobody_else_reads_what_was_put_back(small: SafeHall, tmp_path: Path) -> None:
    small.take(phone=PHONE)
    small.copy()
    folder = small.killed(tmp_path / "next")
    for copy in copies_in(folder / "copies"):
        copy.path.chmod(0o644)
    spoil(folder / STORE)
    again = SafeHall(folder)
    assert (folder / STORE).stat().st_mode & 0o777 == 0o600
    again.stop()


def test_what_a_restore_that_was_cut_has_left_is_not_taken_for_a_store(small: SafeHall) -> None:
    small.take(phone=PHONE)
    small.stop()
    for name in ("new", "ready"):
        for ending in ("", "-wal", "-shm"):
            (small.folder / f"{STORE}.{name}{ending}").write_bytes(b"half of a page" * 500)
    (small.folder / STORE).unlink()
    put_back(small.folder)
    left = {path.name for path in small.folder.iterdir()}
    assert not any(name.startswith((f"{STORE}.new", f"{STORE}.ready")) for name in left)
    small.restart()
    assert small.waiting() == {"A001"}, "out of the log"


def test_a_log_that_begins_behind_the_copy_has_a_gap(small: SafeHall, tmp_path: Path) -> None:
    """The newest copy is spoilt, and what lies between the one before and the newest log is gone."""
    for _ in range(2):
        small.take()
        small.copy()
    small.take()
    folder = small.killed(tmp_path / "next")
    newest, before = copies_in(folder / "copies")
    spoil(newest.path)
    logs = sorted((folder / "copies").glob("since-*.log"))
    for log in logs[:-1]:
        log.unlink()
    spoil(folder / STORE)
    above = reserved_in(folder)["social"]
    again = SafeHall(folder)
    assert before.name in again.alarms["store.restored"]
    assert "what happened last may be missing" in again.alarms["store.restored"]
    assert again.take() == f"A{above + 1:03}"
    again.stop()


def test_a_copy_that_was_taken_stays_and_newer_ones_are_put_aside(small: SafeHall, tmp_path: Path) -> None:
    for _ in range(3):
        small.take()
        small.copy()
    newest, taken, oldest = copies_in(small.beside.copies)
    folder = small.killed(tmp_path / "next")
    spoil(folder / STORE)
    spoil(folder / "copies" / newest.path.name)
    again = SafeHall(folder)
    assert [copy.path.name for copy in copies_in(folder / "copies")] == [taken.path.name, oldest.path.name]
    (aside,) = (folder / "damaged").iterdir()
    assert (aside / newest.path.name).exists()
    again.stop()


def test_the_last_three_spoilt_stores_are_kept(small: SafeHall) -> None:
    small.take()
    small.copy()
    small.stop()
    for _ in range(4):
        put_back(small.folder)
    assert len(list((small.folder / "damaged").iterdir())) == 3
    small.restart()


def test_events_go_on_above_every_copy_also_one_that_is_spoilt(small: SafeHall, tmp_path: Path) -> None:
    small.take()
    small.copy()
    for _ in range(9):
        small.take()
    small.copy()
    newest, _ = copies_in(small.beside.copies)
    folder = small.killed(tmp_path / "next")
    for path in (folder / STORE, folder / "copies" / newest.path.name):
        spoil(path)
    no_log(folder)
    (folder / "hall.reserve").unlink()
    beside = Beside(folder)
    restore(folder / STORE, beside, "spoilt", None)
    with closing(Store(folder / STORE)) as store:
        assert int(store.meta("seq_floor") or 0) >= newest.seq
    beside.reserve.close()


class KeepsBytes:
    """SQLite as it is built for most systems: by itself it overwrites nothing."""

    Error = sqlite3.Error

    @staticmethod
    def connect(path: Path, **settings: Any) -> sqlite3.Connection:
        db = sqlite3.connect(path, **settings)
        db.execute("PRAGMA secure_delete = OFF")
        return db


def test_days_that_closed_after_the_copy_leave_nobody_in_what_is_put_back(
    small: SafeHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where what stood beside the store was not erased, because a disk failed or power was cut in the midst."""
    small.take(phone=PHONE)
    small.copy()
    for day in range(2):
        shutil.copytree(small.folder / "personal", tmp_path / f"personal {day}")
        small.now += DAY
        small.look()
        small.take(phone=PHONE if day == 0 else "13911111111")
    today = small.store.last_seq()
    monkeypatch.setattr(restoring, "sqlite3", KeepsBytes)
    since = b"".join((tmp_path / f"personal {day}" / "since.log").read_bytes() for day in range(2))
    since += (small.folder / "personal" / "since.log").read_bytes()
    small.stop()
    shutil.copytree(tmp_path / "personal 0", small.folder / "personal", dirs_exist_ok=True)
    (small.folder / "personal" / "since.log").write_bytes(since)
    put_back(small.folder)
    with closing(sqlite3.connect(small.folder / STORE)) as db:
        assert [row[0] for row in db.execute("SELECT seq FROM private")] == [today], "of today alone"
    written = b"".join(path.read_bytes() for path in small.folder.glob(f"{STORE}*"))
    assert PHONE.encode() not in written, "nor do their bytes stand there"
    small.restart()


def test_who_booked_before_the_day_closed_is_known_in_the_copy_of_the_day_after(
    small: SafeHall, tmp_path: Path
) -> None:
    """The log beside the copies has forgotten them; the copy's own part has not."""
    slot = {"starts_at": small.now + 2 * DAY, "ends_at": small.now + 2 * DAY + 3_600_000}
    assert small.ask("desk-1", "appointment.book", code="Y1", queue="social", person="cd" * 16, **slot)["ok"]
    small.now += DAY
    small.look()
    small.take()
    small.copy()
    folder = small.killed(tmp_path / "next")
    spoil(folder / STORE)
    again = SafeHall(folder)
    booking = again.writer.hall.state.bookings.get("Y1")
    assert booking is not None
    assert booking.person == "cd" * 16
    again.stop()


def test_what_was_refused_after_the_copy_is_still_refused_under_its_id(small: SafeHall, tmp_path: Path) -> None:
    """A line without events has the number of the line before."""
    assert small.ask("pad-1", "window.open", window="w1", clerk="c1")["ok"]
    small.copy()
    asked = small.request("pad-1", "ticket.call_next", "f" * 32, window="w1")
    (refused,) = small.handle(asked)
    assert not refused["ok"]
    small.take()
    folder = small.killed(tmp_path / "next")
    spoil(folder / STORE)
    again = SafeHall(folder)
    assert again.handle(asked) == [refused]
    again.stop()


# ---- the lines of a log that are written again


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "again.db")) as made:
        yield made


def line(before: int, seq: int, **more: object) -> SinceLine:
    events = [(seq, 1_000, "x", "{}")] if seq > before else []
    return SinceLine(before, seq, Batch(events=events, **more))  # type: ignore[arg-type]


def test_what_follows_a_gap_is_not_written(store: Store) -> None:
    assert write_again(store, [line(0, 1), line(2, 3)]) == (1, False)
    assert store.last_seq() == 1


def test_an_answer_that_is_known_is_not_written_twice(store: Store) -> None:
    answer = ("id", 1_000, "{}")
    lines = [line(0, 1), line(1, 1, answers=[answer])]
    for again in (1, 0):
        assert write_again(store, lines) == (again, True)
    with closing(sqlite3.connect(store.folder / "again.db")) as db:
        assert db.execute("SELECT count(*) FROM answers").fetchone() == (1,)


def test_a_disk_that_does_not_take_them_is_no_gap(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    failure = WriteFailure(WriteFailureKind.DISK, "no room")
    monkeypatch.setattr(Store, "commit", lambda _store, _batch: failure)
    with pytest.raises(OSError, match="no room"):
        write_again(store, [line(0, 1)])


# ---- what is no copy


def newer(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA user_version = 999")


def no_state(db: sqlite3.Connection) -> None:
    db.execute("UPDATE snapshots SET body = '{'")


def no_events(db: sqlite3.Connection) -> None:
    db.execute("DROP TABLE events")


@pytest.mark.parametrize("damage", [newer, no_state, no_events])
def test_a_hall_does_not_go_on_from_what_it_cannot_read(
    small: SafeHall, damage: Callable[[sqlite3.Connection], None]
) -> None:
    small.take()
    small.writer.snapshot()
    small.copy()
    (copy,) = copies_in(small.beside.copies)
    assert fault_of(copy.path) == ""
    with closing(sqlite3.connect(copy.path, isolation_level=None)) as db:
        damage(db)
    assert fault_of(copy.path) != ""
