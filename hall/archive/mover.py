"""Moves closed days from `hall.db` into the archive, a few hundred events at a time, so that no request has to wait.

1. A thread of its own copies the events into the year's file and syncs it. The hall's lock is not held.
2. Then, when no request waits, they are deleted from `hall.db`, under the hall's lock.

A transaction over two databases is not atomic over a power cut, because `hall.db` has a write-ahead log. So at every
moment each event is in one of them or in both, and readers take it once (`history.py`). After a power cut the thread
starts again with what `hall.db` has, and finds those events in the archive already.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
import threading

from domain.events import DeviceFault
from domain.health.alarm_codes import HALL, alarm
from domain.health.alarms import ARCHIVE
from domain.state.state import State
from hall.archive.files import ArchiveFiles, OtherHistoryError
from hall.archive.history import STORE
from hall.disk.disk_words import disk_words
from hall.disk.states import DAYS
from hall.disk.store import Store
from program.data_version import NewerDataError

logger = logging.getLogger(__name__)

COPIED_AT_ONCE = 2_000
DELETED_AT_ONCE = 200
"""Events per step. Copying (on the thread) and deleting (under the hall's lock) each take some milliseconds."""

FIRST_LOOK_MS = 20_000
"""How long after the start moving begins: more important work comes first."""


class Mover:
    """Call `look` once a second and `rest` when no request waits, both under the hall's lock; `stop` at the end."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._files = ArchiveFiles(store.archive.folder)
        self._day = ""
        self._first_ms: int | None = None
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._moved = 0  # sequence number up to which everything is in the archive; set by the thread
        self._deleted = 0
        self._shrinks = True  # checked once after the start as well
        self.failed = ""

    def look(self, day: str, mono_ms: int) -> None:
        """Begin moving when `day`, the open hall day, has changed. `mono_ms`: a clock in ms that never jumps."""
        if self._first_ms is None:
            self._first_ms = mono_ms
        if day != self._day and mono_ms - self._first_ms >= FIRST_LOOK_MS:
            self._day = day
            self.begin()

    def begin(self) -> None:
        """Start a thread that copies what may leave `hall.db`."""
        if not self.busy:
            self._thread = threading.Thread(target=self._copy, name="archive", daemon=True)
            self._thread.start()

    def rest(self, *, calm: bool) -> bool:
        """Delete some events that are in the archive from `hall.db`. Returns whether there are more. `calm`: no window
        works, so the file may be rewritten, which takes a second.
        """
        if self._deleted < self._moved:
            self._shrinks = True
            if not self._store.drop_events(self._moved, DELETED_AT_ONCE):
                self._deleted = self._moved
        elif self._shrinks and calm:
            self._shrinks = False
            self._store.shrink()
        return self._deleted < self._moved

    def faults(self, state: State, now: int) -> list[DeviceFault]:
        """The alarm that days cannot be moved, if it has changed."""
        if not state.faults.changes(HALL, ARCHIVE, self.failed, cleared=not self.failed):
            return []
        return [alarm(now, HALL, ARCHIVE, self.failed, cleared=not self.failed)]

    @property
    def busy(self) -> bool:
        """Whether the thread is copying."""
        return self._thread is not None and self._thread.is_alive()

    def settle(self, timeout_s: float = 30) -> None:
        """Wait until the thread has finished its work."""
        if self._thread is not None:
            self._thread.join(timeout_s)

    def stop(self) -> None:
        self._stopping.set()
        self.settle(10)

    # ---- the thread

    def _copy(self) -> None:
        try:
            path = self._store.folder / STORE
            with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as live:
                self._copy_from(live)
        except OtherHistoryError as error:
            self._put_aside(error)
        except (OSError, sqlite3.Error, NewerDataError) as error:
            self._fail(disk_words(error) if isinstance(error, OSError) else str(error))
        else:
            self.failed = ""

    def _copy_from(self, live: sqlite3.Connection) -> None:
        closed = live.execute("SELECT seq, body FROM events WHERE type = 'day.closed' ORDER BY seq").fetchall()
        last = 0
        for seq, body in closed[:-DAYS]:
            year = json.loads(body)["day"][:4]
            while rows := live.execute(_NEXT, (last, seq, COPIED_AT_ONCE)).fetchall():
                if self._stopping.is_set():
                    return
                self._files.append(year, rows)
                last = rows[-1][0]
            self._store.archive_last = max(self._store.archive_last, seq)
            self._moved = seq

    def _put_aside(self, error: OtherHistoryError) -> None:
        """Rename an archive that belongs to another hall or to another history of this one, and begin a new archive."""
        folder, number = self._files.folder, 1
        while (aside := folder.with_name(f"{folder.name}.other-{number}")).exists():
            number += 1
        folder.rename(aside)
        self._fail(f"{error}: put aside as {aside.name}")

    def _fail(self, why: str) -> None:
        if why != self.failed:
            logger.error("closed days cannot be moved into the archive: %s", why)
        self.failed = why


_NEXT = "SELECT seq, at, type, body FROM events WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
