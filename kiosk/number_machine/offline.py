"""Numbers of a kiosk's own block, for the time the hall is out of reach. No number is given twice in a hall day.

The counter is on disk in two files (SQLite, synchronous=FULL, and `second_copy.py`) before a number is used for
anything: a power cut can lose a number but never repeat one. Which numbers count as given on which day depends on what
the machine knows of the time:

| table     | numbers in it                                   | count as given on                         |
|-----------|-------------------------------------------------|-------------------------------------------|
| `used`    | all up to `last`, given while the day was known | that day                                  |
| `unsure`  | each one given while the day was not known      | every day, until the day becomes known    |
| `settled` | each one taken over from `unsure`               | the day that became known                 |
| `halted`  | none: a damaged file has lost what was given    | its day gives none ('': the first known)  |

When the day becomes known (`settle`), the unsure numbers, and all numbers that a wrong clock dated in the future, count
as given on it. While it is not known no new day begins the block again: a machine that woke with yesterday's clock
gives only numbers that were given neither on the newest day it knew nor since.

A block of a series serves several queues. Each number is stored under every one of them, so that none gives it again
even if the series changes.

The same file stores the ids of lost requests (`domain/number_machine/lost_requests.py`), written in the same
transaction as the number that was given instead.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from domain.views.catalogue import Block, SharedBlock
from kiosk.number_machine.second_copy import LEFT_OUT, SecondCopy, agree
from program.durable import DISK_ERRORS, is_damaged, open_or_begin_anew, try_writing
from program.terminal_data import OWN_NUMBERS

logger = logging.getLogger(__name__)

T = TypeVar("T")

AnyBlock = Block | SharedBlock

OnTrouble = Callable[[BaseException, Callable[[], None]], None]
"""`(error, again)`: the disk could not be written; `again` tries once more, and raises if that fails."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS used (day TEXT NOT NULL, queue TEXT NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (day, queue));
CREATE TABLE IF NOT EXISTS lost (request TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS unsure (queue TEXT NOT NULL, counter INTEGER NOT NULL, PRIMARY KEY (queue, counter));
CREATE TABLE IF NOT EXISTS settled (day TEXT NOT NULL, queue TEXT NOT NULL, counter INTEGER NOT NULL,
    PRIMARY KEY (day, queue, counter));
CREATE TABLE IF NOT EXISTS halted (day TEXT NOT NULL);
"""
NEWEST = "SELECT max(day) FROM (SELECT day FROM used UNION SELECT day FROM settled)"
FORGET_OLD = (
    "DELETE FROM used WHERE day NOT IN (SELECT DISTINCT day FROM used ORDER BY day DESC LIMIT ?)",
    "DELETE FROM settled WHERE day NOT IN (SELECT DISTINCT day FROM settled ORDER BY day DESC LIMIT ?)",
)
DAYS_STORED = 3


class OwnNumbers:
    """The counters of one kiosk, in the file `path` and its second copy beside it. Thread-safe.

    Each file has what the other may have lost. On a day for which neither can be trusted, no number is given.
    `first_start`: this machine has never run before, so nothing can have been lost. If the disk cannot be written,
    `on_trouble(error, again)` is called; the file is opened when the disk works again.
    """

    def __init__(
        self, path: Path, on_trouble: OnTrouble = lambda _error, _again: None, *, first_start: bool = True
    ) -> None:
        self._path = path
        self._on_trouble = on_trouble
        self._lock = threading.Lock()
        self._opened: sqlite3.Connection | None = None
        self._owed: dict[str, bool] = {}
        self._first_start = first_start
        self._copy = SecondCopy(path.with_suffix(".copy"))
        self._begun: set[str] | None = None
        self._given = False
        with contextlib.suppress(*DISK_ERRORS):
            self._try(lambda: self._db)

    @property
    def _db(self) -> sqlite3.Connection:
        """The open file. Raises any of `DISK_ERRORS`."""
        if self._opened is None:
            begun = "INSERT INTO halted VALUES ('')"
            opened = open_or_begin_anew(self._path, SCHEMA, OWN_NUMBERS, if_anew=begun)
            try:
                if not agree(opened, self._copy, first_start=self._first_start):
                    logger.warning("the own numbers were not closed, or are damaged: some are left out")
                    self._begun = set()
            except DISK_ERRORS:
                opened.close()
                raise
            self._opened = opened
        return self._opened

    def _try(self, job: Callable[[], T]) -> T:
        """Run `job`. An error of the disk is reported before it is raised."""
        with self._lock:
            try:
                return job()
            except DISK_ERRORS as error:
                trouble = error
                if is_damaged(error):
                    self._close()  # and opened again it is put aside
        self._on_trouble(trouble, self._again)
        raise trouble

    def _again(self) -> None:
        """Write what is still to be written, or try the disk. Raises any of `DISK_ERRORS`."""
        with self._lock:
            try_writing(self._db)
            for request, remembered in list(self._owed.items()):
                self._write(request, remembered=remembered)
                del self._owed[request]

    def take(self, block: AnyBlock, day: str, *, sure: bool = False, lost: str = "") -> tuple[str, int] | None:
        """`(hall day, counter)` of the next number, on disk; or None: the block is used up, or the day is halted.

        `day` (`2026-11-21`) is the hall day by the best known time; `sure`: that time is right. `lost` is the id of the
        request that this number replaces. Raises any of `DISK_ERRORS`, and then no number was taken.
        """
        return self._try(lambda: self._take(block, day, sure=sure, lost=lost))

    def _take(self, block: AnyBlock, day: str, *, sure: bool, lost: str) -> tuple[str, int] | None:
        taken = self._take_one(block, day, sure=sure, lost=lost)
        if taken is not None:
            self._given = True
            self._copy.write(self._db, closed=False)
            if self._begun is not None:
                self._begun.update(_queues(block))
        return taken

    def _take_one(self, block: AnyBlock, day: str, *, sure: bool, lost: str) -> tuple[str, int] | None:
        with self._change() as db:
            if lost:
                db.execute("INSERT OR IGNORE INTO lost VALUES (?)", (lost,))
            if sure:
                _settle(db, day)
            newest = db.execute(NEWEST).fetchone()[0] or ""
            if _halted(db, max(day, newest), sure=sure):
                return None
            queues = _queues(block)
            left_out = LEFT_OUT if self._begun is not None and self._begun.isdisjoint(queues) else 0
            counter = _free(db, block, max(day, newest) if sure else newest, left_out)
            if counter is None:
                return None
            if not sure:
                db.executemany("INSERT OR IGNORE INTO unsure VALUES (?, ?)", [(queue, counter) for queue in queues])
                return max(day, newest), counter
            db.executemany("INSERT OR REPLACE INTO used VALUES (?, ?, ?)", [(day, queue, counter) for queue in queues])
            for forget in FORGET_OLD:
                db.execute(forget, (DAYS_STORED,))
        return day, counter

    @contextlib.contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """A transaction: commits, or rolls back after an exception."""
        with self._db as db:
            db.execute("BEGIN IMMEDIATE")
            yield db

    def settle(self, day: str) -> None:
        """The day has become known. On disk when this returns. Raises any of `DISK_ERRORS`."""

        def job() -> None:
            with self._change() as db:
                _settle(db, day)
            self._copy.write(self._db, closed=not self._given)

        self._try(job)

    def halt(self) -> None:
        """Unknown numbers may have been given: the first known day gives none. On disk when this returns. Raises any of
        `DISK_ERRORS`."""

        def job() -> None:
            with self._change() as db:
                db.execute("DELETE FROM halted")
                db.execute("INSERT INTO halted VALUES ('')")
            self._copy.write(self._db, closed=not self._given)

        self._try(job)

    def lost(self) -> tuple[str, ...]:
        """Ids of requests whose outcome is not known yet, oldest first; empty if the disk cannot be read."""
        with contextlib.suppress(*DISK_ERRORS):
            rows = self._try(lambda: self._db.execute("SELECT request FROM lost ORDER BY rowid").fetchall())
            return tuple(row[0] for row in rows)
        return ()

    def remember(self, request: str) -> None:
        """Remember a lost request. It is on disk when this returns, or as soon as the disk can be written."""
        self._keep(request, remembered=True)

    def forget(self, request: str) -> None:
        """Forget a settled request, in the same way."""
        self._keep(request, remembered=False)

    def _keep(self, request: str, *, remembered: bool) -> None:
        with contextlib.suppress(*DISK_ERRORS):
            self._owed[request] = remembered
            self._try(lambda: self._write(request, remembered=remembered))
            self._owed.pop(request, None)

    def _write(self, request: str, *, remembered: bool) -> None:
        statement = "INSERT OR IGNORE INTO lost VALUES (?)" if remembered else "DELETE FROM lost WHERE request = ?"
        self._db.execute(statement, (request,))

    def close(self) -> None:
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._opened is None:
            return
        if self._given:
            with contextlib.suppress(*DISK_ERRORS):
                self._copy.write(self._opened, closed=True)
        self._opened.close()
        self._opened = None


def _queues(block: AnyBlock) -> tuple[str, ...]:
    return block.queues if isinstance(block, SharedBlock) else (block.queue,)


def _free(db: sqlite3.Connection, block: AnyBlock, day: str, left_out: int) -> int | None:
    """The first counter that no queue of the block gave on this day or while the day was not known; None: the block is
    used up. `left_out`: how many to skip at the beginning of a day whose numbers may have been lost."""
    last, taken = 0, set[int]()
    for queue in _queues(block):
        row = db.execute("SELECT last FROM used WHERE day = ? AND queue = ?", (day, queue)).fetchone()
        last = max(last, row[0] + 1) if row else last
        given = db.execute(
            "SELECT counter FROM settled WHERE day = ? AND queue = ? UNION SELECT counter FROM unsure WHERE queue = ?",
            (day, queue, queue),
        )
        taken.update(counter for (counter,) in given)
    first = max(block.first, last)
    if not last and not taken:
        first += left_out
    return next((counter for counter in range(first, block.last + 1) if counter not in taken), None)


def _halted(db: sqlite3.Connection, day: str, *, sure: bool) -> bool:
    """Whether this day gives no numbers: it is the first known day after the file was damaged."""
    row = db.execute("SELECT day FROM halted").fetchone()
    if row is None:
        return False
    if not sure:
        return True
    if row[0] == "":
        db.execute("UPDATE halted SET day = ?", (day,))
    elif day > row[0]:
        db.execute("DELETE FROM halted")
        return False
    return True


def _settle(db: sqlite3.Connection, day: str) -> None:
    """Take over the unsure numbers, and those under a later day, where a wrong clock had put them."""
    for queue, last in db.execute(
        "SELECT queue, max(last) FROM used WHERE day >= ? GROUP BY queue HAVING max(day) > ?", (day, day)
    ).fetchall():
        db.execute("INSERT OR REPLACE INTO used VALUES (?, ?, ?)", (day, queue, last))
    db.execute("DELETE FROM used WHERE day > ?", (day,))
    db.execute("UPDATE OR REPLACE settled SET day = ? WHERE day > ?", (day, day))
    db.execute("INSERT OR IGNORE INTO settled SELECT ?, queue, counter FROM unsure", (day,))
    db.execute("DELETE FROM unsure")
    db.execute("UPDATE halted SET day = ? WHERE day > ?", (day, day))
