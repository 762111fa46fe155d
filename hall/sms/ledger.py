"""Which part of which message was handed to the operator, and under which id: on disk, for the time after a restart.

The operators' protocols have no key that drops doubles, and no way to ask about a lost answer. So each part of a
message is written here before it is sent, and again when its answer is known. A part without a known answer is never
sent a second time. The file is SQLite in the hall's data folder. It holds neither phones nor texts. The sender's
thread and the threads that read reports use it.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hall.disk.migrations import SMS_MIGRATIONS
from hall.sms.port import Accepted, MessageRejected, NotSent, Outcome, Receipt, Unknown
from program import data_version
from program.durable import make_folder

FILE = "sms.db"
KEPT_S = 3 * 24 * 3600
EARLY_MOST = 1000
REASON_LENGTH = 80

_SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,
  at REAL NOT NULL, parts INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS parts (key TEXT NOT NULL, part INTEGER NOT NULL, state TEXT NOT NULL, id TEXT,
  delivered INTEGER, reason TEXT NOT NULL DEFAULT '', PRIMARY KEY (key, part)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS parts_id ON parts (id);
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The parts to send now, counted from 1. `number` belongs to the message and is the same at every attempt."""

    number: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PartReport:
    """What the operator reports about the part that it took under this id. `others`: ids that may be meant as well."""

    id: str
    delivered: bool
    reason: str = ""
    others: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        return (self.id, *self.others)


class Ledger:
    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        """Raises `NewerDataError`, `sqlite3.Error` or `OSError`."""
        make_folder(folder)
        data_version.check(folder / FILE, SMS_MIGRATIONS)
        self._clock = clock
        self._lock = threading.Lock()
        self._told: set[str] = set()  # keys whose receipt was given in this life
        self._early: OrderedDict[str, PartReport] = (
            OrderedDict()
        )  # reports that came before the answer to their message
        self._unmatched = 0
        self._db = sqlite3.connect(folder / FILE, isolation_level=None, check_same_thread=False, timeout=2)
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
        data_version.bring_up(self._db, _SCHEMA, SMS_MIGRATIONS)
        old = clock() - KEPT_S
        self._db.execute("DELETE FROM parts WHERE key IN (SELECT key FROM messages WHERE at < ?)", (old,))
        self._db.execute("DELETE FROM messages WHERE at < ?", (old,))

    def outcome(self, key: str) -> Outcome:
        """What is known of this key; `Accepted` only when every part is. `receipts` then gives its receipt again."""
        with self._lock:
            known = self._outcome(key)
            if isinstance(known, Accepted):
                self._told.discard(key)
            return known

    def begin(self, key: str, total: int, given_ids: tuple[str, ...] = ()) -> Attempt:
        """These parts will be sent now: until more is said, they may have been. `given_ids` are ours, not theirs."""
        with self._lock, self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute(
                "INSERT OR IGNORE INTO messages (key, at, parts) VALUES (?, ?, ?)", (key, self._clock(), total)
            )
            number: int = self._db.execute("SELECT number FROM messages WHERE key = ?", (key,)).fetchone()[0]
            done = {part for (part,) in self._db.execute("SELECT part FROM parts WHERE key = ?", (key,))}
            wanted = tuple(part for part in range(1, total + 1) if part not in done)
            ids = dict(enumerate(given_ids, start=1))
            self._db.executemany(
                "INSERT INTO parts (key, part, state, id) VALUES (?, ?, 'trying', ?)",
                [(key, part, ids.get(part)) for part in wanted],
            )
        return Attempt(number, wanted)

    def settle(self, key: str, part: int, outcome: Outcome) -> None:
        """Write down the outcome of one part. `Unknown` changes nothing."""
        with self._lock:
            match outcome:
                case Accepted(reference):
                    self._db.execute(
                        "UPDATE parts SET state = 'accepted', id = ? WHERE key = ? AND part = ?", (reference, key, part)
                    )
                    for early in [report for report in self._early.values() if reference in report.ids]:
                        del self._early[early.id]
                        self._report(early)
                case MessageRejected(reason):
                    self._db.execute(
                        "UPDATE parts SET state = 'rejected', reason = ? WHERE key = ? AND part = ?",
                        (reason[:REASON_LENGTH], key, part),
                    )
                case NotSent():
                    self._db.execute("DELETE FROM parts WHERE key = ? AND part = ? AND state = 'trying'", (key, part))
                case Unknown():
                    pass

    def report(self, report: PartReport) -> None:
        """Take a report, in any thread. Of several about one part the first counts.

        A report about an unknown id is kept: the answer with that id may still come. The last thousand of them are.
        """
        with self._lock:
            if not self._report(report):
                self._unmatched += report.id not in self._early
                self._early[report.id] = report
                while len(self._early) > EARLY_MOST:
                    self._early.popitem(last=False)

    def unmatched(self) -> int:
        """How many reports in a row, each about another id, are about no message of ours.

        A few may come before the answers to their messages; many mean that the operator names messages otherwise there.
        """
        return self._unmatched

    def receipts(self) -> list[Receipt]:
        """Of messages whose every part has been reported on; each once. One part that failed fails the message."""
        found = []
        with self._lock:
            rows = self._db.execute(
                "SELECT key, min(delivered), max(CASE WHEN delivered = 0 THEN reason ELSE '' END) FROM parts"
                " WHERE state = 'accepted' GROUP BY key"
                " HAVING count(delivered) = (SELECT parts FROM messages WHERE messages.key = parts.key)"
            ).fetchall()
            for key, delivered, reason in rows:
                known = self._outcome(key)
                if key not in self._told and isinstance(known, Accepted):
                    self._told.add(key)
                    found.append(Receipt(known.reference, bool(delivered), reason))
        return found

    def waiting(self) -> bool:
        """Is any part accepted and not yet reported on?"""
        with self._lock:
            sql = "SELECT 1 FROM parts WHERE state = 'accepted' AND delivered IS NULL LIMIT 1"
            return self._db.execute(sql).fetchone() is not None

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _report(self, report: PartReport) -> bool:
        row = next((found for id_ in report.ids if id_ and (found := self._part(id_)) is not None), None)
        if row is None:
            return False
        self._unmatched = 0
        key, part, delivered = row
        if delivered is None:
            self._db.execute(
                "UPDATE parts SET state = 'accepted', delivered = ?, reason = ? WHERE key = ? AND part = ?",
                (report.delivered, report.reason[:REASON_LENGTH], key, part),
            )
        return True

    def _part(self, id_: str) -> tuple[str, int, int | None] | None:
        found: tuple[str, int, int | None] | None = self._db.execute(
            # an operator that starts counting anew repeats old ids: the one that waits is meant
            "SELECT key, part, delivered FROM parts WHERE id = ? ORDER BY delivered IS NOT NULL",
            (id_,),
        ).fetchone()
        return found

    def _outcome(self, key: str) -> Outcome:
        row = self._db.execute("SELECT parts FROM messages WHERE key = ?", (key,)).fetchone()
        parts = self._db.execute("SELECT state, id, reason FROM parts WHERE key = ? ORDER BY part", (key,)).fetchall()
        for state, _, reason in parts:
            if state == "rejected":
                return MessageRejected(reason)
        if any(state == "trying" for state, _, _ in parts):
            return Unknown("no answer came")
        if row is None or len(parts) < row[0]:
            return NotSent("not handed over")
        return Accepted("+".join(id_ for _, id_, _ in parts))
