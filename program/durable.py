"""Files and small databases that survive a power cut: what was written is on disk before the call returns.

A file is replaced as a whole (`whole_file`); a damaged database is put aside and begun anew.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from program import data_version
from program.data_version import Migration

logger = logging.getLogger(__name__)


DISK_ERRORS = (sqlite3.Error, OSError)
"""The errors of a full, broken or read-only disk, and of a damaged file."""


class DamagedError(sqlite3.DatabaseError):
    """The file can be opened, but its content is damaged."""


@contextlib.contextmanager
def whole_file(path: Path, *, mode: int = 0o666, replace: bool = True) -> Iterator[BinaryIO]:
    """Replace `path` by what is written inside the `with`; it is on disk when the `with` ends.

    Until then, and after an exception or a power cut, `path` has its former content, never a part of the new one. A
    missing folder is made. `mode`: as for `os.open`. `replace=False`: an existing `path` stays, and `FileExistsError`
    is raised; several programs may try at once. Raises `OSError`. Only one thread at a time may write one path.
    """
    make_folder(path.parent)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)  # left by a killed process that had the same pid
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make `folder` and its missing parents; all are on disk when this returns. Raises `OSError`."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Sync the names in `folder`: after a rename, syncing the file is not enough. Raises `OSError`."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def open_durably(path: Path, schema: str, migrations: Sequence[Migration] = ()) -> sqlite3.Connection:
    """A connection in WAL mode with synchronous=FULL and autocommit; threads that share it need a lock of their own.

    Data of an older version are migrated. Raises `NewerDataError`, `sqlite3.Error`, `OSError`; `is_damaged` tells a
    damaged file from a disk that cannot be written.
    """
    make_folder(path.parent)
    data_version.check(path, migrations)
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA secure_delete = ON")  # rows may hold a phone number
        if db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise DamagedError
        data_version.bring_up(db, schema, migrations)
    except sqlite3.Error:
        db.close()
        raise
    return db


def open_or_begin_anew(
    path: Path, schema: str, migrations: Sequence[Migration] = (), *, if_anew: str = ""
) -> sqlite3.Connection:
    """Like `open_durably`, but a damaged file is put aside, and a new one begins with the statements `if_anew`."""
    try:
        return open_durably(path, schema, migrations)
    except sqlite3.DatabaseError as error:
        if not is_damaged(error):
            raise
    logger.error("%s cannot be read: put aside and begun anew", path)
    new = path.with_name(f"{path.name}.new")  # renamed when complete: until then a power cut leaves the damaged one
    new.unlink(missing_ok=True)
    _remove_log(new)
    begun = open_durably(new, schema, migrations)
    begun.executescript(if_anew)
    begun.close()
    with contextlib.suppress(OSError):  # for an engineer; a hard link, because the disk may be full
        _aside(path).unlink(missing_ok=True)
        _aside(path).hardlink_to(path)
    _remove_log(path)
    new.replace(path)
    sync_folder(path.parent)
    return open_durably(path, schema, migrations)


def try_writing(db: sqlite3.Connection) -> None:
    """Make a commit that changes nothing. Raises `sqlite3.Error` if the disk cannot be written."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    db.execute(f"PRAGMA user_version = {version}")


def put_aside(path: Path) -> Path:
    """Rename a closed database to `….corrupt`, replacing an earlier one. Returns the new path. Raises `OSError`."""
    path.replace(_aside(path))
    _remove_log(path)
    return _aside(path)


def is_damaged(error: Exception) -> bool:
    """Whether the error means a damaged file, not a full or broken disk."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return isinstance(error, DamagedError) or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.corrupt")


def _remove_log(path: Path) -> None:
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
