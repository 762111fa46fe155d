"""One copy of the store: how it is named, made and checked, and what is left out of it.

A copy is a database of its own, made by SQLite while the hall works. It holds nothing personal: no row of `private`,
and the state without phones, hashes of people and pick-up codes. The personal part is kept only in the data folder, in
one file for the newest copies, which is erased when the day closes. So a copy that is carried away, or forgotten on a
second disk, holds no personal data.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from hall.copies.since import erase
from hall.disk.journal import PRIVATE
from hall.disk.migrations import MIGRATIONS
from program import data_version
from program.durable import make_folder, sync_folder, whole_file

BYTES_AT_ONCE = 1024 * 1024
PAUSE_S = 0.005
"""A pause between steps, so that others can use the disk."""

_NAME = re.compile(r"hall-(\d{12})-(\d{8}T\d{6}Z)\.db")
_TIME = "%Y%m%dT%H%M%SZ"
_PERSONAL = frozenset(name for private in PRIVATE.values() for name in private.fields)


class CopyFile(NamedTuple):
    """A copy that goes up to the event `seq`, made at `at` (UTC)."""

    seq: int
    at: datetime
    path: Path

    @property
    def name(self) -> str:
        """Its file name. Names sort in the order of the copies."""
        return f"hall-{self.seq:012d}-{self.at.strftime(_TIME)}.db"


class CopyStoppedError(Exception):
    """The copy was dropped, because the day closes or the program ends."""


class BadCopyError(ValueError):
    """A file is no good copy. The text says why."""


def copies_in(folder: Path) -> list[CopyFile]:
    """The copies in `folder`, newest first. Only file names are read."""
    found = []
    for path in folder.glob("hall-*.db"):
        match = _NAME.fullmatch(path.name)
        if match:
            found.append(CopyFile(int(match[1]), datetime.strptime(match[2], _TIME).replace(tzinfo=UTC), path))
    return sorted(found, key=lambda copy: (copy.seq, copy.at), reverse=True)


def copy_of(path: Path) -> CopyFile:
    """The copy in the file `path`, which may have any name. Raises `sqlite3.Error`."""
    with contextlib.closing(open_to_read(path)) as db:
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        match = _NAME.fullmatch(path.name)
        if match:
            at = datetime.strptime(match[2], _TIME).replace(tzinfo=UTC)
        return CopyFile(last_event(db), at, path)


def fault_of(path: Path) -> str:
    """Why a hall cannot go on from this database; "" if it can. Reads all of it and changes nothing."""
    try:
        with contextlib.closing(open_to_read(path)) as db:
            said = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
            if said != "ok":
                return said.replace("\n", " ")[:200]
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version > data_version.newest(MIGRATIONS):
                return f"of version {version}, which this program does not know"
            last_event(db)
            for (body,) in db.execute("SELECT body FROM snapshots"):
                json.loads(body)
    except (sqlite3.Error, ValueError, UnicodeDecodeError) as error:
        return str(error)[:200] or type(error).__name__
    return ""


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection that changes neither the database nor its write-ahead log. Raises `sqlite3.Error`."""
    address = f"{path.resolve().as_uri()}?mode=ro"
    if not path.with_name(f"{path.name}-wal").exists():
        address += "&immutable=1"  # otherwise SQLite creates an empty log
    return sqlite3.connect(address, uri=True, timeout=5)


def last_event(db: sqlite3.Connection) -> int:
    """The number of the last event; 0 if there is none. Raises `sqlite3.Error`."""
    return int(db.execute("SELECT max(seq) FROM events").fetchone()[0] or 0)


def take(
    store: Path, folder: Path, keep_personal: Callable[[int, dict[str, Any]], None], stopped: Callable[[], bool]
) -> CopyFile:
    """Copy the database `store`, which another connection may be writing, into `folder`; it is on disk and checked.

    `keep_personal(seq, personal part)` is called before that. Raises `CopyStoppedError` soon after `stopped()` is true,
    `BadCopyError`, `sqlite3.Error`, `OSError`; then no file is left.
    """
    make_folder(folder)
    draft = folder / ".copy"
    erase(draft)

    def look(*_: int) -> None:
        if stopped():
            raise CopyStoppedError

    try:
        with contextlib.closing(sqlite3.connect(store, isolation_level=None, timeout=5)) as source:
            source.execute("BEGIN")  # one snapshot of the store; otherwise every commit would restart the copying
            seq = last_event(source)
            keep_personal(seq, personal_part(source))
            draft.touch(0o600)
            with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as made:
                made.execute("PRAGMA synchronous = OFF")  # flushed once, below
                pages = BYTES_AT_ONCE // source.execute("PRAGMA page_size").fetchone()[0]
                source.backup(made, pages=pages, progress=look, sleep=PAUSE_S)
                source.execute("COMMIT")
                _leave_out(made)
        look()
        fault = fault_of(draft)
        if fault:
            raise BadCopyError(fault)
        at = datetime.now(UTC)
        copy = CopyFile(seq, at, folder)
        copy = copy._replace(path=folder / copy.name)
        sync_file(draft)
        draft.replace(copy.path)
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            erase(folder / f".copy{ending}")
    sync_folder(folder)
    return copy


def personal_part(db: sqlite3.Connection) -> dict[str, Any]:
    """The personal part of a store, which a copy leaves out."""
    rows = db.execute("SELECT seq, subject, body FROM private ORDER BY seq").fetchall()
    return {"private": rows, "snapshots": db.execute("SELECT seq, body FROM snapshots").fetchall()}


def put_personal_back(db: sqlite3.Connection, part: dict[str, Any]) -> None:
    """Write the personal part back into a copy, so that it equals its source."""
    db.executemany("INSERT OR REPLACE INTO private (seq, subject, body) VALUES (?, ?, ?)", part["private"])
    db.executemany("UPDATE snapshots SET body = ?2 WHERE seq = ?1", part["snapshots"])


def write_personal(path: Path, part: dict[str, Any]) -> None:
    with whole_file(path, mode=0o600) as file:
        file.write(json.dumps(part, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def sync_file(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _leave_out(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA journal_mode = DELETE")
    db.execute("PRAGMA journal_mode = MEMORY")  # deleted data must not stay in a journal
    db.execute("PRAGMA secure_delete = ON")
    db.execute("DELETE FROM private")
    for seq, body in db.execute("SELECT seq, body FROM snapshots").fetchall():
        try:
            state = json.dumps(without_people(json.loads(body)), ensure_ascii=False)
        except ValueError:
            raise BadCopyError(f"the whole state up to event {seq} cannot be read") from None
        db.execute("UPDATE snapshots SET body = ? WHERE seq = ?", (state, seq))


def without_people(value: Any) -> Any:
    """A state as JSON without the fields that `PRIVATE` calls personal, in objects and in tables
    (`domain/state/rows.py`)."""
    if isinstance(value, list):
        return [without_people(one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"fields", "rows"}:
        hidden = [place for place, name in enumerate(value["fields"]) if name in _PERSONAL]
        rows = [[None if place in hidden else one for place, one in enumerate(row)] for row in value["rows"]]
        return {"fields": value["fields"], "rows": rows}
    return {name: None if name in _PERSONAL else without_people(one) for name, one in value.items()}
