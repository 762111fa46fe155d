"""What the hall tells of its content: the set that counts in a folder, looked at whenever somebody asks.

The hall needs no key for it: it only says which set there is, and machines believe the set, not the hall.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

from content.sets.folder import CURRENT
from content.sets.manifest import is_id
from domain.views.public import ContentSnapshot

logger = logging.getLogger(__name__)


class SetOffer:
    """`folder`: of sets, which need not be there yet. `address`: where machines fetch them."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._address = address
        self._seen: tuple[int, int, int] | None = None
        self._newest = ContentSnapshot(version=0, at=0)

    def snapshot(self) -> ContentSnapshot:
        """With version and time 0. What cannot be read leaves what was told before; said once in the log."""
        try:
            found = (self._folder / CURRENT).stat()
            mark = (found.st_ino, found.st_mtime_ns, found.st_size)
            if mark != self._seen:
                self._seen = mark
                self._newest = self._read()
        except FileNotFoundError:
            pass  # nothing is packed yet, or the disk with the sets is away
        except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
            logger.warning("content of %s cannot be told of: %s", self._folder, error)
        return self._newest

    def _read(self) -> ContentSnapshot:
        said = json.loads((self._folder / CURRENT).read_bytes())
        if not isinstance(said["current"], str) or not is_id(said["current"]):
            raise ValueError(f"{CURRENT} names no set")
        return ContentSnapshot(
            version=0,
            at=0,
            set=said["current"],
            number=int(said["number"]),
            size=int(said["size"]),
            address=self._address,
        )
