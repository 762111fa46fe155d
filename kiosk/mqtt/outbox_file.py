"""The SQLite file under the outbox: opened when needed, checked, and put aside when it cannot be read.

Events lost by that, or by a torn log, are restored from the second copy (`outbox_copy.py`).
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from kiosk.mqtt.outbox_copy import CopiedEvent, OutboxCopy
from program.durable import DISK_ERRORS, is_damaged, open_durably, put_aside
from program.terminal_data import OUTBOX

logger = logging.getLogger(__name__)

SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refused (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL,
    code TEXT NOT NULL, at INTEGER NOT NULL);
"""


class OutboxFile:
    """`db()` may raise any of `DISK_ERRORS`; `put_aside_if_corrupt` says whether trying again is worth it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._copy = OutboxCopy(path.with_suffix(".copy"))
        self._db: sqlite3.Connection | None = None

    def db(self) -> sqlite3.Connection:
        """The open database; autocommit, WAL, every commit on disk before it returns.

        Also raises `NewerDataError`, which is no error of the disk: it ends the program.
        """
        if self._db is None:
            opened = open_durably(self.path, SCHEMA, OUTBOX)
            try:
                self._take_over(opened)
            except DISK_ERRORS:
                opened.close()
                raise
            self._db = opened
        return self._db

    def _take_over(self, db: sqlite3.Connection) -> None:
        """Restore the events that the copy has and the database has lost."""
        known = {row[0] for row in db.execute("SELECT id FROM outbox UNION SELECT id FROM refused")}
        lost = [event for event in self._copy.events() if event.id not in known]
        if not lost:
            return
        db.execute("BEGIN IMMEDIATE")
        rows = [(event.id, event.type, event.data) for event in lost]
        db.executemany("INSERT INTO outbox (id, type, data) VALUES (?, ?, ?)", rows)
        db.execute("COMMIT")
        logger.error("the outbox had lost %d events: taken from its copy", len(lost))

    def recorded(self, event: CopiedEvent) -> None:
        """Write an event that is in the database to the copy too. If the disk has no room for that, the database has
        it."""
        with self._one_copy_is_enough():
            self._copy.add(event)

    def forgetting(self, id_: str) -> None:
        """Note that the hall has taken or refused an event. The copy is written first, so that a kill in between
        restores nothing."""
        with self._one_copy_is_enough():
            self._copy.gone(id_)

    def emptied(self) -> None:
        """The outbox is empty: also erase old database pages and the copy's lines."""
        self.db().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with self._one_copy_is_enough():
            self._copy.clear()

    @contextlib.contextmanager
    def _one_copy_is_enough(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            logger.warning("the outbox's copy: %s", error.strerror)

    def close(self) -> None:
        if self._db is not None:
            with contextlib.suppress(sqlite3.Error):
                self._db.close()
            self._db = None

    def put_aside_if_corrupt(self, error: Exception) -> Path | None:
        """After `error`: if the file is damaged, move it to `….corrupt` (over an earlier one) and return that path.

        The next `db()` begins a new file. None: the file is not damaged.
        """
        if not is_damaged(error):
            return None
        self.close()
        try:
            return put_aside(self.path)
        except OSError:
            return self.path

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing."""
        db = self.db()
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise
