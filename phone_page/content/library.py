"""The content behind the page: kept up to date as on a kiosk, read on request. Called from many threads."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from content.fetching.kept_content import KeptContent
from content.sets.reader import ContentSet, DamagedFileError
from domain.content.guide import Guide
from domain.content.search import SearchIndex
from domain.content.whole import ContentIndex
from domain.views.public import ContentSnapshot

logger = logging.getLogger(__name__)

LARGEST_FILE = 8_000_000
"""The largest picture or film that is sent to a phone, in bytes."""

TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webm": "video/webm", ".vtt": "text/vtt"}


@dataclass(frozen=True, slots=True, eq=False)
class _OpenSet:
    """One complete set. `files`: the paths by hash of the files that pages show."""

    set: ContentSet
    search: SearchIndex
    files: dict[str, str]


class ContentLibrary:
    """Content in `folder`, signed with `key`."""

    def __init__(self, folder: Path, key: str, address: str = "") -> None:
        self._open: _OpenSet | None = None
        self._kept = KeptContent(folder, key, self._new, address=address)

    def start(self) -> None:
        """Open the set on disk, and follow the hall's announcements."""
        self._kept.open()
        self._kept.start()

    def stop(self) -> None:
        self._kept.stop()

    def told(self, snapshot: ContentSnapshot) -> None:
        if snapshot.set:
            self._kept.told(snapshot.set, snapshot.address)

    @property
    def name(self) -> str:
        """The id of the open set; "": none."""
        return self._open.set.name if self._open is not None else ""

    @property
    def index(self) -> ContentIndex | None:
        return self._open.set.index if self._open is not None else None

    @property
    def search(self) -> SearchIndex | None:
        return self._open.search if self._open is not None else None

    def guide(self, item: str) -> Guide | None:
        """The guide of an item; None: there is none, or it is being fetched again."""
        opened = self._open
        try:
            return opened.set.guide(item) if opened is not None else None
        except DamagedFileError as error:
            self._damaged(error)
            return None

    def text(self, path: str) -> str:
        """ "" if it cannot be read."""
        return (self._bytes(path) or b"").decode("utf-8-sig", "replace")

    def address_of(self, path: str) -> str:
        """The address of a file of the set for a phone; "": the set has no such file, or it is too large."""
        opened = self._open
        found = next((sha for sha, one in opened.files.items() if one == path), "") if opened is not None else ""
        return f"/file/{found}{Path(path).suffix}" if found else ""

    def file(self, sha256: str) -> tuple[bytes, str] | None:
        """The content of a file that pages name, and its media type; None: there is none."""
        opened = self._open
        path = opened.files.get(sha256) if opened is not None else None
        content = self._bytes(path) if path is not None else None
        return (content, TYPES[Path(path).suffix]) if content is not None and path is not None else None

    def _bytes(self, path: str) -> bytes | None:
        opened = self._open
        if opened is None or path not in opened.set:
            return None
        try:
            return opened.set.bytes_of(path)
        except (DamagedFileError, KeyError) as error:
            self._damaged(error)
            return None

    def _damaged(self, error: Exception) -> None:
        logger.warning("content: %s", error)
        self._kept.look_again()

    def _new(self, found: ContentSet) -> None:
        files = {
            one.sha256: one.path
            for one in found.manifest.files
            if Path(one.path).suffix in TYPES and one.path.startswith("items/") and one.size <= LARGEST_FILE
        }
        self._open = _OpenSet(found, SearchIndex(found.index.items), files)
