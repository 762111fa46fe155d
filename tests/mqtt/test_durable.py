"""Files that are replaced whole, and databases that are put aside when they are damaged."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from program.durable import (
    DamagedError,
    is_damaged,
    make_folder,
    open_durably,
    open_or_begin_anew,
    put_aside,
    whole_file,
)

SCHEMA = "CREATE TABLE IF NOT EXISTS rows (name TEXT)"


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write(path: Path, content: bytes, **how: int) -> None:
    with whole_file(path, **how) as file:
        file.write(content)


def test_a_file_is_replaced_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file.name"
    write(path, b"first")
    write(path, b"second")
    assert path.read_bytes() == b"second"
    assert names_in(path.parent) == ["file.name"]


def test_nobody_sees_the_new_content_before_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write(path, b"old")
    with whole_file(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


def test_a_writer_that_fails_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write(path, b"old")

    def fails(path: Path) -> None:
        with whole_file(path) as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails(path)
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["file"]


@pytest.fixture
def no_umask() -> Iterator[None]:
    old = os.umask(0)
    yield
    os.umask(old)


@pytest.mark.usefixtures("no_umask")
def test_a_secret_is_its_owners_from_its_first_byte(tmp_path: Path) -> None:
    path = tmp_path / "key"
    with whole_file(path, mode=0o600):
        (draft,) = tmp_path.iterdir()
        assert stat.S_IMODE(draft.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.usefixtures("no_umask")
def test_who_else_reads_a_file_that_is_no_secret_is_for_the_umask_to_say(tmp_path: Path) -> None:
    write(tmp_path / "file", b"")
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o666


def test_nothing_stays_open(tmp_path: Path) -> None:
    before = len(names_in(Path("/proc/self/fd")))
    write(tmp_path / "folder" / "file", b"")
    assert len(names_in(Path("/proc/self/fd"))) == before


def test_a_file_that_must_not_be_replaced_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "key"
    write(path, b"first", replace=False)
    with pytest.raises(FileExistsError):
        write(path, b"second", replace=False)
    assert path.read_bytes() == b"first"
    assert names_in(tmp_path) == ["key"]


def test_a_draft_that_a_killed_process_left_stands_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / "file"
    (tmp_path / f".file.{os.getpid()}").write_bytes(b"a longer piece that was left behind")
    write(path, b"new")
    assert path.read_bytes() == b"new"
    assert names_in(tmp_path) == ["file"]


def test_a_folder_cannot_be_made_where_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        make_folder(tmp_path / "file")
    with pytest.raises(OSError, match="file"):
        make_folder(tmp_path / "file" / "folder")


def rows(db: sqlite3.Connection) -> list[str]:
    return [row[0] for row in db.execute("SELECT name FROM rows ORDER BY rowid")]


def test_rows_are_there_when_a_database_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "some.db"
    db = open_durably(path, SCHEMA)
    db.execute("INSERT INTO rows VALUES ('first')")
    db.close()
    assert rows(open_or_begin_anew(path, SCHEMA, if_anew="INSERT INTO rows VALUES ('anew')")) == ["first"]


def test_a_database_keeps_its_promises(tmp_path: Path) -> None:
    db = open_durably(tmp_path / "some.db", SCHEMA)
    pragmas = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
    assert pragmas == {"journal_mode": "wal", "synchronous": 2}  # FULL
    assert db.execute("PRAGMA secure_delete").fetchone()[0] == 1
    assert db.isolation_level is None, "each statement is a transaction of its own"


def log_of_a_killed_program(folder: Path) -> bytes:
    """A write-ahead log with one row in it, that fits every database of this schema."""
    db = open_durably(folder / "killed.db", SCHEMA)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.execute("INSERT INTO rows VALUES ('of another file')")
    log = (folder / "killed.db-wal").read_bytes()
    db.close()
    (folder / "killed.db").unlink()
    return log


def test_a_damaged_database_is_put_aside_and_the_new_one_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "some.db"
    log = log_of_a_killed_program(tmp_path)
    path.write_bytes(b"no database" * 500)
    path.with_name("some.db-wal").write_bytes(log)
    path.with_name("some.db.corrupt").write_bytes(b"an earlier one")
    path.with_name("some.db.new").write_bytes(b"begun and cut off")
    path.with_name("some.db.new-wal").write_bytes(log)
    db = open_or_begin_anew(path, SCHEMA, if_anew="INSERT INTO rows VALUES ('anew')")
    assert rows(db) == ["anew"]
    assert f"{path} cannot be read: put aside and begun anew" in caplog.text
    db.close()
    assert names_in(tmp_path) == ["some.db", "some.db.corrupt"]
    assert path.with_name("some.db.corrupt").read_bytes() == b"no database" * 500


def test_damage_deep_in_the_file_is_found_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    db = open_durably(path, SCHEMA)
    db.executemany("INSERT INTO rows VALUES (?)", [(f"{number:0500}",) for number in range(50)])
    db.close()
    content = bytearray(path.read_bytes())
    content[2 * 4096 + 7] = 77  # fragmented bytes of a page that has none
    path.write_bytes(content)
    with pytest.raises(DamagedError):
        open_durably(path, SCHEMA)
    assert rows(open_or_begin_anew(path, SCHEMA, if_anew="INSERT INTO rows VALUES ('anew')")) == ["anew"]


def test_a_database_serves_every_thread(tmp_path: Path) -> None:
    db = open_durably(tmp_path / "some.db", SCHEMA)
    with ThreadPoolExecutor(1) as other:
        other.submit(db.execute, "INSERT INTO rows VALUES ('from another thread')").result()
    assert rows(db) == ["from another thread"]


def test_the_first_damaged_database_is_put_aside_too(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    path.write_bytes(b"no database" * 500)
    open_or_begin_anew(path, SCHEMA).close()
    assert path.with_name("some.db.corrupt").read_bytes() == b"no database" * 500


def test_a_disk_that_takes_no_writes_puts_nothing_aside(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    path.mkdir()
    with pytest.raises(sqlite3.OperationalError):
        open_or_begin_anew(path, SCHEMA)
    assert names_in(tmp_path) == ["some.db"]


def test_what_is_put_aside_takes_its_log_away(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    for name in ("some.db", "some.db-wal", "some.db-shm", "some.db.corrupt"):
        (tmp_path / name).write_bytes(name.encode())
    assert put_aside(path) == tmp_path / "some.db.corrupt"
    assert names_in(tmp_path) == ["some.db.corrupt"]
    assert (tmp_path / "some.db.corrupt").read_bytes() == b"some.db"


def test_damage_is_told_from_a_full_disk() -> None:
    assert is_damaged(DamagedError())
    for code, damaged in (
        (sqlite3.SQLITE_CORRUPT, True),
        (sqlite3.SQLITE_NOTADB, True),
        (sqlite3.SQLITE_CORRUPT | 1 << 8, True),  # an extended code of it
        (sqlite3.SQLITE_FULL, False),
        (sqlite3.SQLITE_IOERR, False),
    ):
        error = sqlite3.OperationalError("text")
        error.sqlite_errorcode = code
        assert is_damaged(error) is damaged
    assert not is_damaged(OSError("no space left"))
