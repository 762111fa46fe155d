"""What a terminal stores of its hall on disk: the last catalogue, and the pictures (clerks' portraits).

There is nothing about a citizen in here. A file that cannot be read counts as missing.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from pydantic import ValidationError

from domain.views.catalogue import Catalogue
from kiosk.mqtt.messages import HostState, read, write
from kiosk.mqtt.topics import BadLevelError, level
from program.durable import whole_file

PNG = b"\x89PNG\r\n\x1a\n"
LARGEST_PICTURE = 4_000_000


class HallCache:
    """`folder` is the terminal's own data folder."""

    def __init__(self, folder: Path) -> None:
        self._catalogue_file = folder / "catalogue.json"
        self._pictures = folder / "pictures"
        self._version = -1
        self._store = ""

    def catalogue(self) -> Catalogue | None:
        """The last one that was stored, or None."""
        try:
            stored = read(Catalogue, self._catalogue_file.read_bytes())
        except (OSError, ValidationError):
            return None
        self._version, self._store = stored.version, stored.store
        return stored

    def holds(self, state: HostState) -> bool:
        """Whether the stored catalogue may be of the hall that says `state`; also if there is none.

        It is not if it is another store's, or of a later session: then the hall has gone back to an earlier state of
        its store, and whatever it says now is older by its numbers.
        """
        return self._version < 0 or (self._store == state.store and self._version >> 32 <= state.session)

    def forget(self) -> None:
        """The stored catalogue is of a hall that is gone: it is not shown any more, at the next start either.

        Pictures stay: they are named by the catalogue, and come again with it.
        """
        self._version = -1
        with contextlib.suppress(OSError):
            self._catalogue_file.unlink(missing_ok=True)

    def store_catalogue(self, catalogue: Catalogue) -> bool:
        """False for one that is older than the stored one: then it must not be shown either."""
        if catalogue.version < self._version:
            return False
        if catalogue.version > self._version:
            self._version, self._store = catalogue.version, catalogue.store
            _store(self._catalogue_file, write(catalogue))
        return True

    def picture(self, name: str) -> Path | None:
        """The file of a picture, or None if there is none."""
        path = self._pictures / f"{name}.png"
        return path if path.is_file() else None

    def store_picture(self, name: str, content: bytes) -> Path | None:
        """Its file if it is new or has changed; None also if it is no PNG, too large, or the disk takes no writes."""
        try:
            path = self._pictures / f"{level(name)}.png"
        except BadLevelError:
            return None
        if not content.startswith(PNG) or len(content) > LARGEST_PICTURE:
            return None
        if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
            return None
        return path if _store(path, content) else None


def _store(path: Path, content: bytes) -> bool:
    """False on a full disk: the old file stays, and the terminal goes on with what it has in memory."""
    try:
        with whole_file(path) as file:
            file.write(content)
    except OSError:
        return False
    return True
