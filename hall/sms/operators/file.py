"""The developer's telephones: every message is a line of JSON in `phones.jsonl`, and counts as delivered at once."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from hall.sms.port import Accepted, NotSent, Outcome, Receipt, SmsMessage, Unknown
from program.durable import make_folder, sync_folder


class FileGateway:
    """`{"id", "at", "phone", "text"}` a line, appended and on disk before it counts as accepted."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "phones.jsonl"
        make_folder(folder)
        try:  # an earlier run may have ended before it reported its last deliveries
            self._delivered = [Receipt(key, delivered=True) for key in sorted(self._keys())]
        except OSError:
            self._delivered = []

    def send(self, message: SmsMessage) -> Outcome:
        known = self.outcome(message.key)
        if not isinstance(known, NotSent):
            return NotSent(known.reason) if isinstance(known, Unknown) else known  # it cannot be written either
        line = {"id": message.key, "at": time.time_ns() // 1_000_000, "phone": message.phone, "text": message.text}
        try:
            # a line that a power cut tore must not swallow this one
            text = ("" if self._ends_whole() else "\n") + json.dumps(line, ensure_ascii=False) + "\n"
            with self._path.open("a", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            sync_folder(self._path.parent)  # for the name of a new file
        except OSError as error:
            return NotSent(error.strerror or "cannot write")
        self._delivered.append(Receipt(message.key, delivered=True))
        return Accepted(message.key)

    def outcome(self, key: str) -> Outcome:
        try:
            return Accepted(key) if key in self._keys() else NotSent("not in the file")
        except OSError as error:
            return Unknown(error.strerror or "cannot read")

    def receipts(self) -> list[Receipt]:
        delivered, self._delivered = self._delivered, []
        return delivered

    def unmatched(self) -> int:
        return 0

    def close(self) -> None:
        return

    def _keys(self) -> set[str]:
        keys = set()
        if self._path.exists():
            for line in self._path.read_text(encoding="utf-8", errors="replace").splitlines():
                try:
                    keys.add(str(json.loads(line)["id"]))
                except (ValueError, KeyError, TypeError):
                    continue
        return keys

    def _ends_whole(self) -> bool:
        if not self._path.exists() or self._path.stat().st_size == 0:
            return True
        with self._path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"
