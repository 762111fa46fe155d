"""Reads a hall's store beside the running hall: a copy in memory, migrated to this program's version.

The file is only read: SQLite's backup takes one snapshot of it, including the write-ahead log.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from hall.archive.files import ARCHIVE, ArchiveFiles
from hall.archive.history import in_order
from hall.disk import states
from hall.disk.migrations import MIGRATIONS, SCHEMA
from hall.disk.stored_event import StoredEvent
from program import data_version


def opened_to_read(path: Path) -> sqlite3.Connection:
    """A read-only connection to the database, also while its program writes to it. Raises `sqlite3.Error`."""
    address = f"{path.resolve().as_uri()}?mode=ro"
    if not path.with_name(f"{path.name}-wal").exists():
        address += "&immutable=1"  # otherwise SQLite creates an empty log
    return sqlite3.connect(address, uri=True)


class CopiedStore:
    """The part of a store that `remember` needs, from a copy in memory."""

    def __init__(self, path: Path) -> None:
        """Raises `NewerDataError` for data of a newer version, `sqlite3.Error` if the file is no store or cannot be
        read."""
        data_version.check(path, MIGRATIONS)
        self._archive = ArchiveFiles(path.parent / ARCHIVE)
        self._db = sqlite3.connect(":memory:", isolation_level=None)
        with contextlib.closing(opened_to_read(path)) as db:
            db.backup(self._db)
        data_version.bring_up(self._db, SCHEMA, MIGRATIONS)

    def states(self) -> Iterator[tuple[int, str]]:
        """As `Store.states`."""
        return states.of(self._db)

    def meta(self, key: str) -> str | None:
        """As `Store.meta`."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def events(self, after: int) -> Iterator[StoredEvent]:
        """As `Store.events`."""
        rows = self._db.execute(
            "SELECT e.seq, e.at, e.type, e.body, p.body FROM events AS e LEFT JOIN private AS p ON p.seq = e.seq"
            " WHERE e.seq > ? ORDER BY e.seq",
            (after,),
        )
        return in_order(self._archive.readable(after), (StoredEvent(*row) for row in rows))
