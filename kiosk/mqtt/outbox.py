"""Events that must reach the hall, on disk before `append` returns: reviews, offline tickets, print results, faults.

A row is deleted only when the hall has acknowledged it after its own commit (`sender.py`). Thread-safe. A full or
broken disk is a return value and a complaint, never an exception.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeVar

from domain.commands import DEVICE_EVENT_NAMES, DeviceEvent, GiveRating, RecordOfflineTicket
from kiosk.mqtt.messages import new_id
from kiosk.mqtt.outbox_copy import CopiedEvent
from kiosk.mqtt.outbox_file import OutboxFile
from program.durable import DISK_ERRORS, DamagedError, try_writing

logger = logging.getLogger(__name__)

T = TypeVar("T")

CAPACITY = 10_000
REFUSED_STORED = 100
REFUSED_DAYS = 7
HELD_MOST = 100
ON_DISK_ALONE = frozenset({DEVICE_EVENT_NAMES[RecordOfflineTicket]})
"""Events that must be on disk before anybody acts on them: after a power cut nobody would know of the paper."""

PERSONAL = ("phone", "person")  # not stored in the table of refused rows


class Importance(IntEnum):
    """The order in which events are turned away: notes when the outbox is half full, tickets when it is full, reviews
    never."""

    NOTE = 0
    TICKET = 1
    REVIEW = 2


IMPORTANCE = {
    DEVICE_EVENT_NAMES[GiveRating]: Importance.REVIEW,
    DEVICE_EVENT_NAMES[RecordOfflineTicket]: Importance.TICKET,
}
"""Event type → its importance. All others are notes."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The event is on disk. The hall will get it exactly once."""

    id: str


@dataclass(frozen=True, slots=True)
class Held:
    """The event is only in memory, because the disk cannot be written. The hall is online and gets it at once; a power
    cut would lose it."""

    id: str


@dataclass(frozen=True, slots=True)
class OutboxFull:
    """Not recorded: too many events wait already for one of this importance."""


@dataclass(frozen=True, slots=True)
class DiskFull:
    """Not recorded: the disk is full or cannot be written."""

    detail: str = ""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    id: str
    type: str
    data: dict[str, Any]


RecordEvent = Callable[[DeviceEvent], bool]
"""Puts an event into the outbox durably; False if it is not on disk."""

OnComplaint = Callable[[str, str], None]
"""`(code, detail)`: outbox.full, outbox.disk, outbox.corrupt, outbox.refused. From any thread: enqueue and return."""


def log_alone(_code: str, _detail: str) -> None:
    """Log a complaint, for programs that do nothing else with it."""


