"""Whole states on disk: the newest one, and what each of the last days closed with.

A start begins from the newest that can be read, so that a spoilt one costs the events of a day and not those of the
hall's whole life. What a day closed with has nothing personal: of bookings and cases, the code is known and not whose
they are.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from domain.state.appointments import PERSONAL

DAYS = 8
"""So many closed days stand in `hall.db` with their events; older ones are in the archive."""


def of(db: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """`(sequence number, state as JSON)`, newest first."""
    yield from db.execute("SELECT seq, body FROM snapshots").fetchall()
    yield from db.execute("SELECT seq, body FROM closings ORDER BY seq DESC").fetchall()


def keep_closing(db: sqlite3.Connection, seq: int, day: str, body: str) -> None:
    """With the batch that closed `day`; `seq` is its `day.closed`."""
    db.execute("INSERT OR REPLACE INTO closings (seq, day, body) VALUES (?, ?, ?)", (seq, day, body))
    db.execute("DELETE FROM closings WHERE seq NOT IN (SELECT seq FROM closings ORDER BY seq DESC LIMIT ?)", (DAYS,))


def of_closed_day(state: dict[str, Any]) -> str:
    """A state in which nobody is any more, as it is kept: without whose the bookings and cases are."""
    bookings = [{**booking, **dict.fromkeys(PERSONAL)} for booking in state["bookings"]]
    past = {**state["past_bookings"], "rows": []}
    cases = {**state["cases"], "cases": without(state["cases"]["cases"], "phone")}
    return json.dumps({**state, "bookings": bookings, "past_bookings": past, "cases": cases}, ensure_ascii=False)


def without(table: dict[str, Any], name: str) -> dict[str, Any]:
    """A table of rows in which nobody has this field."""
    at = table["fields"].index(name) if name in table["fields"] else None
    rows = [[None if place == at else value for place, value in enumerate(row)] for row in table["rows"]]
    return {**table, "rows": rows}


def erase_others(db: sqlite3.Connection, living: Sequence[str] | None) -> None:
    """What is personal of whoever is not among these tickets and bookings; of nobody if there is no list."""
    if living is not None:
        erase = "DELETE FROM private WHERE subject NOT IN (SELECT value FROM json_each(?))"
        db.execute(erase, (json.dumps(living),))
