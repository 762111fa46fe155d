"""One copy of the store: whose it is to read, what it leaves behind, and how a spoilt one is told from a whole one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hall.copies import copy_file
from hall.copies.copy_file import CopyFile, CopyStoppedError, copies_in, copy_of, fault_of, open_to_read, take
from tests.ground.open_files import open_below
from tests.ground.safe_hall import SafeHall

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SafeHall]:
    (tmp_path / "hall").mkdir()
    made = SafeHall(tmp_path / "hall")
    for _ in range(3):
        made.take()
    yield made
    made.store.close()


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_newest_copy_is_first_by_what_it_goes_up_to_and_then_by_its_time(tmp_path: Path) -> None:
    made = [CopyFile(seq, at, tmp_path) for seq, at in [(9, NOON), (12, NOON.replace(hour=3)), (12, NOON), (3, NOON)]]
    for one in made:
        (tmp_path / one.name).touch()
    for other in ("hall.db", "hall-9-20261121T040000Z.db", "hall-000000000009-20261121T040000Z.db.part"):
        (tmp_path / other).touch()
    assert [(one.seq, one.at) for one in copies_in(tmp_path)] == [
        (12, NOON), (12, NOON.replace(hour=3)), (9, NOON), (3, NOON),
    ]  # fmt: skip
    assert copies_in(tmp_path)[0].at.tzinfo is UTC


def test_a_copy_that_was_given_another_name_is_known_by_what_is_in_it(small: SafeHall, tmp_path: Path) -> None:
    small.copy()
    (copy,) = copies_in(small.beside.copies)
    assert copy_of(copy.path) == copy
    other = tmp_path / "carried away.db"
    other.write_bytes(copy.path.read_bytes())
    os.utime(other, (NOON.timestamp(), NOON.timestamp()))
    assert copy_of(other) == CopyFile(copy.seq, NOON, other)
    empty = tmp_path / "empty.db"
    with sqlite3.connect(empty) as db:
        db.execute("CREATE TABLE events (seq INTEGER PRIMARY KEY)")
    assert copy_of(empty).seq == 0


def test_nobody_else_on_the_machine_reads_a_copy_or_what_was_left_out_of_it(small: SafeHall) -> None:
    small.take(phone="13800138000")
    small.copy()
    for folder in (small.beside.copies, small.beside.personal):
        assert {path.stat().st_mode & 0o077 for path in folder.glob("hall-*.db")} <= {0}
        assert {path.stat().st_mode & 0o777 for path in folder.glob("*.json")} <= {0o600}
    assert list(small.beside.personal.glob("*.json"))


def test_what_is_taken_out_of_a_copy_stands_in_no_journal(
    small: SafeHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_out, journal = copy_file._leave_out, tmp_path / "copies" / ".copy-journal"
    stands: list[bool] = []

    def watched(made: sqlite3.Connection) -> None:
        made.create_function("look", 0, lambda: stands.append(journal.exists()))
        made.execute("CREATE TEMP TRIGGER gone AFTER DELETE ON private BEGIN SELECT look(); END")
        leave_out(made)

    monkeypatch.setattr(copy_file, "_leave_out", watched)
    small.take(phone="13800138000")
    take(small.folder / "hall.db", journal.parent, lambda _seq, _part: None, lambda: False)
    assert stands
    assert not any(stands)


def test_what_a_kill_left_of_a_copy_is_neither_used_nor_kept(small: SafeHall, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    for ending in ("", "-journal", "-wal", "-shm"):
        (folder / f".copy{ending}").write_bytes(b"of another time" * 1000)
    (folder / ".copy-journal").unlink()  # SQLite would take it for its own and read it
    made = take(small.folder / "hall.db", folder, lambda _seq, _part: None, lambda: False)
    assert names_in(folder) == {made.path.name}
    assert fault_of(made.path) == ""


def test_a_look_at_a_database_changes_nothing_in_its_folder(small: SafeHall, tmp_path: Path) -> None:
    small.copy()
    (copy,) = copies_in(small.beside.copies)
    before = {name: (copy.path.parent / name).read_bytes() for name in names_in(copy.path.parent)}
    assert fault_of(copy.path) == ""
    copy_of(copy.path)
    assert {name: (copy.path.parent / name).read_bytes() for name in names_in(copy.path.parent)} == before
    small.stop()
    before_stop = names_in(small.folder)
    assert fault_of(small.folder / "hall.db") == ""
    assert names_in(small.folder) == before_stop, "no log is made beside a store that was closed"
    with open_to_read(copy.path) as db, pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM events")


def test_what_stands_in_the_log_beside_a_store_is_seen(small: SafeHall, tmp_path: Path) -> None:
    folder = small.killed(tmp_path / "killed")
    assert (folder / "hall.db-wal").stat().st_size > 0
    assert copy_of(folder / "hall.db").seq == small.writer.seq


def test_a_page_that_no_question_asks_for_is_found_spoilt_all_the_same(small: SafeHall, tmp_path: Path) -> None:
    for _ in range(300):
        small.take()
    small.copy()
    (copy,) = copies_in(small.beside.copies)
    whole = copy.path.read_bytes()
    size = int.from_bytes(whole[16:18], "big")
    spoilt = tmp_path / "spoilt.db"
    unsaid = []
    for page in range(1, len(whole) // size):
        if whole[page * size] != 13:  # of a table's rows
            continue
        spoilt.write_bytes(whole[: page * size] + b"\xa5" * 64 + whole[page * size + 64 :])
        if not fault_of(spoilt):
            unsaid.append(page)
        assert len(fault_of(spoilt)) <= 200
        assert "\n" not in fault_of(spoilt)
    assert unsaid == []


def test_a_file_that_is_no_database_or_of_a_newer_program_is_said_to_be(small: SafeHall, tmp_path: Path) -> None:
    small.copy()
    (copy,) = copies_in(small.beside.copies)
    (tmp_path / "noise.db").write_bytes(b"no database" * 500)
    assert "not a database" in fault_of(tmp_path / "noise.db")
    newer = tmp_path / "newer.db"
    newer.write_bytes(copy.path.read_bytes())
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 9999")
    assert fault_of(newer) == "of version 9999, which this program does not know"


def test_nobody_stays_in_a_copy_where_sqlite_by_itself_overwrites_nothing(
    small: SafeHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_out = copy_file._leave_out

    def as_elsewhere(made: sqlite3.Connection) -> None:
        made.execute("PRAGMA secure_delete = OFF")  # as SQLite is built for most systems
        leave_out(made)

    monkeypatch.setattr(copy_file, "_leave_out", as_elsewhere)
    for last in range(10):
        small.take(phone=f"1380013800{last}")
    made = take(small.folder / "hall.db", tmp_path / "copies", lambda _seq, _part: None, lambda: False)
    assert b"1380013800" not in made.path.read_bytes()


def test_while_a_copy_is_made_it_is_looked_again_and_again_whether_it_is_wanted(
    small: SafeHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And others get to the disk in between."""
    for _ in range(100):
        small.take()
    with sqlite3.connect(small.folder / "hall.db") as db:
        (pages,), (size,) = db.execute("PRAGMA page_count").fetchone(), db.execute("PRAGMA page_size").fetchone()
    monkeypatch.setattr(copy_file, "BYTES_AT_ONCE", 4 * size)
    looks = 0

    def stopped() -> bool:
        nonlocal looks
        looks += 1
        return looks > wanted

    wanted = 10**6
    take(small.folder / "hall.db", tmp_path / "copies", lambda _seq, _part: None, stopped)
    assert looks >= pages // 4 > 5
    looks, wanted = 0, 3
    with pytest.raises(CopyStoppedError):
        take(small.folder / "hall.db", tmp_path / "none", lambda _seq, _part: None, stopped)
    assert looks == 4
    assert names_in(tmp_path / "none") == set()


def test_a_day_that_closes_while_people_are_taken_out_ends_the_copy(
    small: SafeHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_out, closed = copy_file._leave_out, False

    def closes(made: sqlite3.Connection) -> None:
        nonlocal closed
        leave_out(made)
        closed = True

    monkeypatch.setattr(copy_file, "_leave_out", closes)
    with pytest.raises(CopyStoppedError):
        take(small.folder / "hall.db", tmp_path / "copies", lambda _seq, _part: None, lambda: closed)
    assert names_in(tmp_path / "copies") == set()


def test_a_copy_leaves_no_file_open(small: SafeHall) -> None:
    small.copy()
    before = open_below(small.folder)
    for _ in range(3):
        small.take()
        small.copy()
    assert len(open_below(small.folder)) == len(before)
