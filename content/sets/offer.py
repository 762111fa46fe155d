"""The hall's announcement of its content: the set in use in a folder, read anew for every request.

The hall needs no key for it: it only names the set, and machines check the set's own signature.
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
    """`folder`: the folder of sets, which need not exist yet. `address`: where machines fetch them."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._address = address
        self._seen: tuple[int, int, int] | None = None
        self._newest = ContentSnapshot(version=0, at=0)

    def snapshot(self) -> ContentSnapshot:
        """The announcement, with version and time 0. If it cannot be read, the last one stays; the log says so once."""
        try:
            found = (self._folder / CURRENT).stat()
            mark = (found.st_ino, found.st_mtime_ns, found.st_size)
            if mark != self._seen:
                self._seen = mark
                self._newest = self._read()
        except FileNotFoundError:
            pass  # nothing is packed yet, or the disk with the sets is not there
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
