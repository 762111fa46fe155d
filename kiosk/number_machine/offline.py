"""Numbers of a kiosk's own block, for the time the hall is out of reach. No number is given twice in a hall day.

The counter is on disk (SQLite, synchronous=FULL) before a number is used for anything: a power cut can lose a number
but never repeat one. Which numbers count as given on which day depends on what the machine knows of the time:

| table     | numbers in it                                   | count as given on                         |
|-----------|-------------------------------------------------|-------------------------------------------|
| `used`    | all up to `last`, given while the day was known | that day                                  |
| `unsure`  | each one given while the day was not known      | every day, until the day becomes known    |
| `settled` | each one taken over from `unsure`               | the day that became known                 |
| `halted`  | none: a damaged file has lost what was given    | its day gives none ('': the first known)  |

When the day becomes known (`settle`), the unsure numbers, and all numbers that a wrong clock dated in the future, count
as given on it. While it is not known no new day begins the block again: a machine that woke with yesterday's clock
gives only numbers that were given neither on the newest day it knew nor since.

The same file stores the ids of lost requests (`domain/number_machine/lost_requests.py`), written in the same
transaction as the number that was given instead.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from datetime import time
from pathlib import Path

from domain.calendar.day import Days
from domain.commands import RecordOfflineTicket
from domain.number_machine.effects import IssueOffline
from domain.number_machine.inputs import NoOwnNumber, OfflineIssued, OfflineRefused
from domain.ticket_number import ticket_id, ticket_number
from domain.views.catalogue import Block, Catalogue
from kiosk.mqtt.outbox import RecordEvent
from program.durable import open_or_begin_anew
from program.terminal_data import OWN_NUMBERS

logger = logging.getLogger(__name__)

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
    """The counters of one kiosk, in the file `path`; on the day it is found damaged they give none. Thread-safe."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._db = open_or_begin_anew(path, SCHEMA, OWN_NUMBERS, if_anew="INSERT INTO halted VALUES ('')")

    def take(self, block: Block, day: str, *, sure: bool = False, lost: str = "") -> tuple[str, int] | None:
        """`(hall day, counter)` of the next number, on disk; or None: the block is used up, or the day is halted.

        `day` (`2026-11-21`) is the hall day by the best known time; `sure`: that time is right. `lost` is the id of the
        request that this number replaces. Raises `sqlite3.Error`, and then no number was taken.
        """
        with self._lock, self._db:  # commits, or rolls back
            self._db.execute("BEGIN IMMEDIATE")
            if lost:
                self._db.execute("INSERT OR IGNORE INTO lost VALUES (?)", (lost,))
            if sure:
                self._settle(day)
            newest = self._db.execute(NEWEST).fetchone()[0] or ""
            if self._halted(max(day, newest), sure=sure):
                return None
            counter = self._free(block, max(day, newest) if sure else newest)
            if counter is None:
                return None
            if not sure:
                self._db.execute("INSERT INTO unsure VALUES (?, ?)", (block.queue, counter))
                return max(day, newest), counter
            self._db.execute("INSERT OR REPLACE INTO used VALUES (?, ?, ?)", (day, block.queue, counter))
            for forget in FORGET_OLD:
                self._db.execute(forget, (DAYS_STORED,))
        return day, counter

    def _free(self, block: Block, day: str) -> int | None:
        """The first number that was given neither on this day nor while the day was not known."""
        row = self._db.execute("SELECT last FROM used WHERE day = ? AND queue = ?", (day, block.queue)).fetchone()
        given = self._db.execute(
            "SELECT counter FROM settled WHERE day = ? AND queue = ? UNION SELECT counter FROM unsure WHERE queue = ?",
            (day, block.queue, block.queue),
        )
        taken = {counter for (counter,) in given}
        first = max(block.first, row[0] + 1) if row else block.first
        return next((counter for counter in range(first, block.last + 1) if counter not in taken), None)

    def settle(self, day: str) -> None:
        """The day has become known. On disk when this returns. Raises `sqlite3.Error`."""
        with self._lock, self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._settle(day)

    def _halted(self, day: str, *, sure: bool) -> bool:
        """Whether nothing is known of the numbers of this day: the first known one after the file was damaged."""
        row = self._db.execute("SELECT day FROM halted").fetchone()
        if row is None:
            return False
        if not sure:
            return True
        if row[0] == "":
            self._db.execute("UPDATE halted SET day = ?", (day,))
        elif day > row[0]:
            self._db.execute("DELETE FROM halted")
            return False
        return True

    def _settle(self, day: str) -> None:
        """Take over the unsure numbers, and what stands under a later day: a wrong clock had put it there."""
        for queue, last in self._db.execute(
            "SELECT queue, max(last) FROM used WHERE day >= ? GROUP BY queue HAVING max(day) > ?", (day, day)
        ).fetchall():
            self._db.execute("INSERT OR REPLACE INTO used VALUES (?, ?, ?)", (day, queue, last))
        self._db.execute("DELETE FROM used WHERE day > ?", (day,))
        self._db.execute("UPDATE OR REPLACE settled SET day = ? WHERE day > ?", (day, day))
        self._db.execute("INSERT OR IGNORE INTO settled SELECT ?, queue, counter FROM unsure", (day,))
        self._db.execute("DELETE FROM unsure")
        self._db.execute("UPDATE halted SET day = ? WHERE day > ?", (day, day))

    def lost(self) -> tuple[str, ...]:
        """Ids of requests whose outcome is not known yet, oldest first."""
        with self._lock:
            return tuple(row[0] for row in self._db.execute("SELECT request FROM lost ORDER BY rowid"))

    def remember(self, request: str) -> None:
        with self._lock:
            self._db.execute("INSERT OR IGNORE INTO lost VALUES (?)", (request,))

    def forget(self, request: str) -> None:
        with self._lock:
            self._db.execute("DELETE FROM lost WHERE request = ?", (request,))

    def close(self) -> None:
        with self._lock:
            self._db.close()


def day_of(catalogue: Catalogue, at: int) -> str:
    """The hall day of an instant."""
    minutes = catalogue.day_starts_minutes
    return Days(catalogue.timezone, time(minutes // 60, minutes % 60)).of(at)


def issue_offline(
    numbers: OwnNumbers, catalogue: Catalogue, device: str, effect: IssueOffline, record: RecordEvent
) -> OfflineIssued | OfflineRefused:
    """Executes `IssueOffline`: takes the number, records it in the outbox, then tells it. For a worker thread."""
    block = next((b for b in catalogue.offline if b.device == device and b.queue == effect.queue), None)
    card = next((card for card in catalogue.queues if card.id == effect.queue), None)
    if block is None or card is None:
        return OfflineRefused(effect.request, NoOwnNumber.NO_BLOCK)
    today = day_of(catalogue, effect.issued_at)
    try:
        taken = numbers.take(block, today, sure=effect.sure, lost=effect.lost)
    except sqlite3.Error:
        return OfflineRefused(effect.request, NoOwnNumber.DISK)
    if taken is None:
        return OfflineRefused(effect.request, NoOwnNumber.USED_UP)
    day, counter = taken
    number = ticket_number(card.prefix, card.width, counter)
    event = RecordOfflineTicket(
        number=number,
        queue=effect.queue,
        issued_at=effect.issued_at,
        sure=effect.sure,
        priority=effect.priority,
        person=effect.person,
        phone=effect.phone,
        pickup=effect.pickup,
        language=effect.language,
    )
    if not record(event):
        return OfflineRefused(effect.request, NoOwnNumber.DISK)
    return OfflineIssued(effect.request, ticket_id(day, number), number, effect.issued_at)
