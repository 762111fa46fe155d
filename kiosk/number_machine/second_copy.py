"""The second copy of the own numbers, in a separate file: each file has what the other may have lost.

A database with a torn write-ahead log opens as if the last numbers had never been given, without an error. So every
number is in two files before anybody sees it, and at each start the files are compared:

| own_numbers.db       | own_numbers.copy     | what follows                                           |
|----------------------|----------------------|--------------------------------------------------------|
| whole                | the same, and closed | goes on                                                |
| whole                | another, or not closed | both count as given, and a few numbers are left out  |
| missing, or put aside | whole               | the copy counts as given, and a few are left out       |
| whole                | missing, or damaged  | no numbers on the first day that is known (`halted`)   |
| missing, or put aside | missing, or damaged | the same, unless this is the machine's first start     |

A few numbers are left out because a disk that loses a write may have lost it in both files. A database alone is not
trusted, because a torn log would not be noticed. A copy alone is: it is replaced as a whole and has a checksum.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from program.durable import whole_file

HAS_COPY = 0x7863_3032
"""SQLite's `application_id` of a database that has a second copy."""

LEFT_OUT = 3
FORM = 1
COLUMNS: Mapping[str, int] = {"used": 3, "unsure": 2, "settled": 3, "halted": 1, "lost": 1}
"""The tables that are copied, with the number of their columns."""

READ: Mapping[str, str] = {
    "used": "SELECT day, queue, last FROM used",
    "unsure": "SELECT queue, counter FROM unsure",
    "settled": "SELECT day, queue, counter FROM settled",
    "halted": "SELECT day FROM halted",
    "lost": "SELECT request FROM lost",
}
TAKE_OVER: Mapping[str, str] = {
    "used": "INSERT INTO used (day, queue, last) VALUES (?, ?, ?)"
    " ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
    "unsure": "INSERT OR IGNORE INTO unsure (queue, counter) VALUES (?, ?)",
    "settled": "INSERT OR IGNORE INTO settled (day, queue, counter) VALUES (?, ?, ?)",
    "halted": "INSERT INTO halted (day) SELECT ? WHERE NOT EXISTS (SELECT * FROM halted)",
    "lost": "INSERT OR IGNORE INTO lost (request) VALUES (?)",
}

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class CopiedNumbers:
    """`closed`: the program ended cleanly, or gave no number after this was written."""

    rows: Rows
    closed: bool


class SecondCopy:
    """The copy in the file `path`, replaced as a whole at every number."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> CopiedNumbers | None:
        """The content; None: the file is missing or damaged."""
        try:
            given = json.loads(self._path.read_bytes())
            text = str(given["numbers"])
            if given["form"] != FORM or given["check"] != _check(text):
                return None
            numbers = json.loads(text)
            rows = {name: [_row(row, columns) for row in numbers[name]] for name, columns in COLUMNS.items()}
            return CopiedNumbers(rows, closed=numbers["closed"] is True)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, db: sqlite3.Connection, *, closed: bool) -> None:
        """Write everything that `db` knows; it is on disk when this returns. Raises `OSError` or `sqlite3.Error`."""
        text = json.dumps({**rows_of(db), "closed": closed}, separators=(",", ":"))
        with whole_file(self._path) as file:
            file.write(json.dumps({"form": FORM, "numbers": text, "check": _check(text)}).encode())


def agree(db: sqlite3.Connection, copy: SecondCopy, *, first_start: bool) -> bool:
    """Compare both files and bring each to what either knows; see the table above.

    `first_start`: this machine has never run before, so nothing can have been lost. Returns False if the files
    differed, so that a few numbers have to be left out. Raises `OSError` or `sqlite3.Error`.
    """
    had_copy = db.execute("PRAGMA application_id").fetchone()[0] == HAS_COPY
    found = copy.read()
    db.execute("BEGIN IMMEDIATE")
    try:
        well = _mend(db, found, had_copy=had_copy, first_start=first_start)
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    if not had_copy:
        db.execute(f"PRAGMA application_id = {HAS_COPY}")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # so that no torn log can undo it
    if found is None or not well:
        copy.write(db, closed=True)
    return well


def rows_of(db: sqlite3.Connection) -> Rows:
    return {name: sorted(db.execute(statement).fetchall()) for name, statement in READ.items()}


def _mend(db: sqlite3.Connection, found: CopiedNumbers | None, *, had_copy: bool, first_start: bool) -> bool:
    if found is None:
        empty = not any(rows_of(db).values())
        if had_copy or (empty and not first_start):
            db.execute("INSERT INTO halted SELECT '' WHERE NOT EXISTS (SELECT * FROM halted)")
            return False
        return True  # the first start of a machine, or of the first program that writes a copy
    if had_copy and found.closed and _given(rows_of(db)) == _given(found.rows):
        return True
    if not had_copy:
        db.execute("DELETE FROM halted")  # of the new file: the copy knows what was given
    for name, statement in TAKE_OVER.items():
        db.executemany(statement, found.rows[name])
    _leave_out(db)
    return False


def _leave_out(db: sqlite3.Connection) -> None:
    """Leave out the next few numbers of the newest day and of the unsure ones."""
    newest = db.execute("SELECT max(day) FROM (SELECT day FROM used UNION SELECT day FROM settled)").fetchone()[0]
    db.execute("UPDATE used SET last = last + ? WHERE day = ?", (LEFT_OUT, newest))
    for _ in range(LEFT_OUT):
        db.execute("INSERT INTO unsure SELECT queue, max(counter) + 1 FROM unsure GROUP BY queue")
        db.execute(
            "INSERT INTO settled SELECT day, queue, max(counter) + 1 FROM settled WHERE day = ? GROUP BY queue",
            (newest,),
        )


def _given(rows: Rows) -> dict[str, list[tuple[Any, ...]]]:
    """The rows about given numbers, without those about lost requests."""
    return {name: sorted(found) for name, found in rows.items() if name != "lost"}


def _row(row: Sequence[Any], columns: int) -> tuple[Any, ...]:
    if len(row) != columns:
        raise ValueError(row)
    return tuple(row)


def _check(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
