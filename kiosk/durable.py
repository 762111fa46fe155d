"""Opens a terminal's small databases: what is committed is on disk before the call returns."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def open_durably(path: Path, schema: str) -> sqlite3.Connection:
    """WAL, synchronous=FULL, autocommit, for several threads behind a lock of their own. Raises `sqlite3.Error`."""
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.executescript(schema)
    except sqlite3.Error:
        db.close()
        raise
    return db
