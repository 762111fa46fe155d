"""The index of one file of a folder source: where in the file each case is. The rows themselves stay on disk.

The file stays open, so its content can be read even after another file has replaced it. Reading releases the
interpreter after every few rows, so that requests for numbers do not wait.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.normal_form import normal
from hall.progress.folder_rows import LONGEST_ROW, PLACES, OpenFile, TornFileError
from hall.progress.rows import RowReader, text, value_at

MOST_ROWS = 2_000_000
YIELD_ROWS = 64
_LENGTH_BITS = 24
_PLAIN = re.compile(r"[0-9A-Z-]+")
_CARDS = ("resident", "social")
"""Kinds of card that hold an identity number; terminals hash the two kinds differently (`kiosk/hw/cards.py`)."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Signature:
    """Values that differ between two states of a file."""

    inode: int
    size: int
    changed_ns: int

    @classmethod
    def of(cls, found: os.stat_result) -> Signature:
        return cls(found.st_ino, found.st_size, found.st_mtime_ns)


@dataclass(slots=True, eq=False)
class IndexedFile:
    """An indexed file. `unread`: how many of its rows could not be read."""

    path: Path
    signature: Signature
    handle: int
    encoding: str
    keeps_all: bool = False  # a file of changes
    head: tuple[str, ...] = ()  # of CSV
    by_receipt: dict[int, int] = field(default_factory=dict)
    by_person: dict[int, list[int]] = field(default_factory=dict)
    all_places: list[int] = field(default_factory=list)  # only for changes, which may name a receipt twice
    unread: int = 0

    def receipt(self, form: str) -> Row | None:
        """The row of this receipt, in its normal form. Raises `TornFileError` if somebody writes over the file."""
        place = self.by_receipt.get(hash(form))
        return None if place is None else self._row(place)

    def persons(self, person: str) -> list[Row]:
        """The rows of a person. Raises `TornFileError` if somebody writes over the file."""
        return [self._row(place) for place in self.by_person.get(hash(person), ())]

    def every_row(self) -> list[Row]:
        """All rows, in the order of the file."""
        return [self._row(place) for place in sorted(self.all_places)]

    def _row(self, place: int) -> Row:
        start, length = place >> _LENGTH_BITS, place & ((1 << _LENGTH_BITS) - 1)
        return self.parsed(os.pread(self.handle, length, start))

    def parsed(self, raw: bytes) -> Row:
        """Raises TornFileError."""
        try:
            written = raw.decode(self.encoding)
            if not self.head:
                row = json.loads(written)
            else:
                values = next(csv.reader(written.splitlines(keepends=True), strict=True), [])
                row = dict(zip(self.head, values, strict=True))
        except (ValueError, csv.Error, RecursionError):
            raise TornFileError(f"{self.path.name}: a row cannot be read") from None
        if not isinstance(row, dict):
            raise TornFileError(f"{self.path.name}: a row is no object")
        return row

    def see_that_it_stays(self) -> None:
        """Raises `TornFileError` if the file has changed since it was opened."""
        if Signature.of(os.fstat(self.handle)) != self.signature:
            raise TornFileError(f"{self.path.name}: is being written")

    def close(self) -> None:
        os.close(self.handle)


def read_file(path: Path, reader: RowReader, encoding: str, key: bytes = b"", *, changes: bool = False) -> IndexedFile:
    """Index a whole file. `key`: the key of person hashes, if rows have identity numbers; empty: no hashes are made.
    `changes`: it is a file of changes, in which every row counts.

    Raises OSError, and `TornFileError` if the file is incomplete.
    """
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        made = IndexedFile(path, Signature.of(os.fstat(handle)), handle, encoding, changes)
        _index(made, reader, key)
        made.see_that_it_stays()
    except BaseException:
        os.close(handle)
        raise
    return made


def _index(made: IndexedFile, reader: RowReader, key: bytes) -> None:
    if not made.signature.size:
        raise TornFileError(f"{made.path.name}: is empty")
    ending = made.path.suffix.lower()
    found = PLACES[ending](OpenFile(made.path.name, made.handle, made.encoding))
    if ending == ".csv":
        made.head = _head(made, next(found, (0, b""))[1])
    person_of = _persons(reader, key)
    torn = False
    for count, (start, raw) in enumerate(found):
        if count % YIELD_ROWS == 0:
            time.sleep(0)
        if torn:
            made.unread += 1  # a row in the middle, not the end of a file that is being written
            torn = False
        if count >= MOST_ROWS:
            raise TornFileError(f"{made.path.name}: has more than {MOST_ROWS} rows")
        try:
            row = made.parsed(raw)
        except TornFileError:
            torn = True
            continue
        receipt = reader.receipt(row)
        if not receipt or len(raw) > LONGEST_ROW:
            made.unread += 1
            continue
        place = start << _LENGTH_BITS | len(raw)
        if made.keeps_all:
            made.all_places.append(place)
            continue
        made.by_receipt[hash(_form(receipt))] = place
        for person in person_of(row):
            made.by_person.setdefault(hash(person), []).append(place)
    if torn and made.unread and not (made.by_receipt or made.all_places):
        raise TornFileError(f"{made.path.name}: no row can be read as {made.encoding}")
    if torn:
        raise TornFileError(f"{made.path.name}: ends in the middle of a row")


def _form(receipt: str) -> str:
    """The normal form of a receipt, with a fast path if it has that form already."""
    if receipt.isascii() and _PLAIN.fullmatch(receipt) is not None:
        return receipt
    return normal(receipt)


def _persons(reader: RowReader, key: bytes) -> Callable[[Row], Iterator[str]]:
    def found(row: Row) -> Iterator[str]:
        told = text(value_at(row, reader.fields.person))
        if told:
            yield told.lower()
        number = text(value_at(row, reader.fields.id_number)).upper() if key else ""
        for kind in _CARDS if number else ():
            yield hmac.new(key, f"{kind}:{number}".encode(), hashlib.sha256).hexdigest()[:32]

    return found


def _head(made: IndexedFile, row: bytes) -> tuple[str, ...]:
    try:
        names = next(csv.reader([row.decode(made.encoding)], strict=True), [])
    except (ValueError, csv.Error):
        raise TornFileError(f"{made.path.name}: its head line cannot be read as {made.encoding}") from None
    return tuple(name.strip() for name in names)
