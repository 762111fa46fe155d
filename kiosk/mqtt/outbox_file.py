"""The SQLite file under the outbox: opened when needed, checked, and moved aside when it cannot be read."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from program.durable import is_damaged, open_durably, put_aside
from program.terminal_data import OUTBOX

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
        self._db: sqlite3.Connection | None = None

    def db(self) -> sqlite3.Connection:
        """The open database; autocommit, WAL, every commit on disk before it returns.

        Raises `NewerDataError` too, which is no trouble of the disk: it ends the program.
        """
        if self._db is None:
            self._db = open_durably(self.path, SCHEMA, OUTBOX)
        return self._db

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
