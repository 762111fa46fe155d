"""The answers on disk: a repeated request gets the same answer again.

They are stored in the order of time, so that a commit touches only the last page. An answer is stored without the
request's id, which the repeated request has, and without the ticket's key, which is never on disk and is made anew
(`hall.keys`). Phrases that nearly every answer has are stored as one character each.
"""

from __future__ import annotations

import json
import re
import sqlite3
from array import array
from collections.abc import Iterable, Sequence

from domain.state.state import TicketKey

_KEY = re.compile(r'"key":"[^"\\]+"')
"""In JSON this can only be a member: inside a string the quotes would be escaped."""

_NO_KEY = '"key":""'
_LOW = 0xFFFF_FFFF

WORDS = (
    ("\x01", '{"ok": true, "data": {"ticket":"'),
    ("\x02", ',"items":[],"appointment":false,"pickup":false,"window":"'),
    ("\x03", ',"recalls":0,"returns":0,"offline":false,"papers":[]}}'),
    ("\x04", '","state":"'),
    ("\x05", ',"called_at":'),
    ("\x06", ',"started_at":'),
)
"""Character and phrase. JSON text never has these characters unescaped. Entries must never change, because older stores
use them."""


def kept(answer: str) -> str:
    """The part of an answer `{"id": "…", "ok": …` that is stored: all but the id, with an empty string for a ticket's
    key."""
    rest = "{" + answer.partition(", ")[2]  # a request id has neither comma nor blank
    rest = _KEY.sub(_NO_KEY, rest) if '"key":"' in rest else rest
    for sign, words in WORDS:
        rest = rest.replace(words, sign)
    return rest


def whole(request_id: str, rest: str, ticket_key: TicketKey | None) -> str:
    """The whole answer whose stored part is `rest`."""
    for sign, words in WORDS:
        rest = rest.replace(sign, words)
    if _NO_KEY in rest and ticket_key is not None:
        answer = json.loads(rest)
        about = answer.get("data") or answer["error"]["data"]
        rest = rest.replace(_NO_KEY, f'"key":"{ticket_key(about["ticket"])}"', 1)
    return f'{{"id": "{request_id}", {rest[1:]}'


class AnswerIndex:
    """The row in which the answer to a request may be: 8 bytes per entry, half a hash and a row number.

    Nearly every id is new, and the index shows that without reading the disk. About once in ten thousand times `find`
    names a wrong row, so the row's id must be compared.
    """

    def __init__(self) -> None:
        self._places = array("Q", bytes(8 * 1024))
        self._mask = len(self._places) - 1
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def fill(self, rows: Iterable[tuple[int, str]]) -> None:
        """Fill an empty index with many `(row, key)` at once."""
        entries = array("Q", ((hash(key) & _LOW) << 32 | row for row, key in rows))
        self._count = len(entries)
        while self._count * 2 > self._mask:
            self._mask = self._mask * 4 + 3
        self._places = array("Q", bytes(8 * (self._mask + 1)))
        for entry in entries:
            self._put(entry)

    def add(self, keys: Sequence[str], row: int) -> None:
        """Add `keys` with the rows from `row` on. Rows are at least 1 and less than 2**32."""
        self._count += len(keys)
        while self._count * 2 > self._mask:
            self._grow()
        places, mask = self._places, self._mask
        for key in keys:
            half = hash(key) & _LOW
            place = half & mask
            while places[place]:
                place = (place + 1) & mask
            places[place] = half << 32 | row
            row += 1

    def find(self, keys: Iterable[str]) -> list[tuple[str, int]]:
        """Each of `keys` that may have a row, with every possible row."""
        places, mask = self._places, self._mask
        found = []
        for key in keys:
            half = hash(key) & _LOW
            place = half & mask
            while entry := places[place]:
                if entry >> 32 == half:
                    found.append((key, entry & _LOW))
                place = (place + 1) & mask
        return found

    def _put(self, entry: int) -> None:
        places, mask = self._places, self._mask
        place = (entry >> 32) & mask
        while places[place]:
            place = (place + 1) & mask
        places[place] = entry

    def _grow(self) -> None:
        entries = [entry for entry in self._places if entry]
        self._places = array("Q", bytes(8 * 4 * len(self._places)))
        self._mask = len(self._places) - 1
        for entry in entries:
            self._put(entry)


class AnswerTable:
    """The table `answers` of one store. Call `write` and `forget` inside a transaction, `remember` after it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._load(db)

    def _load(self, db: sqlite3.Connection) -> None:
        self._index = AnswerIndex()
        self._index.fill(db.execute("SELECT n, id FROM answers ORDER BY n"))  # row by row: a day has thousands
        self._last = db.execute("SELECT max(n) FROM answers").fetchone()[0] or 0

    def __len__(self) -> int:
        return len(self._index)

    def write(self, db: sqlite3.Connection, answers: Sequence[tuple[str, int, str]]) -> None:
        """Write answers: `(key of the request, instant in ms, stored part of the answer)`.

        Raises `sqlite3.IntegrityError` rather than give a request a second answer.
        """
        if len(keys := {answer[0] for answer in answers}) < len(answers) or self.find(db, keys):
            raise sqlite3.IntegrityError("a request has an answer already")
        rows = [(n, at, key, body) for n, (key, at, body) in enumerate(answers, self._last + 1)]
        db.executemany("INSERT INTO answers (n, at, id, body) VALUES (?, ?, ?, ?)", rows)

    def forget(self, db: sqlite3.Connection, before: int) -> None:
        """Delete answers older than this instant."""
        db.execute("DELETE FROM answers WHERE at < ?", (before,))

    def remember(self, db: sqlite3.Connection, answers: Sequence[tuple[str, int, str]], *, anew: bool) -> None:
        """Update the index: `answers` are on disk now. `anew`: others were deleted."""
        if anew:
            self._load(db)
            return
        self._index.add([answer[0] for answer in answers], self._last + 1)
        self._last += len(answers)

    def find(self, db: sqlite3.Connection, keys: Iterable[str]) -> dict[str, str]:
        """Request key → stored part of its answer, for those of `keys` that were answered."""
        found = {}
        for key, row in self._index.find(keys):
            stored = db.execute("SELECT body FROM answers WHERE n = ? AND id = ?", (row, key)).fetchone()
            if stored is not None:
                found[key] = stored[0]
        return found
