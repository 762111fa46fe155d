"""A GSM modem through gammu-smsd, a daemon of its own: we write into its SQLite outbox and read its sent items.

gammu is never imported: its licence is the GPL, and a C library does not belong into the hall's process. The tables
are those of gammu-smsd's schema 17 (gammu-smsd-tables(7)). Rows of ours are known by their `CreatorID`.

The daemon may be away for longer than a message is good. It sends nothing after the time of day in `SendBefore`, and
what has expired is put off for ever (`NEVER`) before the next day begins.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hall.sms.operators.parts import ALONE, HEADER, parts_of
from hall.sms.port import EXPIRED, Accepted, MessageRejected, NotSent, Outcome, Receipt, SmsMessage, Unknown

OURS = "xc:"
TABLES = {"outbox", "outbox_multipart", "sentitems"}
VALID_STEP_MIN = 5  # RelativeValidity counts so: 11 is an hour
VALID_MOST_MIN = 720
BUSY_S = 2.0
NEVER = "9999-12-31 00:00:00"
LAST_OF_DAY = "23:59:59"
DAY_S = 24 * 3600

_FAILED = {"SendingError", "DeliveryFailed", "Error"}
_TAKEN = {"SendingOK", "SendingOKNoReport"}  # the network has it; whether the phone has is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class GammuSettings:
    """`sms.toml` of `--sms gammu`."""

    database: str  # the file that gammu-smsd's `dbdir` and `database` name
    delivered: Literal["network", "phone"] = "network"  # when it counts as such; phone: a report is asked for
    valid_minutes: int = 60  # for so long at most the network tries to reach a phone


class GammuGateway:
    """Each call opens the file anew: the daemon may have been set up again in between."""

    def __init__(self, settings: GammuSettings, clock: Callable[[], float] = time.time) -> None:
        self._settings = settings
        self._clock = clock
        self._told: set[str] = set()

    def send(self, message: SmsMessage) -> Outcome:
        creator = OURS + message.key
        reference = zlib.crc32(message.key.encode()) & 0xFF
        payloads = parts_of(message.text, reference)
        several = len(payloads) > 1
        rows = [_udh_and_text(payload, several=several) for payload in payloads]
        minutes = self._settings.valid_minutes
        if message.valid_s is not None:
            minutes = max(VALID_STEP_MIN, min(minutes, message.valid_s // 60))
        now = self._clock()
        try:
            with self._open() as db:
                db.execute("BEGIN IMMEDIATE")
                if self._known(db, creator):
                    return Accepted(message.key)
                (udh, text), *others = rows
                number = db.execute(
                    "INSERT INTO outbox (SendingDateTime, SendingTimeOut, SendBefore, DestinationNumber, TextDecoded,"
                    " Coding, UDH, Class, MultiPart, RelativeValidity, DeliveryReport, CreatorID)"
                    " VALUES (?1, ?1, ?2, ?3, ?4, 'Unicode_No_Compression', ?5, -1, ?6, ?7, ?8, ?9)",
                    (
                        _moment(now),
                        _before(now, message.valid_s),
                        message.phone,
                        text,
                        udh,
                        "true" if several else "false",
                        minutes // VALID_STEP_MIN - 1,
                        "yes" if self._settings.delivered == "phone" else "no",
                        creator,
                    ),
                ).lastrowid
                db.executemany(
                    "INSERT INTO outbox_multipart (ID, SequencePosition, TextDecoded, Coding, UDH, Class)"
                    " VALUES (?, ?, ?, 'Unicode_No_Compression', ?, -1)",
                    [(number, place, text, udh) for place, (udh, text) in enumerate(others, start=2)],
                )
                db.execute("COMMIT")
        except sqlite3.IntegrityError as error:
            return MessageRejected(f"gammu-smsd's tables refuse it: {error.sqlite_errorname}")
        except sqlite3.Error as error:
            return NotSent(f"gammu-smsd's database: {_name(error)}")
        return Accepted(message.key)

    def outcome(self, key: str) -> Outcome:
        try:
            with self._open() as db:
                known = self._known(db, OURS + key)
        except sqlite3.Error as error:
            return Unknown(f"gammu-smsd's database: {_name(error)}")
        self._told.discard(key)
        return Accepted(key) if known else NotSent("not in the outbox")

    def receipts(self) -> list[Receipt]:
        """Receipts for messages that have left the daemon's outbox, and for those that have expired in it.

        A message counts as expired as long as its row is there, so that a restart in between loses no receipt.
        """
        parts: dict[str, list[str]] = {}
        now = self._clock()
        try:
            with self._open() as db:
                for creator, state in db.execute(
                    "SELECT CreatorID, Status FROM sentitems WHERE CreatorID LIKE ? || '%'"
                    " AND CreatorID NOT IN (SELECT CreatorID FROM outbox)",
                    (OURS,),
                ):
                    parts.setdefault(creator.removeprefix(OURS), []).append(state)
                self._withdraw(db, now)
                late = "SELECT CreatorID FROM outbox WHERE CreatorID LIKE ? || '%' AND SendingDateTime = ?"
                parts |= {key.removeprefix(OURS): [EXPIRED] for (key,) in db.execute(late, (OURS, NEVER))}
                self._forget(db, now - DAY_S)
        except sqlite3.Error:
            return []
        found = [self._receipt(key, states) for key, states in parts.items() if key not in self._told]
        receipts = [receipt for receipt in found if receipt is not None]
        self._told.update(receipt.reference for receipt in receipts)
        return receipts

    def unmatched(self) -> int:
        return 0

    def close(self) -> None:
        return

    def _receipt(self, key: str, states: list[str]) -> Receipt | None:
        if EXPIRED in states:
            return Receipt(key, delivered=False, reason=EXPIRED)
        if (failed := next((state for state in states if state in _FAILED), None)) is not None:
            return Receipt(key, delivered=False, reason=failed)
        enough = {"DeliveryOK"} | (_TAKEN if self._settings.delivered == "network" else set())
        return Receipt(key, delivered=True) if all(state in enough for state in states) else None

    def _withdraw(self, db: sqlite3.Connection, now: float) -> None:
        """Put off for ever the rows that have expired, but for one that is being sent at this moment."""
        moment = _moment(now)
        day, _, clock = moment.partition(" ")
        db.execute(
            "UPDATE outbox SET SendingDateTime = ?1 WHERE CreatorID LIKE ?2 || '%' AND SendingTimeOut <= ?3"
            " AND SendingDateTime <> ?1 AND (date(SendingDateTime) < ?4 OR SendBefore < ?5)",
            (NEVER, OURS, moment, day, clock),
        )

    def _forget(self, db: sqlite3.Connection, before: float) -> None:
        """A phone number lives no longer than the hall's own."""
        old = "CreatorID LIKE ?1 || '%' AND UpdatedInDB < datetime(?2, 'unixepoch')"
        db.execute(f"DELETE FROM sentitems WHERE {old}", (OURS, before))  # noqa: S608 - no words of others
        withdrawn = f"SELECT ID FROM outbox WHERE {old} AND SendingDateTime = ?3"  # noqa: S608
        db.execute(f"DELETE FROM outbox_multipart WHERE ID IN ({withdrawn})", (OURS, before, NEVER))  # noqa: S608
        db.execute(f"DELETE FROM outbox WHERE ID IN ({withdrawn})", (OURS, before, NEVER))  # noqa: S608

    def _known(self, db: sqlite3.Connection, creator: str) -> bool:
        sql = "SELECT 1 FROM outbox WHERE CreatorID = ?1 UNION SELECT 1 FROM sentitems WHERE CreatorID = ?1"
        return db.execute(sql, (creator,)).fetchone() is not None

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        address = Path(self._settings.database).absolute().as_uri() + "?mode=rw"
        db = sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_S)
        try:
            yield db
        finally:
            db.close()  # undoes a transaction that was not committed


