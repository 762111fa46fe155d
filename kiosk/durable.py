"""A terminal's small databases: what is committed is on disk before the call returns; a spoilt file is put aside."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from pathlib import Path

logger = logging.getLogger(__name__)


class DamagedError(sqlite3.DatabaseError):
    """The file opens, but what is in it is not what was written."""


def open_durably(path: Path, schema: str) -> sqlite3.Connection:
    """WAL, synchronous=FULL, autocommit, for several threads behind a lock of their own.

    Raises `sqlite3.Error`, `OSError`; `is_damaged` tells a file that is spoilt from a disk that takes no writes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA secure_delete = ON")  # rows may hold a phone number
        if db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise DamagedError
        db.executescript(schema)
    except sqlite3.Error:
        db.close()
        raise
    return db


def open_or_begin_anew(path: Path, schema: str, *, if_anew: str = "") -> sqlite3.Connection:
    """As `open_durably`; a file that is spoilt is put aside, and `if_anew` is the first that stands in the new one."""
    try:
        return open_durably(path, schema)
    except sqlite3.DatabaseError as error:
        if not is_damaged(error):
            raise
    logger.error("%s cannot be read: put aside and begun anew", path)
    new = path.with_name(f"{path.name}.new")  # whole before it has its name: a power cut leaves the spoilt one
    new.unlink(missing_ok=True)
    _remove_log(new)
    begun = open_durably(new, schema)
    begun.executescript(if_anew)
    begun.close()
    with contextlib.suppress(OSError):  # for the engineer to look at; a hard link, for the disk may be full
        _aside(path).unlink(missing_ok=True)
        _aside(path).hardlink_to(path)
    _remove_log(path)
    new.replace(path)
    return open_durably(path, schema)


def put_aside(path: Path) -> Path:
    """Move a file that is closed, over an earlier one that was put aside; returns where to. Raises `OSError`."""
    path.replace(_aside(path))
    _remove_log(path)
    return _aside(path)


def is_damaged(error: Exception) -> bool:
    """Whether the file is the trouble, not the disk."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return isinstance(error, DamagedError) or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.corrupt")


def _remove_log(path: Path) -> None:
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
