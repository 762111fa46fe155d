"""Checks at the start that the tables of `hall.db` are those of its version."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from hall.disk.migrations import MIGRATIONS, SCHEMA
from program import data_version
from program.durable import is_damaged

_NOT_THE_DISK = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_SCHEMA}


class SchemaError(ValueError):
    """A table does not have the columns of its version: something other than this program changed it."""

    def __init__(self, path: Path, table: str, found: str, known: str) -> None:
        super().__init__(
            f"{path}: table {table} has the columns ({found}), and this program knows ({known}): something else has"
            " changed it. Put a copy of the data in its place (xiaochuang hall-copies). Nothing was changed."
        )


def check(db: sqlite3.Connection, path: Path) -> None:
    """Raises `SchemaError` for the first table that differs from the one in a new file."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as new:
        data_version.bring_up(new, SCHEMA, MIGRATIONS)
        known, found = columns(new), columns(db)
    for table, names in known.items():
        if found.get(table) != names:
            raise SchemaError(path, table, ", ".join(found.get(table, ())) or "none", ", ".join(names))


def columns(db: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Table → the names of its columns, sorted. Their order does not matter, because statements name them."""
    rows = db.execute(
        "SELECT t.name, c.name FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table'"
    )
    tables: dict[str, list[str]] = {}
    for table, column in rows:
        tables.setdefault(table, []).append(column)
    return {table: tuple(sorted(names)) for table, names in tables.items()}


def is_the_disk(error: sqlite3.Error) -> bool:
    """Whether the error means that the disk cannot be written, not that the file is damaged or a statement is wrong."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF not in _NOT_THE_DISK


def pass_on_damage(error: Exception) -> None:
    """Raises `error` if the store is damaged. That ends the service, which must not answer from such a store; the next
    start takes a copy.
    """
    if is_damaged(error):
        raise error