def what_is_wrong(settings: GammuSettings) -> list[tuple[str, str]]:
    """Key and reason, before the hall starts."""
    wrong = []
    if not VALID_STEP_MIN <= settings.valid_minutes <= VALID_MOST_MIN:
        wrong.append(("valid_minutes", f"is not {VALID_STEP_MIN} to {VALID_MOST_MIN}"))
    try:
        address = Path(settings.database).absolute().as_uri() + "?mode=rw"
        with contextlib.closing(sqlite3.connect(address, uri=True)) as db:
            there = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if missing := TABLES - there:
            wrong.append(("database", f"has no table {min(missing)}: make it with gammu-smsd's sqlite.sql"))
    except sqlite3.Error as error:
        wrong.append(("database", f"cannot be opened: {_name(error)}"))
    return wrong


def _udh_and_text(payload: bytes, *, several: bool) -> tuple[str, str]:
    """As the daemon's tables want them: the header in hexadecimal, the text as text."""
    assert len(payload) <= ALONE
    head = payload[:HEADER] if several else b""
    return head.hex().upper(), payload[len(head) :].decode("utf-16-be")


def _moment(at: float) -> str:
    """As the daemon writes it: local time."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(at))


def _before(now: float, valid_s: int | None) -> str:
    """The time of day after which it is worth nothing; at the latest the end of this one."""
    end = _moment(now + (DAY_S if valid_s is None else valid_s))
    return end.partition(" ")[2] if end[:10] == _moment(now)[:10] else LAST_OF_DAY


def _name(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", None) or type(error).__name__
