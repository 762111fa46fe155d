"""The tables of `hall.db` in its first version, and how its data become this program's: one function a version.

Each function relies on what its version wrote and on no class of today, so that it stays right when classes change. A
version that only adds an event type, or a field to one, has a function that does nothing: no older program may read
such a log as if it knew it (ADR 16).
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
"""Version 1 of `hall.db`. What has changed since stands below, for new files and old ones alike."""

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
"""What the places of version 1's rows were, by the names of version 2."""


def _name_the_rows(db: sqlite3.Connection) -> None:
    """1 → 2: in the whole state, values stand under their names; it has no number of its own beside the file's."""
    for (body,) in db.execute("SELECT body FROM snapshots").fetchall():
        try:
            named = json.dumps(_named(json.loads(body)))
        except (ValueError, LookupError, TypeError, AttributeError):  # spoilt; what it says stands in the log as well
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
    """All rows of a state have the same fields: the first so many, if a program wrote them that knew no more."""
    return {"fields": _ROWS[name][: len(rows[0]) if rows else None], "rows": rows}


_TICKET_KEY = re.compile(r'"key": ?"[^"\\]*"')
"""In JSON this is always a member: inside of a text the quotes would be escaped."""


def _append_the_answers(db: sqlite3.Connection) -> None:
    """2 → 3: answers stand in the order in which they were given, without their request's id and a ticket's key."""
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
    """3 → 4: what a changed hall.toml did to people is told: `ticket.put_back`, `queue.renamed`, `window.renamed`."""


def _keep_closings(db: sqlite3.Connection) -> None:
    """4 → 5: what each of the last days closed with is kept. A migration that changes states changes these as well."""
    db.execute("CREATE TABLE closings (seq INTEGER PRIMARY KEY, day TEXT NOT NULL, body TEXT NOT NULL)")


def _skipped_numbers(_db: sqlite3.Connection) -> None:
    """5 → 6: there are events `numbers.skipped` from now on."""


def _know_who_was_left(db: sqlite3.Connection) -> None:
    """6 → 7: whole states say when somebody last acted, who was there when days were closed, and which numbers days had
    used that were open before; the log may say that the hall's time was corrected."""
    for table in ("snapshots", "closings"):
        for seq, body in db.execute(f"SELECT seq, body FROM {table}").fetchall():  # noqa: S608 - the two above
            state = json.loads(body) | {"acted_at": 0, "left": [], "used": {}}
            db.execute(f"UPDATE {table} SET body = ? WHERE seq = ?", (json.dumps(state), seq))  # noqa: S608


def _own_bookings(db: sqlite3.Connection) -> None:
    """7 → 8: the hall makes bookings itself: `appointment.moved`, `appointment.missed`, more fields of
    `appointment.booked`; whole states know those that are over and still count."""
    for table in ("snapshots", "closings"):
        for seq, body in db.execute(f"SELECT seq, body FROM {table}").fetchall():  # noqa: S608 - the two above
            state = json.loads(body)
            for one in (state, *(left["dumped"] for left in state["left"])):
                one["past_bookings"] = {"fields": [], "rows": []}
            db.execute(f"UPDATE {table} SET body = ? WHERE seq = ?", (json.dumps(state), seq))  # noqa: S608


def _skipped_numbers_of_a_day(_db: sqlite3.Connection) -> None:
    """8 → 9: `numbers.skipped` may be about a day that is not open; kept answers have signs for frequent words."""


def _change_tickets(_db: sqlite3.Connection) -> None:
    """9 → 10: there are events `ticket.changed` from now on, and tickets say where they came back to."""


def _phone_codes(db: sqlite3.Connection) -> None:
    """10 → 11: `phone.code_sent` and `phone.code_tried`; whole states know the codes of the day."""
    none = {"codes": {"fields": [], "rows": []}, "times": []}
    for table in ("snapshots", "closings"):
        for seq, body in db.execute(f"SELECT seq, body FROM {table}").fetchall():  # noqa: S608 - the two above
            state = json.loads(body)
            for one in (state, *(left["dumped"] for left in state["left"])):
                one["phone_codes"] = none
            db.execute(f"UPDATE {table} SET body = ? WHERE seq = ?", (json.dumps(state), seq))  # noqa: S608


def _emergency_notices(db: sqlite3.Connection) -> None:
    """11 → 12: there are events `hall.emergency_changed` from now on; whole states know the notice that is shown."""
    for table in ("snapshots", "closings"):
        for seq, body in db.execute(f"SELECT seq, body FROM {table}").fetchall():  # noqa: S608 - the two above
            state = json.loads(body)
            for one in (state, *(left["dumped"] for left in state["left"])):
                one["emergency"] = None
            db.execute(f"UPDATE {table} SET body = ? WHERE seq = ?", (json.dumps(state), seq))  # noqa: S608


def _cases(db: sqlite3.Connection) -> None:
    """12 → 13: `case.opened`; whole states know the cases that are shown."""
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