class Outbox:
    """A bounded queue in the SQLite file `path`. A file that cannot be read is put aside and a new one begun."""

    def __init__(self, path: Path, *, capacity: int = CAPACITY, on_complaint: OnComplaint = log_alone) -> None:
        self._file = OutboxFile(path)
        self._capacity = capacity
        self._on_complaint = on_complaint
        self._lock = threading.RLock()
        self._held: dict[str, OutboxRow] = {}
        self._said = ""  # the last complaint, until something works again
        self._try(self._count, 0)  # so that a damaged file is found now, not at the first review

    def append(
        self, type_: str, data: dict[str, Any], importance: Importance | None = None, *, hall_is_there: bool = False
    ) -> Recorded | Held | OutboxFull | DiskFull:
        """Record an event. Blocks for two disk flushes (milliseconds; tens on an SD card).

        `hall_is_there`: if the disk cannot be written, the event may be held in memory, because it can be sent at once.
        """
        room = self._room(IMPORTANCE.get(type_, Importance.NOTE) if importance is None else importance)
        id_ = new_id()
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))

        def insert() -> Recorded | OutboxFull | DiskFull:
            if room is not None and self._count() >= room:
                return OutboxFull()
            self._insert(id_, type_, text)
            return Recorded(id_)

        trouble: Recorded | OutboxFull | DiskFull = DiskFull("the outbox takes no writes")
        done = self._try(insert, trouble)
        if isinstance(done, OutboxFull):
            self._complain("outbox.full", f"{type_} is not recorded: {room} events wait")
        if isinstance(done, DiskFull) and hall_is_there and type_ not in ON_DISK_ALONE:
            with self._lock:
                if len(self._held) < HELD_MOST:
                    self._held[id_] = OutboxRow(id_, type_, data)
                    return Held(id_)
        return done

    def oldest(self) -> OutboxRow | None:
        """The row to send next: events held in memory first. None: the outbox is empty."""
        with self._lock:
            if self._held:
                return next(iter(self._held.values()))

        def first() -> OutboxRow | None:
            found = self._file.db().execute("SELECT id, type, data FROM outbox ORDER BY seq LIMIT 1").fetchone()
            return OutboxRow(found[0], found[1], _parsed(found[2])) if found else None

        return self._try(first, None)

    def waiting(self, type_: str) -> list[dict[str, Any]]:
        """The data of every row of a type that the hall has not acknowledged, oldest first."""

        def found() -> list[dict[str, Any]]:
            rows = self._file.db().execute("SELECT data FROM outbox WHERE type = ? ORDER BY seq", (type_,))
            return [_parsed(row[0]) for row in rows.fetchall()]

        return self._try(found, [])

    def delete(self, id_: str) -> bool:
        """Delete a row that the hall has acknowledged. False: the disk cannot be written; the row will be sent
        again."""
        if self._let_go(id_) is not None:
            return True

        def remove() -> bool:
            db = self._file.db()
            self._file.forgetting(id_)
            db.execute("DELETE FROM outbox WHERE id = ?", (id_,))
            if self._count() == 0:
                self._file.emptied()
            return True

        return self._try(remove, default=False)

    def refuse(self, id_: str, code: str) -> bool:
        """Move a row that the hall has refused to the refused ones, without personal fields, for an engineer to see."""
        held = self._let_go(id_)
        if held is not None:
            self._complain("outbox.refused", f"{held.type}: {code}")
            return True

        def move() -> str:
            with self._file.transaction() as db:
                row = db.execute("SELECT type, data FROM outbox WHERE id = ?", (id_,)).fetchone()
                if row is None:
                    return ""
                data = {key: value for key, value in _parsed(row[1]).items() if key not in PERSONAL}
                now = int(time.time())
                self._file.forgetting(id_)
                db.execute("DELETE FROM outbox WHERE id = ?", (id_,))
                db.execute(
                    "INSERT INTO refused (id, type, data, code, at) VALUES (?, ?, ?, ?, ?)",
                    (id_, row[0], json.dumps(data, ensure_ascii=False), code, now),
                )
                db.execute(
                    "DELETE FROM refused WHERE at < ? OR seq <= (SELECT max(seq) FROM refused) - ?",
                    (now - REFUSED_DAYS * 86_400, REFUSED_STORED),
                )
            if self._count() == 0:
                self._file.emptied()
            return str(row[0])

        moved = self._try(move, None)
        if moved:
            self._complain("outbox.refused", f"{moved}: {code}")
        return moved is not None

    def refused(self) -> list[tuple[str, str, str]]:
        """`(id, type, code)` of the events that the hall refused in the last days, oldest first. Older ones are deleted
        now."""
        since = int(time.time()) - REFUSED_DAYS * 86_400

        def known() -> list[tuple[str, str, str, int]]:
            db = self._file.db()
            rows = db.execute("SELECT id, type, code, at FROM refused ORDER BY seq").fetchall()
            if any(row[3] < since for row in rows):
                with contextlib.suppress(sqlite3.OperationalError):  # the disk cannot be written: deleted the next time
                    db.execute("DELETE FROM refused WHERE at < ?", (since,))
            return rows

        nothing: list[tuple[str, str, str, int]] = []
        return [(id_, type_, code) for id_, type_, code, at in self._try(known, nothing) if at >= since]

    def try_writing(self) -> None:
        """Try the disk. Raises `OSError` or `sqlite3.Error` if it would not take an event now."""
        with self._lock:
            try_writing(self._file.db())
            for row in list(self._held.values()):  # write the held events that the hall has not got meanwhile
                self._insert(row.id, row.type, json.dumps(row.data, ensure_ascii=False, separators=(",", ":")))
                del self._held[row.id]

    def __len__(self) -> int:
        return self._try(self._count, 0) + len(self._held)

    def close(self) -> None:
        with self._lock:
            self._file.close()

    def _insert(self, id_: str, type_: str, text: str) -> None:
        self._file.db().execute("INSERT INTO outbox (id, type, data) VALUES (?, ?, ?)", (id_, type_, text))
        self._file.recorded(CopiedEvent(id_, type_, text))

    def _let_go(self, id_: str) -> OutboxRow | None:
        with self._lock:
            return self._held.pop(id_, None)

    def _room(self, importance: Importance) -> int | None:
        """How many rows may wait before an event of this importance is turned away; None: it never is."""
        if importance is Importance.REVIEW:
            return None
        return self._capacity if importance is Importance.TICKET else self._capacity // 2

    def _count(self) -> int:
        count: int = self._file.db().execute("SELECT count(*) FROM outbox").fetchone()[0]
        return count

    def _try(self, job: Callable[[], T], default: T) -> T:
        """Run `job` on the file. A damaged file is put aside and `job` runs once more on a new one; else `default`."""
        with self._lock:
            try:
                done = job()
            except DISK_ERRORS as error:
                aside = self._file.put_aside_if_corrupt(error)
                if aside is None:
                    self._complain("outbox.disk", str(error))
                    return default
                self._complain("outbox.corrupt", f"moved to {aside}")
            else:
                self._said = ""
                return done
            try:
                return job()
            except DISK_ERRORS as error:
                self._complain("outbox.disk", str(error))
                return default

    def _complain(self, code: str, detail: str) -> None:
        said = f"{code}: {detail}"
        if said != self._said:  # the disk is tried every ten seconds: log only changes
            logger.error("%s", said)
        self._said = said
        self._on_complaint(code, detail)


def _parsed(text: str) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise DamagedError("a row is no JSON any more") from error
    return data
