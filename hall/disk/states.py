"""States on disk: the newest one, and those at the close of each of the last days.

A start begins with the newest readable state, so after a damaged one it reads the events of some days and not of all
years. The state at the close of a day holds nothing personal: of bookings and cases only the code, not the holder.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from domain.state.appointments import PERSONAL

DAYS = 8
"""How many closed days stay in `hall.db` with their events; older ones are in the archive."""


def of(db: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """`(sequence number, state as JSON)`, newest first."""
    yield from db.execute("SELECT seq, body FROM snapshots").fetchall()
    yield from db.execute("SELECT seq, body FROM closings ORDER BY seq DESC").fetchall()


def keep_closing(db: sqlite3.Connection, seq: int, day: str, body: str) -> None:
    """Store the state at the close of `day`, in the batch that closed it. `seq`: the number of its `day.closed`."""
    db.execute("INSERT OR REPLACE INTO closings (seq, day, body) VALUES (?, ?, ?)", (seq, day, body))
    db.execute("DELETE FROM closings WHERE seq NOT IN (SELECT seq FROM closings ORDER BY seq DESC LIMIT ?)", (DAYS,))


def of_closed_day(state: dict[str, Any]) -> str:
    """The state at the close of a day in its stored form: without the holders of bookings and cases."""
    bookings = [{**booking, **dict.fromkeys(PERSONAL)} for booking in state["bookings"]]
    past = {**state["past_bookings"], "rows": []}
    cases = {**state["cases"], "cases": without(state["cases"]["cases"], "phone")}
    return json.dumps({**state, "bookings": bookings, "past_bookings": past, "cases": cases}, ensure_ascii=False)


def without(table: dict[str, Any], name: str) -> dict[str, Any]:
    """A table of rows without this field."""
    at = table["fields"].index(name) if name in table["fields"] else None
    rows = [[None if place == at else value for place, value in enumerate(row)] for row in table["rows"]]
    return {**table, "rows": rows}


def erase_others(db: sqlite3.Connection, living: Sequence[str] | None) -> None:
    """Erase the personal data of all subjects but these tickets and bookings; with None erase nothing."""
    if living is not None:
        erase = "DELETE FROM private WHERE subject NOT IN (SELECT value FROM json_each(?))"
        db.execute(erase, (json.dumps(living),))
