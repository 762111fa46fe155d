"""What a terminal keeps of its hall on disk: the last catalogue and the pictures (clerks' portraits).

Nothing of a person is in here. A file that cannot be read is as good as none.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from pydantic import ValidationError

from domain.views import Catalogue
from kiosk.mqtt.messages import read, write
from kiosk.mqtt.topics import BadLevelError, level

PNG = b"\x89PNG\r\n\x1a\n"
LARGEST_PICTURE = 4_000_000


class Kept:
    """`folder` is the terminal's own data folder."""

    def __init__(self, folder: Path) -> None:
        self._catalogue_file = folder / "catalogue.json"
        self._pictures = folder / "pictures"
        self._version = -1

    def catalogue(self) -> Catalogue | None:
        """The last one that was kept."""
        try:
            kept = read(Catalogue, self._catalogue_file.read_bytes())
        except (OSError, ValidationError):
            return None
        self._version = kept.version
        return kept

    def keep_catalogue(self, catalogue: Catalogue) -> bool:
        """False for one that is older than the kept one: it must not be shown either."""
        if catalogue.version < self._version:
            return False
        if catalogue.version > self._version:
            self._version = catalogue.version
            _replace(self._catalogue_file, write(catalogue))
        return True

    def picture(self, name: str) -> Path | None:
        """The file of a picture, if it is here."""
        path = self._pictures / f"{name}.png"
        return path if path.is_file() else None

    def keep_picture(self, name: str, content: bytes) -> Path | None:
        """Keep a picture; None if it is no picture or the one that is here already."""
        try:
            path = self._pictures / f"{level(name)}.png"
        except BadLevelError:
            return None
        if not content.startswith(PNG) or len(content) > LARGEST_PICTURE:
            return None
        if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
            return None
        return path if _replace(path, content) else None


def _replace(path: Path, content: bytes) -> bool:
    """Whole or not at all. A full disk keeps the old file: the terminal works on with what it has in memory."""
    fresh = path.with_suffix(".new")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        return True
    return False
