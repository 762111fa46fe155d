"""The log since the newest copies: every batch in the store is also a line of a plain file.

A copy and this log together give the whole store again, up to the last answer, if the store is damaged while the
machine runs. After a power cut they give what had reached the disk, because lines are not flushed one by one. Personal
data is in a separate file, only in the data folder, which is erased with the day.

A line consists of a checksum, JSON, and the texts of the events and answers, each after a tab: they are JSON already
and have no tab. A reader stops at the first incomplete line.
"""

from __future__ import annotations

import dataclasses
import errno
import json
import logging
import os
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

from hall.disk.store import Batch, Sms
from hall.sms.states import SmsState
from program.durable import make_folder, sync_folder

logger = logging.getLogger(__name__)

FORMAT = 2
TEXTS_INSIDE = 1
"""The former format, which can still be read: the texts are inside the JSON."""

FORMATS = (TEXTS_INSIDE, FORMAT)
_END_BYTES = 1024 * 1024
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class SinceLine:
    """One batch. `before`: number of the last event before it; `seq`: number of its last event."""

    before: int
    seq: int
    batch: Batch


class SinceLog:
    """Call `write` for each batch in the store, and `begin` to start a new file with a copy. From any thread."""

    def __init__(self, folder: Path, personal: Path) -> None:
        """`folder`: for the part without personal data. `personal`: the file for the personal part. Raises
        `OSError`."""
        self._folder = folder
        self._personal_path = personal
        self._lock = Lock()
        self._file: BinaryIO | None = None
        self._personal: BinaryIO | None = None
        self.broken = False  # lines are missing: a new copy is needed
        self.name = ""  # of the current file

    def begin(self, seq: int) -> None:
        """Begin a new file for what follows the event `seq`. Raises `OSError`."""
        with self._lock:
            self._close()
            make_folder(self._folder)
            path = self._free(seq)
            self._file = _append(path)
            self.name = path.name
            head = _open_part(seq, seq, Batch()) | {"begun": time.time_ns()}  # so that no two files begin alike
            _write(self._file, head)  # so a file without any line has lost one
            self._personal = _append(self._personal_path)
            sync_folder(self._folder)
            self.broken = False

    def write(self, before: int, seq: int, batch: Batch) -> None:
        """Append a batch. Never fails: if the line cannot be written, the log is `broken` until a copy begins a new
        file."""
        with self._lock:
            if self._file is None or self._personal is None:
                return
            try:
                if batch.private:
                    _write(self._personal, {"seq": seq, "private": batch.private})
                _write(self._file, _open_part(before, seq, batch), _texts(batch))
            except OSError as error:
                logger.error("what happens stands in no log until the next copy: %s", error.strerror)  # noqa: TRY400
                self.broken = True
                self._close()

    def forget_personal(self) -> None:
        """Erase the personal part when the day closes. Raises `OSError`."""
        with self._lock:
            opened = self._personal is not None
            if self._personal is not None:
                self._personal.close()
                self._personal = None
            erase(self._personal_path)
            if opened:
                self._personal = _append(self._personal_path)

    def sync(self) -> None:
        """Sync what was written. Raises `OSError`."""
        with self._lock:
            numbers = [os.dup(file.fileno()) for file in (self._file, self._personal) if file is not None]
        for number in numbers:
            try:
                os.fdatasync(number)
            finally:
                os.close(number)

    def close(self) -> None:
        with self._lock:
            self._close()

    def _free(self, seq: int) -> Path:
        """The path of a new file: an earlier one may end in half a line."""
        number = 0
        while (path := self._folder / f"since-{seq:012d}-{number}.log").exists():
            number += 1
        return path

    def _close(self) -> None:
        for file in (self._file, self._personal):
            if file is not None:
                file.close()
        self._file = self._personal = None


def since_files(folder: Path) -> list[tuple[int, Path]]:
    """The files, oldest first, each with the number of the event after which it begins."""
    found = ((path.stem.split("-"), path) for path in folder.glob("since-*.log"))
    named = [
        (int(words[1]), int(words[2]), path)
        for words, path in found
        if [w.isdecimal() for w in words[1:]] == [True] * 2
    ]
    return [(seq, path) for seq, _, path in sorted(named)]


