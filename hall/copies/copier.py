"""Makes copies of the store while the hall works, on a thread of its own: a quarter of an hour after an event, and when
a day has closed. It keeps the newest copies and one per day, mirrors them on a second disk if there is one, and reports
what is wrong with them.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from domain.health.alarm_codes import AlarmCode
from domain.health.alarms import COPIES_FAILED, COPIES_OLD, COPIES_SECOND
from domain.health.rule import near
from hall.copies.copy_file import BadCopyError, CopyFile, CopyStoppedError, copies_in, take
from hall.copies.mirror import mirror
from hall.copies.opening import check
from hall.copies.safe_store import Beside
from hall.copies.since import since_files
from hall.disk.disk_words import disk_words

logger = logging.getLogger(__name__)

EVERY_MS = 15 * 60_000
RETRY_MS = 60_000
FIRST_MS = 10_000
"""How long after a start the first copy waits, because other work comes first."""

SYNC_MS, MIRROR_MS = 60_000, 10_000
OLD_MS = 2 * 3_600_000
"""An alarm is raised if something happened longer ago than this and is in no copy."""

MEGABYTES_AN_HOUR = 256
"""The most that copies write, because flash wears out: a large store is copied less often. The log has the events
since."""

NEWEST_KEPT = 8
DAYS_KEPT = 7


class CopyPolicy(NamedTuple):
    """`second`: a folder on another disk, or None. `days`: for how many days one copy each is kept."""

    second: Path | None = None
    days: int = DAYS_KEPT


class CopyTrouble(NamedTuple):
    """One thing that can be wrong with the copies. `detail` "": it is in order."""

    code: AlarmCode
    detail: str

    def same(self, told: str) -> bool:
        """Whether the alarm's text `told` still says the same. The age of copies is updated, but not every minute."""
        return _SAME_AGE(told, self.detail) if self.code == COPIES_OLD else told == self.detail


_SAME_AGE = near(10 * 60)  # minutes


