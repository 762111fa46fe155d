"""Numbers of a kiosk's own block, for the time the hall is out of reach. A number is never given twice a hall day.

The counter is on disk (SQLite, synchronous=FULL) before a number is used for anything, so a power cut can burn a
number but never repeat one. The hall day only moves forward, whatever the clock does; a day that a wrong clock put
into the future is pulled back once the time is known, together with the numbers used in it. While it is not known no
new day begins the block again: a machine that woke with yesterday's clock is already giving today's numbers.
A file that cannot be read is put aside; what it had given today is unknown, so nothing more is given that day.
The same file keeps the ids of lost requests (`domain/journey_lost.py`), written in the same transaction as the number
that was given instead.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from datetime import time
from pathlib import Path

from domain.day import Days
from domain.journey_words import IssueOffline, OfflineIssued, OfflineRefused
from domain.views import Block, Catalogue
from kiosk.durable import open_or_begin_anew
from kiosk.mqtt.outbox import RecordEvent

logger = logging.getLogger(__name__)

SCHEMA = """
CREATE TABLE IF NOT EXISTS used (day TEXT NOT NULL, queue TEXT NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (day, queue));
CREATE TABLE IF NOT EXISTS lost (request TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS unsure (queue TEXT PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS halted (day TEXT NOT NULL);
"""
DAYS_KEPT = 3


class OwnNumbers:
    """The counters of one kiosk, in the file `path`; none on the day that file was spoilt. Thread-safe."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._db = open_or_begin_anew(path, SCHEMA, if_anew="INSERT INTO halted VALUES ('')")

    def take(self, block: Block, day: str, *, sure: bool = False, lost: str = "") -> tuple[str, int] | None:
        """`(hall day, counter)` of the next number, or None when the block is used up. On disk when this returns.

        `day` is the hall day by the best known time; `sure`: that time is right.
        """
        with self._lock, self._db:  # commits, or rolls back
            self._db.execute("BEGIN IMMEDIATE")
            if lost:
                self._db.execute("INSERT OR IGNORE INTO lost VALUES (?)", (lost,))
            if sure:
                self._pull_back(day)
                self._settle(day)
            newest = self._db.execute("SELECT max(day) FROM used").fetchone()[0] or ""
            day = max(day, newest)
            if self._halted(day):
                return None
            row = self._db.execute("SELECT last FROM used WHERE day = ? AND queue = ?", (day, block.queue)).fetchone()
            unsettled = self._db.execute("SELECT last FROM unsure WHERE queue = ?", (block.queue,)).fetchone()
            counter = max([block.first, *(found[0] + 1 for found in (row, unsettled) if found)])
            if counter > block.last:
                return None
            self._db.execute("INSERT OR REPLACE INTO used VALUES (?, ?, ?)", (day, block.queue, counter))
            if not sure:
                self._db.execute("INSERT OR REPLACE INTO unsure VALUES (?, ?)", (block.queue, counter))
            self._db.execute(
                "DELETE FROM used WHERE day NOT IN (SELECT DISTINCT day FROM used ORDER BY day DESC LIMIT ?)",
                (DAYS_KEPT,),
            )
        return day, counter

    def _halted(self, day: str) -> bool:
        """Whether the numbers of this day are unknown: the first day asked for after the file was lost."""
        row = self._db.execute("SELECT day FROM halted").fetchone()
        if row is None:
            return False
        if row[0] == "":
            self._db.execute("UPDATE halted SET day = ?", (day,))
        elif day > row[0]:
            self._db.execute("DELETE FROM halted")
            return False
        return True

    def _pull_back(self, day: str) -> None:
        ahead = self._db.execute(
            "SELECT queue, max(last) FROM used WHERE day >= ? GROUP BY queue HAVING max(day) > ?", (day, day)
        ).fetchall()
        self._db.execute("DELETE FROM used WHERE day > ?", (day,))
        self._db.executemany("INSERT OR REPLACE INTO used VALUES (?, ?, ?)", [(day, *row) for row in ahead])

    def _settle(self, day: str) -> None:
        """What was given while nobody knew the day may have been given on this one."""
        for queue, last in self._db.execute("SELECT queue, last FROM unsure").fetchall():
            self._db.execute(
                "INSERT INTO used VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
                (day, queue, last),
            )
        self._db.execute("DELETE FROM unsure")

    def lost(self) -> tuple[str, ...]:
        """Ids of requests that are not settled yet, oldest first."""
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


def issue_offline(
    numbers: OwnNumbers, catalogue: Catalogue, device: str, effect: IssueOffline, record: RecordEvent
) -> OfflineIssued | OfflineRefused:
    """Executes `IssueOffline`: the number is taken, then in the outbox, and only then told. Blocks; for a worker."""
    block = next((b for b in catalogue.offline if b.device == device and b.queue == effect.queue), None)
    card = next((card for card in catalogue.queues if card.id == effect.queue), None)
    if block is None or card is None:
        return OfflineRefused(effect.request, "no_block")
    minutes = catalogue.day_starts_minutes
    today = Days(catalogue.timezone, time(minutes // 60, minutes % 60)).of(effect.issued_at)
    try:
        taken = numbers.take(block, today, sure=effect.sure, lost=effect.lost)
    except sqlite3.Error:
        return OfflineRefused(effect.request, "disk")
    if taken is None:
        return OfflineRefused(effect.request, "used_up")
    day, counter = taken
    number = f"{card.prefix}{counter:0{card.width}d}"
    told = {
        "number": number,
        "queue": effect.queue,
        "issued_at": effect.issued_at,
        "sure": effect.sure,
        "priority": effect.priority,
        "person": effect.person,
        "phone": effect.phone,
        "pickup": effect.pickup,
        "language": effect.language,
    }
    if not record("ticket.issued_offline", {key: value for key, value in told.items() if value is not None}):
        return OfflineRefused(effect.request, "disk")
    return OfflineIssued(effect.request, f"{day.replace('-', '')}-{number}", number, effect.issued_at)
