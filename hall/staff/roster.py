"""The present list of people in `staff.toml`: a changed file is read at the next use.

If the file is missing or has mistakes, the last good list holds, and `trouble` says what is wrong. So an engineer's
mistake locks nobody out, and removing the file does not let people in by name alone.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from domain.staff.people import StaffList, StaffMember
from hall.staff import pins
from hall.staff.file import read_staff
from program.secret_file import SecretRefusedError

logger = logging.getLogger(__name__)

_Mark = tuple[int, int, int, int]


class Roster:
    """Used from two threads: the one that has the hall's lock, and the one that checks PINs."""

    def __init__(self, path: Path | None) -> None:
        """`path`: of staff.toml; None: in this hall names are believed, and there is no list."""
        self._path = path
        self._lock = threading.Lock()
        self._staff: StaffList | None = None
        self._mark: _Mark | None = None
        self._looked = False
        self._key: bytes | None = None
        self.trouble = ""

    def current(self) -> StaffList | None:
        """The list; None if there never was a good one."""
        if self._path is None:
            return None
        with self._lock:
            mark = _mark(self._path)
            if not self._looked or mark != self._mark:
                self._looked, self._mark = True, mark
                self._read(self._path)
            return self._staff

    def person(self, id_: str) -> StaffMember | None:
        """The person with this id, unless disabled."""
        staff = self.current()
        found = staff.person(id_) if staff is not None else None
        return found if found is not None and not found.disabled else None

    def holder(self, number: str) -> StaffMember | None:
        """The holder of this card, unless disabled. `number`: in the form of `card_number`."""
        staff = self.current()
        if staff is None or self._key is None:
            return None
        found = staff.holder(pins.hashed_card(self._key, number))
        return found if found is not None and not found.disabled else None

    def _read(self, path: Path) -> None:
        read = read_staff(path)
        if isinstance(read, StaffList):
            self._staff, trouble = read, self._read_key(read, path.parent)
        elif read is None:
            trouble = f"{path} is gone" if self._staff is not None else f"there is no {path}"
        else:
            trouble = str(read[0])
        if trouble and trouble != self.trouble:
            logger.error(
                "the list of people who work here: %s%s", trouble, "; the last good one holds" * bool(self._staff)
            )
        elif self.trouble and not trouble:
            logger.warning("the list of people who work here is in order again")
        self.trouble = trouble

    def _read_key(self, staff: StaffList, folder: Path) -> str:
        """Read the key of the cards, which may be new. Returns what is wrong, or ""."""
        if not any(person.cards for person in staff.people):
            return ""
        try:
            self._key = pins.card_key(folder)
        except SecretRefusedError as error:
            return str(error)
        return ""


def _mark(path: Path) -> _Mark | None:
    """A value that changes when the file changes."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns
