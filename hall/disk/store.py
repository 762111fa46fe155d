"""The hall's data on disk: the events, the answers, and the newest state. SQLite with one writer.

One batch of requests is one transaction with synchronous=FULL. After `commit` has returned None, no power cut loses
any of it; after a `WriteFailure`, none of it is on disk.

Personal data (a phone, the keyed hash of a person) is stored apart from the events, in `private`, and in the snapshot.
Closing a day erases its bytes: `private` only grows at its end and is deleted whole, `secure_delete` overwrites freed
pages, and the write-ahead log is emptied afterwards.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from hall.archive.files import ARCHIVE, ArchiveFiles
from hall.archive.history import in_order
from hall.disk import pages, schema, states
from hall.disk.answered import AnswerTable
from hall.disk.identity import StoreIdentity, identity
from hall.disk.migrations import MIGRATIONS, SCHEMA
from hall.disk.stored_event import StoredEvent
from hall.sms.states import SmsState
from program import data_version
from program.durable import make_folder

SMS = "key, at, expires_at, ticket, text, state, tries, reference, reason"
"""The columns of `Sms`, in its order."""

PROBE_BYTES = 256 * 1024


class WriteFailureKind(StrEnum):
    FULL = "disk_full"  # no room; worth trying again
    DISK = "disk_error"  # the disk itself fails


@dataclass(frozen=True, slots=True)
class WriteFailure:
    """Why nothing was written. `detail` is SQLite's sentence; it holds no data of a request."""

    kind: WriteFailureKind
    detail: str


@dataclass(frozen=True, slots=True)
class Sms:
    """One text message, made by one rule about one ticket. It does not hold the phone, which is looked up when it is
    sent."""

    key: str
    at: int
    expires_at: int
    ticket: str
    text: str
    state: SmsState = SmsState.QUEUED
    tries: int = 0
    reference: str = ""
    reason: str = ""


@dataclass(slots=True)
class Batch:
    """The content of one transaction.

    `closed`: the sequence number of a `day.closed` among the events. All personal data up to it is erased; then
    `snapshot` and `closing` (that number, the day, the state after it: `states.of_closed_day`) must be given too.
    `answers_before`: answers older than this instant (ms) are deleted. `day`: the hall day after the batch. `given`:
    queue → last counter given and last counter of its range, for the queues that give a number in the batch.
    """

    events: list[tuple[int, int, str, str]] = field(default_factory=list)
    private: list[tuple[int, str, str]] = field(default_factory=list)
    answers: list[tuple[str, int, str]] = field(default_factory=list)
    sms: list[Sms] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    closed: int | None = None
    living: tuple[str, ...] | None = None  # tickets and bookings whose personal data stays; needs `snapshot`
    snapshot: tuple[int, str] | None = None
    closing: tuple[int, str, str] | None = None
    answers_before: int | None = None
    day: str = ""
    given: dict[str, tuple[int, int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.events or self.answers or self.sms or self.meta or self.snapshot)


class Store:
    """Opened by the constructor; `commit` batches, then `close`. One thread at a time may use it."""

    def __init__(self, path: Path, *, max_pages: int | None = None) -> None:
        """Open the file and migrate data of an older version. `max_pages` limits the file (for tests).

        Raises `NewerDataError` for data of a newer version, `SchemaError` for wrong tables, `sqlite3.Error` or
        `OSError` for errors of the disk.
        """
        self._path = path
        self._max_pages = max_pages
        self.archive = ArchiveFiles(path.parent / ARCHIVE)
        self.archive_last = self.archive.last()
        self._db = self._open()
        self._identity = identity(self._db)
        self._answered = AnswerTable(self._db)

    @property
    def identity(self) -> StoreIdentity:
        """The id of this store, and of its parent."""
        return self._identity

    @property
    def folder(self) -> Path:
        return self._path.parent

    def _open(self) -> sqlite3.Connection:
        make_folder(self._path.parent)
        data_version.check(self._path, MIGRATIONS)
        db = sqlite3.connect(self._path, isolation_level=None, timeout=5.0, cached_statements=64,
                             check_same_thread=False)  # fmt: skip
        self._path.chmod(0o600)
        for pragma in (f"page_size={pages.PAGE_BYTES}", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON",
                       "temp_store=MEMORY", "cache_size=-2000", f"wal_autocheckpoint={pages.LOG_PAGES}"):  # fmt: skip
            db.execute(f"PRAGMA {pragma}")
        # move what an earlier run left in the log into the database; on a full disk it stays in the log
        with contextlib.suppress(sqlite3.OperationalError):
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if data_version.bring_up(db, SCHEMA, MIGRATIONS):
            with contextlib.suppress(sqlite3.OperationalError):  # erased data must not stay in the log either
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        pages.set_size(db)
        schema.check(db, self._path)
        if self._max_pages is not None:
            db.execute(f"PRAGMA max_page_count={self._max_pages}")
        return db

    # ---- writing

    def commit(self, batch: Batch) -> WriteFailure | None:
        """Write all of `batch`, which is on disk when this returns None; or write nothing and return why."""
        db = self._db
        try:
            db.execute("BEGIN IMMEDIATE")
            if batch.closed is not None:
                db.execute("DELETE FROM private")
                db.execute("DELETE FROM snapshots")
            self._insert(db, batch)
            states.erase_others(db, batch.living)
            db.execute("COMMIT")
        except sqlite3.Error as error:
            return self._undo(error)
        except BaseException:  # a bug: its uncommitted rows must not be read as if they were on disk
            self._roll_back()
            raise
        self._answered.remember(db, batch.answers, anew=batch.answers_before is not None)
        if batch.closed is not None or batch.living is not None:
            self.empty_log()
        return None

    def _insert(self, db: sqlite3.Connection, batch: Batch) -> None:
        if batch.answers_before is not None:
            self._answered.forget(db, batch.answers_before)
            db.execute("DELETE FROM sms WHERE at < ?", (batch.answers_before,))
        if batch.events:
            db.executemany("INSERT INTO events (seq, at, type, body) VALUES (?, ?, ?, ?)", batch.events)
        if batch.private:
            after = batch.closed or 0
            rows = [row for row in batch.private if row[0] > after]
            db.executemany("INSERT INTO private (seq, subject, body) VALUES (?, ?, ?)", rows)
        if batch.answers:
            self._answered.write(db, batch.answers)
        for sms in batch.sms:
            row = (sms.key, sms.at, sms.expires_at, sms.ticket, sms.text, sms.state.value, sms.tries, sms.reference,
                   sms.reason)  # fmt: skip
            db.execute(f"INSERT OR REPLACE INTO sms ({SMS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
        for key, value in batch.meta.items():
            db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))
        if batch.snapshot is not None:
            seq, body = batch.snapshot
            db.execute("INSERT OR REPLACE INTO snapshots (id, seq, body) VALUES (1, ?, ?)", (seq, body))
        if batch.closing is not None:
            states.keep_closing(db, *batch.closing)

    def _roll_back(self) -> None:
        try:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
        except sqlite3.Error:
            self._reopen()

    def _undo(self, error: sqlite3.Error) -> WriteFailure:
        """Roll back. Raises `error` if the store is damaged or a statement is wrong, and not the disk."""
        self._roll_back()
        if not schema.is_the_disk(error):
            raise error
        self.empty_log()  # the log may hold megabytes that are needed now
        full = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
        return WriteFailure(WriteFailureKind.FULL if full else WriteFailureKind.DISK, str(error))

    def _reopen(self) -> None:
        self._db.close()
        self._db = self._open()

    def probe(self) -> WriteFailure | None:
        """Whether there is room again: write a quarter of a megabyte, and free it inside the file."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("INSERT OR REPLACE INTO probe (id, body) VALUES (1, zeroblob(?))", (PROBE_BYTES,))
            self._db.execute("COMMIT")
            self._db.execute("DELETE FROM probe")
        except sqlite3.Error as error:
            return self._undo(error)
        self.empty_log()  # free the room that the probe took in the log
        return None

    def drop_events(self, upto: int, count: int) -> bool:
        """Delete the `count` oldest events up to `upto`, which are in the archive. Returns whether more are left."""
        with contextlib.suppress(sqlite3.OperationalError):  # a full disk: left for later
            pages.drop_events(self._db, upto, count)
        return bool(self._db.execute("SELECT EXISTS (SELECT 1 FROM events WHERE seq <= ?)", (upto,)).fetchone()[0])

    def shrink(self) -> None:
        """Return unused space to the disk, if most of the file is unused. To be called when no request waits."""
        pages.shrink(self._db)

    def empty_log(self) -> None:
        """Move the write-ahead log into the database and truncate it. If that fails, it is left for later.

        At other times SQLite moves it and overwrites it from the start: a log of constant length is flushed faster.
        """
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        self._db.close()

    # ---- reading

    def answers(self, keys: Iterable[str]) -> dict[str, str]:
        """Request key → stored part of its answer, for those of `keys` that were answered (`hall.disk.answered`)."""
        return self._answered.find(self._db, keys)

    def snapshot(self) -> tuple[int, str] | None:
        """`(sequence number, state)` of the newest state; None if there is none."""
        row = self._db.execute("SELECT seq, body FROM snapshots").fetchone()
        return None if row is None else (row[0], row[1])

    def states(self) -> Iterator[tuple[int, str]]:
        """`(sequence number, state)` of all states, newest first."""
        return states.of(self._db)

    def events(self, after: int, limit: int | None = None) -> Iterator[StoredEvent]:
        """The events above `after`, in order, archived ones included, with the personal fields that still exist."""
        archived = self.archive.readable(after) if after < self.archive_last else ()
        rows = self._db.execute(
            "SELECT e.seq, e.at, e.type, e.body, p.body FROM events AS e LEFT JOIN private AS p ON p.seq = e.seq"
            " WHERE e.seq > ? ORDER BY e.seq LIMIT ?",
            (after, -1 if limit is None else limit),
        )
        return in_order(archived, (StoredEvent(*row) for row in rows), limit)

    def last_seq(self) -> int:
        return max(self._db.execute("SELECT max(seq) FROM events").fetchone()[0] or 0, self.archive_last)

    def private(self, subject: str) -> dict[str, Any]:
        """The personal fields of a ticket or booking, while its day is open."""
        rows = self._db.execute(
            "SELECT e.body, p.body FROM private AS p JOIN events AS e ON e.seq = p.seq WHERE p.subject = ?"
            " ORDER BY p.seq",
            (subject,),
        )
        known: dict[str, Any] = {}
        for body, hidden in rows:
            known |= json.loads(body) | json.loads(hidden)
        return known

    def sms(self, states: Iterable[SmsState]) -> list[Sms]:
        """Messages in these states, oldest first."""
        wanted = [state.value for state in states]
        marks = ", ".join("?" * len(wanted))
        rows = self._db.execute(
            f"SELECT {SMS} FROM sms WHERE state IN ({marks}) ORDER BY at, key",  # noqa: S608 - only question marks
            wanted,
        )
        found = [Sms(*row) for row in rows]
        return [replace(sms, state=SmsState(sms.state)) for sms in found]

    def sms_keys(self, ticket: str) -> set[str]:
        """The keys of all messages about a ticket (`{ticket}/…`), in any state."""
        rows = self._db.execute("SELECT key FROM sms WHERE key > ? AND key < ?", (ticket + "/", ticket + "0"))
        return {str(row[0]) for row in rows}

    def meta(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])
