"""The whole log of a hall, from archive and `hall.db`. Everything that reads history reads it through this module.

    for stored in history.events(data, types=("rating.given",)):
        …

While a day is being moved, it is in both for a moment (after a power cut, until the next start). Each event is returned
once, by its sequence number.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from hall.archive.files import ARCHIVE, ArchiveFiles
from hall.disk.stored_event import StoredEvent
from program import data_version
from program.data_version import Migration

STORE = "hall.db"


def in_order(
    archived: Iterable[StoredEvent], live: Iterable[StoredEvent], limit: int | None = None
) -> Iterator[StoredEvent]:
    """The archived events, then the live ones that are not archived. Both must be in order; the archive is the
    beginning of the log."""

    def both() -> Iterator[StoredEvent]:
        last = 0
        for stored in archived:
            last = stored.seq
            yield stored
        yield from (stored for stored in live if stored.seq > last)

    return islice(both(), limit)


def events(
    data: Path, migrations: Sequence[Migration], *, after: int = 0, types: Sequence[str] = ()
) -> Iterator[StoredEvent]:
    """Events of a hall, which may be running: after this sequence number, of these types (or all), without private
    fields.

    data: the hall's data folder, or its hall.db. migrations: those of `hall.db`; data of a newer version are refused.
    Raises `NewerDataError`; `SpoiltYearError` for the archive; `sqlite3.Error` for `hall.db`.
    """
    store = data / STORE if data.is_dir() else data
    data_version.check(store, migrations)
    archive = ArchiveFiles(store.parent / ARCHIVE)
    with contextlib.closing(sqlite3.connect(f"{store.resolve().as_uri()}?mode=ro", uri=True)) as db:
        # live events first: what is moved while we read is then found in the archive
        words = ", ".join("?" * len(types))
        kind = f" AND type IN ({words})" if types else ""
        rows = db.execute(
            f"SELECT seq, at, type, body FROM events WHERE seq > ?{kind} ORDER BY seq",  # noqa: S608 - question marks
            (after, *types),
        ).fetchall()
    yield from in_order(archive.events(after, types), (StoredEvent(*row) for row in rows))
