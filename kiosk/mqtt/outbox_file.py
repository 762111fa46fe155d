"""The SQLite file under the outbox: opened when needed, checked, and moved aside when it cannot be read."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refused (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL,
    code TEXT NOT NULL, at INTEGER NOT NULL);
"""

Trouble = (sqlite3.Error, OSError)
"""What a full, broken or read-only disk raises."""


class OutboxFile:
    """`db()` may raise `Trouble`; `put_aside_if_corrupt` says whether trying again is worth it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db: sqlite3.Connection | None = None

    def db(self) -> sqlite3.Connection:
        """The open database; autocommit, WAL, every commit on disk before it returns."""
        if self._db is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._db = _connect(self.path)
        return self._db

    def close(self) -> None:
        if self._db is not None:
            with contextlib.suppress(sqlite3.Error):
                self._db.close()
            self._db = None

    def put_aside_if_corrupt(self, error: Exception) -> Path | None:
        """After `error`: if the file is damaged, move it to `….corrupt` (over an earlier one) and return that path.

        The next `db()` begins a new file. None: the file is not the trouble.
        """
        if not _is_corrupt(error):
            return None
        self.close()
        aside = self.path.with_name(f"{self.path.name}.corrupt")
        with contextlib.suppress(OSError):
            self.path.replace(aside)
            for ending in ("-wal", "-shm"):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        return aside

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


class DamagedError(sqlite3.DatabaseError):
    """The file opens, but what is in it is not what was written."""


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA secure_delete = ON")  # rows may hold a phone number
        if db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise DamagedError
        db.executescript(SCHEMA)
    except sqlite3.Error:
        db.close()
        raise
    return db


def _is_corrupt(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return isinstance(error, DamagedError) or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
