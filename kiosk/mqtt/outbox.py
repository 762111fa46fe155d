"""What must reach the hall, on disk before `append` returns: reviews, offline tickets, print results, faults.

A row goes only when the hall acknowledged it after its own commit (`sender.py`). Thread-safe. Rows may hold a phone
number or a person's hash, so deleted ones are overwritten (secure_delete, and the WAL is cut when all is sent).
"""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

from kiosk.mqtt.messages import new_id

logger = logging.getLogger(__name__)

CAPACITY = 10_000
REFUSED_KEPT = 100
REFUSED_DAYS = 7
PERSONAL = ("phone", "person")  # not kept in the table of refused rows

SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL,
    keep INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS refused (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL,
    code TEXT NOT NULL, at INTEGER NOT NULL);
"""


class Keep(IntEnum):
    """How hard a row is kept: with the outbox half full no more notes, full no more tickets, reviews always."""

    NOTE = 0
    TICKET = 1
    REVIEW = 2


KEEP = {"rating.given": Keep.REVIEW, "ticket.issued_offline": Keep.TICKET}
"""The class of each event type; the others are notes."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """On disk. The hall will get it once, whatever happens."""

    id: str


@dataclass(frozen=True, slots=True)
class OutboxFull:
    """Not recorded: too many of its class wait already."""


@dataclass(frozen=True, slots=True)
class DiskFull:
    """Not recorded: the disk is full or does not take writes (`detail`)."""

    detail: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    seq: int
    id: str
    type: str
    data: dict[str, Any]


OnAlarm = Callable[[str, str], None]
"""`(code, detail)`: outbox.full, outbox.disk, outbox.corrupt, outbox.refused. From any thread: enqueue and return."""


def no_alarm(_code: str, _detail: str) -> None:
    pass


class Outbox:
    """A bounded queue in the SQLite file `path`. A file that cannot be read is moved aside and a new one begun."""

    def __init__(self, path: Path, *, capacity: int = CAPACITY, on_alarm: OnAlarm = no_alarm) -> None:
        self._path = path
        self._capacity = capacity
        self._on_alarm = on_alarm
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = self._open()

    def append(self, type_: str, data: dict[str, Any], keep: Keep | None = None) -> Recorded | OutboxFull | DiskFull:
        """Record an event. Blocks for one disk flush (milliseconds; tens on an SD card)."""
        keep = KEEP.get(type_, Keep.NOTE) if keep is None else keep
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        with self._lock:
            for _ in range(2):  # once more after a corrupt file was put aside
                try:
                    if self._count() >= self._room(keep):
                        break
                    new = new_id()
                    self._db.execute(
                        "INSERT INTO outbox (id, type, data, keep) VALUES (?, ?, ?, ?)", (new, type_, text, keep)
                    )
                except sqlite3.DatabaseError as error:
                    if not self._heal(error):
                        self._alarm("outbox.disk", str(error))
                        return DiskFull(str(error))
                else:
                    return Recorded(new)
            else:
                return DiskFull("the outbox file cannot be made anew")
        self._alarm("outbox.full", f"{type_} was not recorded: {self._room(keep)} rows wait")
        return OutboxFull()

    def oldest(self) -> Row | None:
        """The row to send next."""
        with self._lock, self._healing():
            found = self._db.execute("SELECT seq, id, type, data FROM outbox ORDER BY seq LIMIT 1").fetchone()
            return Row(found[0], found[1], found[2], json.loads(found[3])) if found else None
        return None

    def delete(self, id_: str) -> None:
        """The hall has it."""
        with self._lock, self._healing():
            self._db.execute("DELETE FROM outbox WHERE id = ?", (id_,))
            if self._count() == 0:
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def refuse(self, id_: str, code: str) -> None:
        """The hall will never take it: put it among the refused, without what is personal, for an engineer to see."""
        with self._lock, self._healing():
            row = self._db.execute("SELECT type, data FROM outbox WHERE id = ?", (id_,)).fetchone()
            if row is None:
                return
            data = {key: value for key, value in json.loads(row[1]).items() if key not in PERSONAL}
            now = int(time.time())
            with self._transaction():
                self._db.execute("DELETE FROM outbox WHERE id = ?", (id_,))
                self._db.execute(
                    "INSERT INTO refused (id, type, data, code, at) VALUES (?, ?, ?, ?, ?)",
                    (id_, row[0], json.dumps(data, ensure_ascii=False), code, now),
                )
                self._db.execute(
                    "DELETE FROM refused WHERE at < ? OR seq <= (SELECT max(seq) FROM refused) - ?",
                    (now - REFUSED_DAYS * 86_400, REFUSED_KEPT),
                )
            self._alarm("outbox.refused", f"{row[0]}: {code}")

    def refused(self) -> list[tuple[str, str, str]]:
        """`(id, type, code)` of what the hall would not take, oldest first."""
        with self._lock, self._healing():
            return [tuple(row) for row in self._db.execute("SELECT id, type, code FROM refused ORDER BY seq")]
        return []

    def __len__(self) -> int:
        with self._lock, self._healing():
            return self._count()
        return 0

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _room(self, keep: Keep) -> float:
        if keep is Keep.REVIEW:
            return float("inf")
        return self._capacity if keep is Keep.TICKET else self._capacity // 2

    def _count(self) -> int:
        count: int = self._db.execute("SELECT count(*) FROM outbox").fetchone()[0]
        return count

    def _open(self) -> sqlite3.Connection:
        try:
            return _connect(self._path)
        except sqlite3.DatabaseError as error:
            if not _is_corrupt(error):
                raise
            self._put_aside()
            return _connect(self._path)

    def _put_aside(self) -> None:
        """Keep the unreadable file for whoever may read it, and begin a new one."""
        aside = self._path.with_name(f"{self._path.name}.corrupt")
        self._path.replace(aside)
        for ending in ("-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        self._alarm("outbox.corrupt", f"moved to {aside}")

    def _heal(self, error: sqlite3.DatabaseError) -> bool:
        """After a corrupt page: a new file, and True. Any other trouble of the database: False."""
        if not _is_corrupt(error):
            return False
        with contextlib.suppress(sqlite3.Error):
            self._db.close()
        self._put_aside()
        self._db = _connect(self._path)
        return True

    @contextlib.contextmanager
    def _healing(self) -> Iterator[None]:
        """For reads and deletes: trouble is an alarm, and the caller goes on as if nothing was there."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if not self._heal(error):
                self._alarm("outbox.disk", str(error))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _alarm(self, code: str, detail: str) -> None:
        logger.error("%s: %s", code, detail)
        self._on_alarm(code, detail)


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA secure_delete = ON")
        db.executescript(SCHEMA)
        if db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise _CorruptError
    except sqlite3.Error:
        db.close()
        raise
    return db


class _CorruptError(sqlite3.DatabaseError):
    """quick_check found damage that opening alone did not meet."""


def _is_corrupt(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return isinstance(error, _CorruptError) or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
