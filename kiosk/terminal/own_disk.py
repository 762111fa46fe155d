"""Watches whether this terminal's disk can be written, and retries what could not be written.

A terminal can be online without a disk. Its folder (outbox, own numbers, orders, catalogue, pictures, session) is a
part like a printer: it can fail, health and screen say so, and it comes back.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from domain.health.health import Health
from program.durable import DISK_ERRORS

logger = logging.getLogger(__name__)

FULL_BYTES = 65_536
"""With less space than this a database may not be able to add a row, although a byte still fits."""

Again = Callable[[], object]
"""Tries again to write. Raises `OSError` or `sqlite3.Error` if that fails."""


class OwnDisk:
    """The disk under `folder`. Parts call `failed` and `works`, from any thread; `look_again` is for a worker."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._failed: dict[str, Again] = {}

    def failed(self, part: str, error: BaseException | str, again: Again) -> None:
        """Note that `part` (as in the health: `outbox`) could not write; `again` writes what is missing, or tries the
        disk."""
        with self._lock:
            new = part not in self._failed
            self._failed[part] = again
        if new:
            logger.error("%s: the disk does not take it: %s", part, error)

    def works(self, part: str) -> None:
        """Note that `part` has written successfully."""
        with self._lock:
            gone = self._failed.pop(part, None)
        if gone is not None:
            logger.warning("%s: the disk takes it again", part)

    def has_failed(self, part: str) -> bool:
        with self._lock:
            return part in self._failed

    def look_again(self) -> None:
        """Retry what could not be written. Blocks for the disk."""
        with self._lock:
            owed = dict(self._failed)
        for part, again in owed.items():
            try:
                again()
            except DISK_ERRORS:
                continue
            self.works(part)

    @property
    def trouble(self) -> str:
        """`read_only`, `full` or `broken`: why something could not be written; "" if everything is written."""
        with self._lock:
            owed = bool(self._failed)
        try:
            found = os.statvfs(self._folder)
        except OSError:
            return "broken"
        if found.f_flag & os.ST_RDONLY:
            return "read_only"
        room = found.f_bavail * found.f_frsize
        if room == 0 or (owed and room < FULL_BYTES):
            return "full"
        return "broken" if owed else ""

    def attach(self, health: Health) -> Health:
        """`health` with the disk's problem, and the parts that cannot store because of it."""
        with self._lock:
            parts = ", ".join(sorted(self._failed))
        return replace(health, disk=self.trouble, disk_parts=parts)
