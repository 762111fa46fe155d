"""The files of the archive: `archive/2026.db` beside `hall.db`, with the events of the days of 2026 that have left it.

Rows are never changed or deleted. A file is a database with a rollback journal: while nobody writes, it is a single
file that can be copied as it is. Its version is SQLite's `user_version`, as in all our data (ADR 16).
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Iterator, Sequence
from heapq import merge
from pathlib import Path

from hall.disk.stored_event import StoredEvent
from program import data_version
from program.data_version import Migration, NewerDataError
from program.durable import make_folder

logger = logging.getLogger(__name__)

ARCHIVE = "archive"
"""The folder in the hall's data folder."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, type TEXT NOT NULL,
  body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS ratings ON events (type, seq) WHERE type IN ('rating.given', 'rating.invited')
"""
MIGRATIONS: tuple[Migration, ...] = ()

BUSY_S = 30.0
Row = tuple[int, int, str, str]


class OtherHistoryError(ValueError):
    """Archive and store have different events under one number: they belong to different halls. Nothing was changed."""

    def __init__(self, path: Path, seq: int) -> None:
        super().__init__(f"{path} has another event {seq} than the store")


class SpoiltYearError(sqlite3.DatabaseError):
    """A year's file is damaged, or cannot be read. Nothing was changed."""

    def __init__(self, path: Path, why: object) -> None:
        super().__init__(
            f"{path} cannot be read ({why}): put this year's file of the second disk, or of a backup, in its place;"
            " the hall must be stopped for that"
        )


@contextlib.contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Adds the file's name to errors, because SQLite does not."""
    try:
        yield
    except sqlite3.Error as error:
        raise SpoiltYearError(path, error) from error


class ArchiveFiles:
    """All files of one hall's archive. If the folder is missing, the archive is empty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def paths(self) -> list[Path]:
        return [path for path in self._all() if path.stat().st_size]

    def empty(self) -> list[Path]:
        """Files without content: their first day is being written right now, or their content was lost."""
        return [path for path in self._all() if not path.stat().st_size]

    def _all(self) -> list[Path]:
        return sorted(self.folder.glob("[0-9][0-9][0-9][0-9].db"))

    def last(self) -> int:
        """The sequence number of the last readable event; 0: there is none. A hall can start without its archive."""
        found = 0
        for path in self.paths():
            try:
                with contextlib.closing(_to_read(path)) as db:
                    found = max(found, db.execute("SELECT max(seq) FROM events").fetchone()[0] or 0)
            except (sqlite3.Error, NewerDataError) as error:
                logger.error("%s cannot be read: %s", path, error)  # noqa: TRY400 - said in full
        return found

    def events(self, after: int, types: Sequence[str] = ()) -> Iterator[StoredEvent]:
        """The events after this sequence number, in order; only of `types` if given. Raises `NewerDataError`,
        `SpoiltYearError`."""
        with contextlib.ExitStack() as opened:
            files = [(path, opened.enter_context(contextlib.closing(_to_read(path)))) for path in self.paths()]
            for row in merge(*(_rows(path, db, after, types) for path, db in files)):  # clocks may have been wrong
                yield StoredEvent(*row)

    def readable(self, after: int) -> Iterator[StoredEvent]:
        """Like `events`, but a file that is damaged or newer than this program ends the iteration, with a line in the
        log."""
        try:
            yield from self.events(after)
        except (sqlite3.Error, NewerDataError) as error:
            logger.error("the archive %s cannot be read: %s", self.folder, error)  # noqa: TRY400 - said in full

    def file_of(self, seq: int) -> Path | None:
        """The file that holds this event; None if no readable file does."""
        for path in self.paths():
            with contextlib.suppress(sqlite3.Error, NewerDataError), contextlib.closing(_to_read(path)) as db:
                if db.execute(f"{_ALL} = ?", (seq,)).fetchone():
                    return path
        return None

    def append(self, year: str, rows: Sequence[Row]) -> None:
        """Append events of a year; they are on disk when this returns. Events that are there already are left as they
        are.

        Raises `OtherHistoryError` if one of those differs, `NewerDataError`, `SpoiltYearError`, `OSError`.
        """
        first, last = rows[0][0], rows[-1][0]
        there: dict[int, Row] = {}  # also in other years: an older copy of the store closed its day later
        for path in self.paths():
            with _naming(path), contextlib.closing(_to_read(path)) as db:
                there |= {row[0]: row for row in db.execute(f"{_ALL} BETWEEN ? AND ?", (first, last))}
        other = next((row for row in rows if there.get(row[0], row) != row), None)
        if other is not None:
            raise OtherHistoryError(self.folder, other[0])
        path = self.folder / f"{year}.db"
        new = [row for row in rows if row[0] not in there]
        if not new:
            return
        with _naming(path), contextlib.closing(self._to_write(path)) as db:
            db.execute("BEGIN IMMEDIATE")
            db.executemany("INSERT INTO events (seq, at, type, body) VALUES (?, ?, ?, ?)", new)
            db.execute("COMMIT")

    def _to_write(self, path: Path) -> sqlite3.Connection:
        make_folder(self.folder)
        data_version.check(path, MIGRATIONS)
        db = sqlite3.connect(path, isolation_level=None, timeout=BUSY_S)
        path.chmod(0o600)
        for pragma in ("journal_mode=DELETE", "synchronous=EXTRA"):  # EXTRA: the removal of the journal is synced too
            db.execute(f"PRAGMA {pragma}").fetchall()
        data_version.bring_up(db, SCHEMA, MIGRATIONS)
        return db


_ALL = "SELECT seq, at, type, body FROM events WHERE seq"


def _rows(path: Path, db: sqlite3.Connection, after: int, types: Sequence[str]) -> Iterator[Row]:
    words = ", ".join(f"'{one}'" for one in types)  # our own constants; literals, so that SQLite uses the index
    kind = f" AND type IN ({words})" if types else ""
    with _naming(path):
        found = db.execute(f"{_ALL} > ?{kind} ORDER BY seq", (after,))
        yield from iter(found.fetchone, None)  # not the cursor itself: it must not outlive its database


def _to_read(path: Path) -> sqlite3.Connection:
    with _naming(path):
        data_version.check(path, MIGRATIONS)
    half_done = path.with_name(f"{path.name}-journal").exists()  # a reader must first roll back what a power cut left
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode={'rw' if half_done else 'ro'}", uri=True, timeout=BUSY_S)