def read_since(paths: Iterable[Path], personal: Path | None) -> tuple[list[SinceLine], bool]:
    """All complete lines, and whether the files contain nothing else."""
    private: dict[int, list[tuple[int, str, str]]] = {}
    if personal is not None:
        for value in _values(personal)[0]:
            private.setdefault(value["seq"], []).extend((row[0], row[1], row[2]) for row in value["private"])
    lines: list[SinceLine] = []
    whole = True
    for path in paths:
        values, clean = _values(path)
        whole = whole and clean
        lines += [_batch(value, private.pop(value["seq"], [])) for value in values if value["format"] in FORMATS]
    return lines, whole


def last_line(path: Path) -> tuple[int, bool]:
    """The number of the last event in the last complete line, and whether the file ends with that line. Reads only the
    end of the file; `(0, False)` if that has no complete line."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        start = file.seek(max(0, size - _END_BYTES))
        end = file.read()
    lines = end.splitlines(keepends=True)[1 if start else 0 :]
    clean = True
    for line in reversed(lines):
        value = _value(line)
        if value is not None:
            return value["seq"], clean
        clean = False
    return 0, False


def erase(path: Path) -> None:
    """Overwrite a file and remove it. Raises `OSError`."""
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)


def _append(path: Path) -> BinaryIO:
    make_folder(path.parent)
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    return os.fdopen(number, "ab", buffering=0)


def _line(value: dict[str, Any], texts: Sequence[str] = ()) -> bytes:
    body = "\t".join((_JSON(value), *texts)).encode("utf-8", "surrogatepass")
    return b"%08x %s\n" % (zlib.crc32(body), body)


def _write(file: BinaryIO, value: dict[str, Any], texts: Sequence[str] = ()) -> None:
    line = _line(value, texts)
    if file.write(line) != len(line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _open_part(before: int, seq: int, batch: Batch) -> dict[str, Any]:
    value: dict[str, Any] = {"format": FORMAT, "before": before, "seq": seq}
    parts = {
        "events": [row[:-1] for row in batch.events],
        "answers": [row[:-1] for row in batch.answers],
        "sms": [dataclasses.astuple(sms) for sms in batch.sms],
        "meta": batch.meta,
        "closed": batch.closed,
        "closing": batch.closing,
        "answers_before": batch.answers_before,
    }
    return value | {name: part for name, part in parts.items() if part}


def _texts(batch: Batch) -> list[str]:
    return [row[-1] for rows in (batch.events, batch.answers) for row in rows]


def _batch(value: dict[str, Any], private: list[tuple[int, str, str]]) -> SinceLine:
    batch = Batch(
        events=[tuple(row) for row in value.get("events", ())],
        private=private,
        answers=[tuple(row) for row in value.get("answers", ())],
        sms=[
            dataclasses.replace(one, state=SmsState(one.state)) for one in (Sms(*row) for row in value.get("sms", ()))
        ],
        meta=value.get("meta", {}),
        closed=value.get("closed"),
        closing=tuple(value["closing"]) if "closing" in value else None,
        answers_before=value.get("answers_before"),
    )
    return SinceLine(value["before"], value["seq"], batch)


def _values(path: Path) -> tuple[list[dict[str, Any]], bool]:
    """The values of the lines up to the first incomplete one, and whether that is the whole file."""
    values: list[dict[str, Any]] = []
    for line in _lines(path):
        value = _value(line)
        if value is None:
            return values, False
        values.append(value)
    return values, bool(values)  # every file begins with a line


def _value(line: bytes) -> dict[str, Any] | None:
    """The value of a line; None if it is not complete."""
    checksum, _, body = line.removesuffix(b"\n").partition(b" ")
    try:
        if line.endswith(b"\n") and int(checksum, 16) == zlib.crc32(body):
            head, *texts = body.decode("utf-8", "surrogatepass").split("\t")
            value: dict[str, Any] = json.loads(head)
            return _with_texts(value, texts) if value.get("format") == FORMAT else value
    except ValueError:
        pass
    return None


def _with_texts(value: dict[str, Any], texts: Sequence[str]) -> dict[str, Any]:
    """Put the texts back into their rows. Raises `ValueError` if their numbers differ."""
    rows = [*value.get("events", ()), *value.get("answers", ())]
    for row, text in zip(rows, texts, strict=True):
        row.append(text)
    return value


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from file
    except FileNotFoundError:
        return
