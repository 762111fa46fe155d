"""The version of the data in a database, and how data of an older version are migrated (ADR 16).

The number is SQLite's own `user_version`. Version 1 is the schema; each entry in the table of migrations leads one
version further. A new file goes through all migrations as well, so new and old files end up the same:

    data_version.check(path, MIGRATIONS)                # before anything is written
    db = sqlite3.connect(path, isolation_level=None)
    data_version.bring_up(db, SCHEMA, MIGRATIONS)

Files from before this number have 0, which counts as version 1.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

Migration = Callable[[sqlite3.Connection], None]
"""Migrates the data one version further, inside the caller's transaction. Once released it must never change."""


class NewerDataError(ValueError):
    """The data were written by a newer program. Nothing was changed."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            f"{path} holds data of version {found}, and this program knows none after {known}: start the program that"
            " wrote them or a newer one. Nothing was changed."
        )


def newest(migrations: Sequence[Migration]) -> int:
    """The version that a program with these migrations writes."""
    return 1 + len(migrations)


def version_of(path: Path) -> int:
    """The number in the file; 0 in files from before this number. Raises `sqlite3.Error`.

    Changes nothing, except that SQLite rolls back what a power cut left half done.
    """
    undone = path.with_name(f"{path.name}-journal").exists()
    address = f"{path.resolve().as_uri()}?mode={'rw' if undone else 'ro'}"
    if not undone and not path.with_name(f"{path.name}-wal").exists():
        address += "&immutable=1"  # otherwise SQLite creates an empty log
    with contextlib.closing(sqlite3.connect(address, uri=True)) as db:
        return _user_version(db)


def check(path: Path, migrations: Sequence[Migration]) -> None:
    """Raises `NewerDataError` if the file's version is newer than these migrations. Changes nothing."""
    if path.exists():
        found = version_of(path)
        if found > newest(migrations):
            raise NewerDataError(path, found, newest(migrations))


def bring_up(db: sqlite3.Connection, schema: str, migrations: Sequence[Migration]) -> bool:
    """Migrate the data to the newest version in one transaction: after a power cut they are either all old or all new.

    `db` must be in autocommit mode. `schema`: that of version 1, whose statements begin with CREATE … IF NOT EXISTS.
    Data of the newest version are not written. Returns whether anything was written. Raises `sqlite3.Error`.
    """
    if _user_version(db) == newest(migrations):
        return False
    db.execute("BEGIN IMMEDIATE")
    try:
        found = _user_version(db)
        if found == 0:
            for statement in schema.split(";"):
                db.execute(statement)
            found = 1
        for migrate in migrations[found - 1 :]:
            migrate(db)
        db.execute(f"PRAGMA user_version = {newest(migrations)}")
        db.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise
    return True


def _user_version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])
