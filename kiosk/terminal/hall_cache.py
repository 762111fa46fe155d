"""The parts of the hall that a terminal stores on disk: the last catalogue and the pictures (clerks' portraits).

It holds nothing about citizens. A file that cannot be read counts as missing. What cannot be written to disk is held in
memory, and `store_again` writes it later.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

from domain.views.catalogue import Catalogue
from kiosk.mqtt.messages import HostState, NotReadableError, read, write
from kiosk.mqtt.topics import BadLevelError, level
from program.durable import whole_file

PNG = b"\x89PNG\r\n\x1a\n"
LARGEST_PICTURE = 4_000_000
OWED_BYTES = 16_000_000
"""The most that is held in memory while the disk cannot be written; further pictures are dropped."""


class HallCache:
    """`folder`: the terminal's own data folder. `on_unstored(error)`: called when something could not be written. For
    one thread; only `store_again` may be called from another."""

    def __init__(self, folder: Path, on_unstored: Callable[[OSError], None] = lambda _error: None) -> None:
        self._catalogue_file = folder / "catalogue.json"
        self._pictures = folder / "pictures"
        self._on_unstored = on_unstored
        self._version = -1
        self._store = ""
        self._lock = threading.Lock()
        self._owed: dict[Path, bytes] = {}

    def catalogue(self) -> Catalogue | None:
        """The stored catalogue, or None."""
        try:
            stored = read(Catalogue, self._catalogue_file.read_bytes())
        except (OSError, NotReadableError):
            return None
        self._version, self._store = stored.version, stored.store
        return stored

    def holds(self, state: HostState) -> bool:
        """Whether the stored catalogue may belong to the hall that sent `state`; True if there is none.

        It does not if it is of another store or a later session. In that case the hall has gone back to an earlier
        state of its store, and its new snapshots have smaller versions.
        """
        return self._version < 0 or (self._store == state.store and self._version >> 32 <= state.session)

    def forget(self) -> None:
        """Delete the stored catalogue: its hall is gone, so it must not be shown any more, not even after a restart.

        Pictures stay: the new catalogue names the valid ones, and they are sent again.
        """
        self._version = -1
        with self._lock, contextlib.suppress(OSError):
            self._owed.pop(self._catalogue_file, None)
            self._catalogue_file.unlink(missing_ok=True)

    def store_catalogue(self, catalogue: Catalogue) -> bool:
        """Store a catalogue. False: it is older than the stored one, and must not be shown."""
        if catalogue.version < self._version:
            return False
        if catalogue.version > self._version:
            self._version, self._store = catalogue.version, catalogue.store
            self._store_or_owe(self._catalogue_file, write(catalogue))
        return True

    def picture(self, name: str) -> Path | None:
        """The file of a picture, or None if there is none."""
        path = self._pictures / f"{name}.png"
        return path if path.is_file() else None

    def store_picture(self, name: str, content: bytes) -> Path | None:
        """Store a picture. Returns its file if it is new or changed; None if it is not, is no PNG, is too large, or
        cannot be written."""
        try:
            path = self._pictures / f"{level(name)}.png"
        except BadLevelError:
            return None
        if not content.startswith(PNG) or len(content) > LARGEST_PICTURE:
            return None
        with contextlib.suppress(OSError):
            if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
                return None
        return path if self._store_or_owe(path, content) else None

    def store_again(self) -> list[Path]:
        """Write what could not be written before. Returns the files written. Raises `OSError` if the disk still
        fails."""
        written = []
        with self._lock:
            for path, content in list(self._owed.items()):
                _write(path, content)
                del self._owed[path]
                written.append(path)
        return written

    def _store_or_owe(self, path: Path, content: bytes) -> bool:
        """Write a file. False: the disk fails, the old file stays, and the new content is held in memory."""
        with self._lock:
            self._owed.pop(path, None)
            try:
                _write(path, content)
            except OSError as error:
                failed = error
                if sum(map(len, self._owed.values())) + len(content) <= OWED_BYTES:
                    self._owed[path] = content
            else:
                return True
        self._on_unstored(failed)
        return False


def _write(path: Path, content: bytes) -> None:
    with whole_file(path) as file:
        file.write(content)
