"""The rows of a file, each with the position where it begins: CSV, JSON lines, or a JSON list.

Files are read piece by piece, with positions of our own, so that a file is never in memory as a whole.
"""

from __future__ import annotations

import codecs
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

LONGEST_ROW = 64 * 1024
CHUNK = 32 * 1024
_SCAN = json.JSONDecoder().raw_decode


class TornFileError(ValueError):
    """The file ends in the middle of a row or has another format: it is incomplete, or still being written."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that is being read. `name`: for messages about it."""

    name: str
    handle: int
    encoding: str


def _lines(handle: int) -> Iterator[tuple[int, bytes]]:
    """`(position, line with its line end)` for each line, read with a position of our own."""
    start, rest, at = 0, b"", 0
    while True:
        chunk = os.pread(handle, CHUNK, at)
        at += len(chunk)
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield start, line + b"\n"
            start += len(line) + 1
        if len(rest) > LONGEST_ROW:
            raise TornFileError("a line has no end")
        if not chunk:
            if rest:
                yield start, rest
            return


def _without_mark(start: int, line: bytes) -> tuple[int, bytes]:
    """The line without the byte order mark that Windows editors put before the first line."""
    mark = codecs.BOM_UTF8
    return (start + len(mark), line.removeprefix(mark)) if start == 0 and line.startswith(mark) else (start, line)


def line_places(made: OpenFile) -> Iterator[tuple[int, bytes]]:
    for begins, whole in _lines(made.handle):
        start, line = _without_mark(begins, whole)
        if line.strip():
            yield start, line


def csv_places(made: OpenFile) -> Iterator[tuple[int, bytes]]:
    """The header line and the rows. A quoted cell may contain line ends."""
    pending, begins = b"", 0
    for at, whole in _lines(made.handle):
        start, line = _without_mark(at, whole)
        if not pending:
            begins = start
        pending += line
        if pending.count(b'"') % 2:  # within a quoted cell
            if len(pending) > LONGEST_ROW:
                raise TornFileError(f"{made.name}: a quoted cell has no end")
            continue
        row, pending = pending, b""
        if row.strip():
            yield begins, row
    if pending:
        raise TornFileError(f"{made.name}: ends within a quoted cell")


def json_places(made: OpenFile) -> Iterator[tuple[int, bytes]]:
    """Each object of a list, or the single object of the file."""
    return _JsonPieces(made).objects()


class _JsonPieces:
    """Reads a JSON file piece by piece, so that it is never in memory as a whole and the interpreter is not held for
    long."""

    def __init__(self, made: OpenFile) -> None:
        self._made = made
        self._decode = codecs.getincrementaldecoder(made.encoding)()
        self._read = 0  # bytes read of the file
        self._start = 0  # position of the buffer in the file
        self._buffer = ""

    def objects(self) -> Iterator[tuple[int, bytes]]:
        self._more()
        mark = self._made.encoding.lower().startswith("utf") and self._buffer.startswith("\ufeff")
        self._drop(1 if mark else 0)
        listed = self._next() == "["
        self._drop(1 if listed else 0)
        while self._next() == "{":
            yield self._object()
            if not listed:
                break
        if listed:
            if self._next() != "]":
                raise self._torn()
            self._drop(1)
        if self._next():
            raise self._torn()

    def _object(self) -> tuple[int, bytes]:
        while True:
            try:
                _, end = _SCAN(self._buffer, 0)
            except (ValueError, RecursionError):
                if len(self._buffer) > LONGEST_ROW or not self._more():
                    raise self._torn() from None
                continue
            start, raw = self._start, self._buffer[:end].encode(self._made.encoding)
            self._drop(end)
            return start, raw

    def _next(self) -> str:
        """The next character that is neither blank nor comma; "" at the end."""
        while True:
            self._drop(len(self._buffer) - len(self._buffer.lstrip(" \t\r\n,")))
            if self._buffer or not self._more():
                return self._buffer[:1]

    def _drop(self, count: int) -> None:
        if count:
            self._start += len(self._buffer[:count].encode(self._made.encoding))
            self._buffer = self._buffer[count:]

    def _more(self) -> bool:
        """Read one more piece. False at the end of the file."""
        chunk = os.pread(self._made.handle, CHUNK, self._read)
        self._read += len(chunk)
        try:
            self._buffer += self._decode.decode(chunk, final=not chunk)
        except ValueError:
            raise TornFileError(f"{self._made.name}: is not {self._made.encoding}") from None
        return bool(chunk)

    def _torn(self) -> TornFileError:
        return TornFileError(f"{self._made.name}: is no whole list of objects")


PLACES: Mapping[str, Callable[[OpenFile], Iterator[tuple[int, bytes]]]] = {
    ".csv": csv_places,
    ".jsonl": line_places,
    ".json": json_places,
}
"""By the ending of the file's name."""
