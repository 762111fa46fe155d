"""The tables of `hall.db` in its first version, and its migrations to this program's version: one function per version.

Each function relies only on what its version wrote, not on today's classes, so that it stays right when these change. A
version that only adds an event type or a field has a function that does nothing: it keeps older programs from reading a
log that they do not know (ADR 16).
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from typing import Any

from program.data_version import Migration

SCHEMA = """
CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, type TEXT NOT NULL,
  body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS ratings ON events (seq) WHERE type = 'rating.given';
CREATE TABLE IF NOT EXISTS private (seq INTEGER PRIMARY KEY, subject TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS private_subject ON private (subject);
CREATE TABLE IF NOT EXISTS answers (id TEXT PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS snapshots (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL,
  format INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sms (key TEXT PRIMARY KEY, at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  ticket TEXT NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
  reference TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sms_open ON sms (state) WHERE state IN ('queued', 'sending', 'accepted');
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS probe (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
"""
"""Version 1 of `hall.db`. The changes since are below; new files go through them as well."""

_ROWS = {
    "tickets": (
        "id", "number", "queue", "issued_at", "effective_at", "order", "base_at", "state", "items", "priority",
        "person", "phone", "appointment", "language", "device", "offline", "window", "kept_for", "called_at",
        "started_at", "finished_at", "held_at", "missed_at", "recalls", "returns", "printed", "visited", "pickup",
    ),
    "sessions": (
        "id", "nonce", "ticket", "number", "window", "clerk", "invited_at", "expires_at", "state",
    ),
    "reprints": ("order", "ticket", "window", "device", "ordered_at", "expires_at", "ended_at", "fault"),
}  # fmt: skip
"""Version 2's names for the positions in version 1's rows."""


def _name_the_rows(db: sqlite3.Connection) -> None:
    """1 → 2: in the state, values have names; the state no longer has a version number of its own."""
    for (body,) in db.execute("SELECT body FROM snapshots").fetchall():
        try:
            named = json.dumps(_named(json.loads(body)))
        except (ValueError, LookupError, TypeError, AttributeError):  # damaged; the log has the same content
            db.execute("DELETE FROM snapshots")
        else:
            db.execute("UPDATE snapshots SET body = ?", (named,))
    db.execute("ALTER TABLE snapshots DROP COLUMN format")


def _named(state: dict[str, Any]) -> dict[str, Any]:
    del state["form"]
    state["tickets"] = _table("tickets", state["tickets"])
    state["ratings"]["sessions"] = _table("sessions", state["ratings"]["sessions"])
    state["reprints"] = _table("reprints", state.get("reprints", []))
    state["faults"] = [
        {"device": device, "code": code, "since": since, "detail": detail}
        for device, code, since, detail in state.get("faults", [])
    ]
    state.setdefault("offline", [])
    for window in state["windows"].values():
        if window["serves"] is not None:
            window["serves"] = [{"queue": queue, "lag_minutes": lag} for queue, lag in window["serves"]]
    return state


def _table(name: str, rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """All rows of a state have the same fields; an older program wrote only the first ones."""
    return {"fields": _ROWS[name][: len(rows[0]) if rows else None], "rows": rows}


_TICKET_KEY = re.compile(r'"key": ?"[^"\\]*"')
"""In JSON this is always a member: inside of a text the quotes would be escaped."""


def _append_the_answers(db: sqlite3.Connection) -> None:
    """2 → 3: answers are in the order of time, without their request's id and a ticket's key."""
    old = db.execute("SELECT id, at, body FROM answers ORDER BY at, id").fetchall()
    db.execute("DROP TABLE answers")
    db.execute(
        "CREATE TABLE answers (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL)"
    )
    db.executemany(
        "INSERT INTO answers (at, id, body) VALUES (?, ?, ?)",
        [(at, key, _TICKET_KEY.sub('"key":""', "{" + body[body.index('"ok"') :])) for key, at, body in old],
    )


def _move_people(_db: sqlite3.Connection) -> None:
    """3 → 4: new events for the effects of a changed hall.toml: `ticket.put_back`, `queue.renamed`,
    `window.renamed`."""


def _keep_closings(db: sqlite3.Connection) -> None:
    """4 → 5: the states at the close of the last days are kept. A migration that changes states must change these
    too."""
    db.execute("CREATE TABLE closings (seq INTEGER PRIMARY KEY, day TEXT NOT NULL, body TEXT NOT NULL)")


def _skipped_numbers(_db: sqlite3.Connection) -> None:
    """5 → 6: new event `numbers.skipped`."""


def _know_who_was_left(db: sqlite3.Connection) -> None:
    """6 → 7: states hold the time of the last action, the tickets left at the close of days, and the numbers used on
    earlier days; new event for a correction of the hall's time."""
    for table in ("snapshots", "closings"):
        for seq, body in db.execute(f"SELECT seq, body FROM {table}").fetchall():  # noqa: S608 - the two above
            state = json.loads(body) | {"acted_at": 0, "left": [], "used": {}}
            db.execute(f"UPDATE {table} SET body = ? WHERE seq = ?", (json.dumps(state), seq))  # noqa: S608


def _own_bookings(db: sqlite3.Connection) -> None:
    """7 → 8: the hall makes bookings itself: new events `appointment.moved` and `appointment.missed`, more fields of
    `appointment.booked`; states hold past bookings that still count."""
    for table in ("snapshots", "closings"):
        for seq, body in db.execute(f"SELECT seq, body FROM {table}").fetchall():  # noqa: S608 - the two above
            state = json.loads(body)
            for one in (state, *(left["dumped"] for left in state["left"])):
                one["past_bookings"] = {"fields": [], "rows": []}
            db.execute(f"UPDATE {table} SET body = ? WHERE seq = ?", (json.dumps(state), seq))  # noqa: S608


def _skipped_numbers_of_a_day(_db: sqlite3.Connection) -> None:
    """8 → 9: `numbers.skipped` may name a day that is not open; stored answers have characters for frequent phrases."""


def _change_tickets(_db: sqlite3.Connection) -> None:
    """9 → 10: new event `ticket.changed`; tickets hold the effective time of their return."""


def _phone_codes(db: sqlite3.Connection) -> None:
    """10 → 11: new events `phone.code_sent` and `phone.code_tried`; states hold the codes of the day."""
    none = {"codes": {"fields": [], "rows": []}, "times": []}
    for table in ("snapshots", "closings"):
        for seq, body in db.execute(f"SELECT seq, body FROM {table}").fetchall():  # noqa: S608 - the two above
            state = json.loads(body)
            for one in (state, *(left["dumped"] for left in state["left"])):
                one["phone_codes"] = none
            db.execute(f"UPDATE {table} SET body = ? WHERE seq = ?", (json.dumps(state), seq))  # noqa: S608


def _emergency_notices(db: sqlite3.Connection) -> None:
    """11 → 12: new event `hall.emergency_changed`; states hold the notice that is shown."""
    for table in ("snapshots", "closings"):
        for seq, body in db.execute(f"SELECT seq, body FROM {table}").fetchall():  # noqa: S608 - the two above
            state = json.loads(body)
            for one in (state, *(left["dumped"] for left in state["left"])):
                one["emergency"] = None
            db.execute(f"UPDATE {table} SET body = ? WHERE seq = ?", (json.dumps(state), seq))  # noqa: S608


def _cases(db: sqlite3.Connection) -> None:
    """12 → 13: new event `case.opened`; states hold the cases that are shown."""
    none = {"cases": {"fields": [], "rows": []}, "times": [], "counts": {}}
    for table in ("snapshots", "closings"):
        for seq, body in db.execute(f"SELECT seq, body FROM {table}").fetchall():  # noqa: S608 - the two above
            state = json.loads(body)
            for one in (state, *(left["dumped"] for left in state["left"])):
                one["cases"] = none
            db.execute(f"UPDATE {table} SET body = ? WHERE seq = ?", (json.dumps(state), seq))  # noqa: S608


def _help_calls(db: sqlite3.Connection) -> None:
    """13 → 14: `help.called` and what becomes of it; whole states know the calls that are open."""
    none: dict[str, Any] = {"fields": [], "rows": []}
    for table in ("snapshots", "closings"):
        for seq, body in db.execute(f"SELECT seq, body FROM {table}").fetchall():  # noqa: S608 - the two above
            state = json.loads(body)
            for one in (state, *(left["dumped"] for left in state["left"])):
                one["help"] = none
            db.execute(f"UPDATE {table} SET body = ? WHERE seq = ?", (json.dumps(state), seq))  # noqa: S608


def _reviews_of_the_hall(db: sqlite3.Connection) -> None:
    """14 → 15: a review may be of the hall as a whole, and come from a kiosk; whole states know who gave one today."""
    for table in ("snapshots", "closings"):
        for seq, body in db.execute(f"SELECT seq, body FROM {table}").fetchall():  # noqa: S608 - the two above
            state = json.loads(body)
            for one in (state, *(left["dumped"] for left in state["left"])):
                one["ratings"]["hall"] = []
            db.execute(f"UPDATE {table} SET body = ? WHERE seq = ?", (json.dumps(state), seq))  # noqa: S608


def _notices_given(_db: sqlite3.Connection) -> None:
    """15 → 16: there are events `notice.given` from now on, and `day.closed` counts them."""


MIGRATIONS: tuple[Migration, ...] = (
    _name_the_rows,
    _append_the_answers,
    _move_people,
    _keep_closings,
    _skipped_numbers,
    _know_who_was_left,
    _own_bookings,
    _skipped_numbers_of_a_day,
    _change_tickets,
    _phone_codes,
    _emergency_notices,
    _cases,
    _help_calls,
    _reviews_of_the_hall,
    _notices_given,
)
"""Of `hall.db`. `MIGRATIONS[0]` leads from version 1 to 2."""

SMS_MIGRATIONS: tuple[Migration, ...] = ()
"""Of `sms.db`, the ledger of what was handed to the operator."""