class Copier:
    """Call `start`; `look` once a second under the hall's lock; `stop`.

    `spoilt` is called from the copier's thread if the store itself turns out to be damaged.
    """

    def __init__(self, store: Path, beside: Beside, policy: CopyPolicy, spoilt: Callable[[str], None]) -> None:
        self._store = store
        self._beside = beside
        self._policy = policy
        self._spoilt = spoilt
        self._thread = threading.Thread(target=self._run, name="copies", daemon=True)
        self._wake = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._stopping = False
        self._wanted = False
        newest = next(iter(copies_in(beside.copies)), None)
        self._copied = newest.seq if newest else 0
        self._closings = beside.closings
        self._begun_ms: int | None = None
        self._tried_ms: int | None = None
        self._synced_ms: int | None = None
        self._behind_ms: int | None = None  # since when there are events that are in no copy
        self._failed = ""
        self._second_failed = ""
        self.made = 0

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread; a copy that is being made is dropped."""
        self._stopping = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def settle(self, timeout_s: float = 30) -> bool:
        """Wait until everything that was begun is done. Returns whether it is."""
        return self._idle.wait(timeout_s)

    def look(self, mono_ms: int) -> None:
        """Begin a copy if one is due. `mono_ms`: a clock in ms that never jumps."""
        seq, closed = self._beside.seq, self._beside.closings != self._closings
        if seq <= self._copied:
            self._behind_ms = None
        elif self._behind_ms is None:
            self._behind_ms = mono_ms
        if self._begun_ms is None:
            self._begun_ms = mono_ms
        behind = 0 if self._behind_ms is None else mono_ms - self._behind_ms
        if self._tried_ms is None:
            due = mono_ms - self._begun_ms >= FIRST_MS
        else:
            late = behind >= self._pause_ms() or self._failed or self._beside.since.broken
            due = bool(late) and mono_ms - self._tried_ms >= RETRY_MS
        if (due and seq > self._copied) or closed:
            self._tried_ms, self._closings = mono_ms, self._beside.closings
            self._wanted = True
            self._begin()
        elif self._synced_ms is None or mono_ms - self._synced_ms >= (MIRROR_MS if self._policy.second else SYNC_MS):
            self._synced_ms = mono_ms
            self._begin()

    def faults(self, mono_ms: int) -> Iterator[CopyTrouble]:
        """What is wrong with the copies, and what is in order."""
        yield CopyTrouble(COPIES_FAILED, self._failed)
        yield CopyTrouble(COPIES_SECOND, self._second_failed)
        old = self._behind_ms is not None and mono_ms - self._behind_ms >= OLD_MS
        yield CopyTrouble(COPIES_OLD, f"{(mono_ms - (self._behind_ms or 0)) // 60_000} min" if old else "")

    def _begin(self) -> None:
        self._idle.clear()
        self._wake.set()

    def _pause_ms(self) -> int:
        try:
            megabytes = self._store.stat().st_size / 1_000_000
        except OSError:
            return EVERY_MS
        return max(EVERY_MS, round(megabytes / MEGABYTES_AN_HOUR * 3_600_000))

    # ---- the copier's thread

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._idle.clear()
            self._wake.clear()
            if self._stopping:
                return
            if self._wanted:
                self._wanted = False
                self._copy()
            self._keep_up()
            if not self._wake.is_set():
                self._idle.set()

    def _copy(self) -> None:
        try:
            self._beside.since.begin(self._beside.seq)
            self._beside.reserve.log_begun(self._beside.since.name)
            copy = self._take()
        except CopyStoppedError:
            return  # the next one comes when the day has closed
        except BadCopyError as error:
            self._failed = str(error)
            why = self._why_spoilt()
            if why:
                self._spoilt(why)
        except (OSError, sqlite3.Error) as error:
            self._failed = _words(error)
        else:
            self._failed = ""
            self._copied = copy.seq
            self._behind_ms = None
            self.made += 1
            self._prune(self._beside.copies)
        if self._failed:
            logger.error("no copy of the store can be made: %s", self._failed)

    def _take(self) -> CopyFile:
        closings = self._beside.closings

        def keep_people(seq: int, part: dict[str, Any]) -> None:
            self._beside.keep_people(seq, part, closings)

        def stopped() -> bool:
            return self._stopping or self._beside.closings != closings

        return take(self._store, self._beside.copies, keep_people, stopped)

    def _why_spoilt(self) -> str:
        try:
            return check(self._store)
        except sqlite3.Error:
            return ""  # the disk fails; the file may be in order

    def _keep_up(self) -> None:
        """Sync the log, and mirror everything to the second disk."""
        try:
            self._beside.since.sync()
        except OSError as error:
            self._failed = _words(error)
        if self._policy.second is None:
            return
        try:
            mirror(self._beside.copies, self._policy.second, lambda: self._stopping)
            self._prune(self._policy.second)
        except CopyStoppedError:
            return
        except (OSError, BadCopyError) as error:
            if not self._second_failed:
                logger.error("the second folder of copies cannot be used: %s", _words(error))  # noqa: TRY400
            self._second_failed = _words(error)
        else:
            self._second_failed = ""

    def _prune(self, folder: Path) -> None:
        copies = copies_in(folder)
        kept = set(kept_of(copies, self._policy.days))
        for copy in copies:
            if copy not in kept:
                copy.path.unlink(missing_ok=True)
        oldest = min((copy.seq for copy in copies[:NEWEST_KEPT]), default=0)
        before = [log for log in since_files(folder) if log[0] <= oldest]
        for seq, path in before:
            if seq < before[-1][0]:  # a later file has what follows the oldest copy
                path.unlink(missing_ok=True)


def kept_of(copies: Iterable[CopyFile], days: int) -> Iterator[CopyFile]:
    """Of `copies`, newest first: the newest ones, and the last one of each of the last `days` days."""
    seen: set[object] = set()
    oldest = datetime.now(UTC) - timedelta(days=days)
    for place, copy in enumerate(copies):
        first_of_day = copy.at.date() not in seen
        seen.add(copy.at.date())
        if place < NEWEST_KEPT or (first_of_day and copy.at >= oldest):
            yield copy


def _words(error: Exception) -> str:
    return (disk_words(error) if isinstance(error, OSError) else str(error))[:200]
