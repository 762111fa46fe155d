"""The store together with what is kept beside it: numbers are reserved before they are given, and each batch becomes a
line of the log.

`Beside` belongs to one run of the hall; `SafeStore` tells it of each batch.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hall.copies.copy_file import CopyStoppedError, write_personal
from hall.copies.reserve import RESERVE, Given, Reserve
from hall.copies.since import SinceLog, erase
from hall.disk.store import Batch, Store, WriteFailure, WriteFailureKind
from program.durable import make_folder, whole_file

logger = logging.getLogger(__name__)

STORE = "hall.db"
"""In the hall's data folder."""

COPIES, PERSONAL = "copies", "personal"
"""Folders in the hall's data folder."""

SINCE_PERSONAL, DAY = "since.log", "day"

PUT_ASIDE = "damaged"
"""Folder in the hall's data folder for damaged stores. They hold personal data, so they are erased when the day
closes."""


class Beside:
    """The reserve, the log, and the personal part of copies and log, for one run of the hall."""

    def __init__(self, data: Path) -> None:
        """Raises `OSError`."""
        self.copies = data / COPIES
        self.personal = data / PERSONAL
        make_folder(self.copies)
        make_folder(self.personal)
        self.personal.chmod(0o700)
        self.reserve = Reserve(data / RESERVE)
        self.since = SinceLog(self.copies, self.personal / SINCE_PERSONAL)
        self.seq = 0
        self.day = ""
        self.closings = 0
        self._given: dict[str, Given] = {}
        self._people = threading.Lock()

    def begin(self, seq: int, day: str, store: str) -> None:
        """Begin: from now on the hall gives numbers. `seq`: the last event of its store; `store`: its id.

        Raises `OSError`.
        """
        self.seq, self.day = seq, day
        self.reserve.mark(seq)
        try:
            self.since.begin(seq)
        except OSError as error:
            logger.error("what happens stands in no log until the next copy: %s", error)  # noqa: TRY400
            self.since.broken = True
        self.reserve.begin(store, self.since.name)

    def before_commit(self, batch: Batch) -> None:
        """Reserve what the batch needs. Raises `OSError`: then the batch must not be committed."""
        if _erases(batch):
            self.closings += 1  # stops a copy that is being made, because it reads data that are to be erased
        if batch.events:
            self.reserve.before(batch.day, batch.given, batch.events[-1][0])

    def committed(self, batch: Batch) -> None:
        before = self.seq
        if batch.events:
            self.seq = batch.events[-1][0]
            self.reserve.mark(self.seq)
        if batch.closed is not None:
            self._given.clear()
        self._given.update(batch.given)
        self.since.write(before, self.seq, batch)
        if _erases(batch) or batch.day not in {"", self.day}:
            self.day = batch.day or self.day
            self.forget_people()

    def rest(self) -> None:
        """Do what can wait until the answers are out. To be called between batches."""
        try:
            self.reserve.ahead(self.day, self._given, self.seq)
        except OSError as error:
            logger.error("numbers cannot be reserved now: %s", error)  # noqa: TRY400 - tried again before one is given

    def keep_people(self, seq: int, part: Mapping[str, Any], closings: int) -> None:
        """Store the personal part of the newest copy, in place of earlier ones. Raises `OSError`, and
        `CopyStoppedError` if a day has closed since `closings` was read."""
        with self._people:
            if closings != self.closings:
                raise CopyStoppedError
            write_personal(self.personal / f"{seq:012d}.json", dict(part))
            kept = sorted(self.personal.glob("*.json"))[-3:]
            for path in set(self.personal.glob("*.json")) - set(kept):
                erase(path)

    def forget_people(self) -> None:
        """Erase the personal parts: the day is closed. What cannot be erased now is erased at the next start
        (`forget_yesterday`)."""
        with self._people:
            try:
                self.since.forget_personal()
                for path in (*self.personal.glob("*.json"), *self._aside()):
                    erase(path)
                with whole_file(self.personal / DAY) as file:
                    file.write(self.day.encode())
            except OSError as error:
                logger.error("people of a closed day cannot be erased from %s: %s", self.personal, error)  # noqa: TRY400

    def _aside(self) -> list[Path]:
        """The files of the stores that were put aside."""
        return [path for path in (self.copies.parent / PUT_ASIDE).glob("*/*") if path.is_file()]

    def forget_yesterday(self) -> None:
        """Erase at a start what is left: the last run may have ended while its day closed."""
        day = self.reserve.now.day
        if self.day_of_people() != day or not (self.personal / DAY).exists():
            self.day = day
            self.forget_people()

    def day_of_people(self) -> str:
        """The hall day of the personal part; "" if there is none."""
        try:
            return (self.personal / DAY).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def has_all(self, seq: int) -> bool:
        """Whether a store that ends with the event `seq` has everything that was ever answered from it."""
        return seq >= max(self.reserve.marked, self.reserve.now.ended)

    def end(self) -> None:
        """Note a clean end: everything is in the store, which is closed. Raises `OSError`."""
        self.since.close()
        self.reserve.end(self.seq)
        self.reserve.close()


def _erases(batch: Batch) -> bool:
    """Whether the batch erases personal data: a day closes, or a correction of the time ends tickets."""
    return batch.closed is not None or batch.living is not None


class SafeStore(Store):
    """A store that passes its batches on to `beside`, whose `begin` was called."""

    def __init__(self, path: Path, beside: Beside) -> None:
        super().__init__(path)
        self.beside = beside

    def commit(self, batch: Batch) -> WriteFailure | None:
        try:
            self.beside.before_commit(batch)
        except OSError as error:
            return WriteFailure(WriteFailureKind.DISK, f"numbers cannot be reserved: {error.strerror}")
        failure = super().commit(batch)
        if failure is None:
            self.beside.committed(batch)
        return failure
