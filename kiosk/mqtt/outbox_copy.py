"""The second copy of the outbox: a separate file with one line per event.

A database with a torn write-ahead log opens as if its last events had never been recorded: a review that the citizen
was thanked for would silently be lost. So each event is also written here, and is on disk before it counts as recorded.
When the database is opened, events that it has lost are restored from here. An event that the hall has acknowledged
meanwhile may then be sent again; the hall recognises its id.

A line is `<check sum> {"id": …, "type": …, "data": …}`, or `<check sum> {"gone": id}` when the hall has it. The file is
emptied together with the outbox, so that personal data stays no longer here than there.
"""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CopiedEvent:
    """An event in the copy. `data`: JSON, as in the outbox."""

    id: str
    type: str
    data: str


class OutboxCopy:
    """The copy in the file `path`. Every method may raise `OSError`. For one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, event: CopiedEvent) -> None:
        """Append an event; it is on disk when this returns."""
        self._append({"id": event.id, "type": event.type, "data": event.data}, durably=True)

    def gone(self, id_: str) -> None:
        """Note that the hall has taken or refused an event. A power cut may lose this note; then the event is sent
        again."""
        self._append({"gone": id_}, durably=False)

    def clear(self) -> None:
        """Empty the file; it is on disk when this returns."""
        if not self._path.exists() or self._path.stat().st_size == 0:
            return
        with self._path.open("r+b") as file:
            file.truncate()
            os.fsync(file.fileno())

    def events(self) -> list[CopiedEvent]:
        """The events that should wait in the outbox, oldest first. Torn lines are skipped."""
        if not self._path.exists():
            return []
        found: dict[str, CopiedEvent] = {}
        for line in self._path.read_bytes().split(b"\n"):
            told = _read(line)
            if "gone" in told:
                found.pop(told["gone"], None)
            elif told:
                found[told["id"]] = CopiedEvent(told["id"], told["type"], told["data"])
        return list(found.values())

    def _append(self, told: dict[str, str], *, durably: bool) -> None:
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        line = b"%08x %s\n" % (zlib.crc32(text), text)
        number = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(number, b"\n" + line)  # a torn line before it ends here
            if durably:
                os.fsync(number)
        finally:
            os.close(number)


def _read(line: bytes) -> dict[str, str]:
    check, _, text = line.partition(b" ")
    try:
        if int(check, 16) != zlib.crc32(text):
            return {}
        told = json.loads(text)
    except ValueError:
        return {}
    whole = isinstance(told, dict) and ("gone" in told or {"id", "type", "data"} <= told.keys())
    return told if whole else {}
