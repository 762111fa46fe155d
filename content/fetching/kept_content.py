"""The content that a program shows: kept up to date in the background, opened when a set is complete.

Without the hall's public key there is no content, as only what the hall has signed is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from content.fetching.fetch import Fetched, FetchEnd, Fetcher, Pace
from content.fetching.keeper import ContentKeeper
from content.fetching.source import HttpSource
from content.sets.folder import SetFolder
from content.sets.reader import ContentSet, open_set


class KeptContent:
    """Content in `folder`, signed with `key`. `on_new` gets each new set, on the fetching thread or on the thread that
    called `open`. `address`: where to fetch from; "": where the hall says. `rate_kb`: the most kilobytes a second for a
    fetch; 0: no limit."""

    def __init__(
        self, folder: Path, key: str, on_new: Callable[[ContentSet], None], *, address: str = "", rate_kb: int = 2000
    ) -> None:
        self._key = key
        self._address = address
        self._rate_kb = rate_kb
        self._on_new = on_new
        self._folder = SetFolder(folder, key)
        self._keeper = ContentKeeper(self._fetch, lambda _name: self.open())
        self.shown: ContentSet | None = None

    def start(self) -> None:
        self._keeper.start()

    def stop(self) -> None:
        self._keeper.stop()

    def told(self, wanted: str, address: str) -> None:
        """The hall announced this set. Returns at once."""
        self._keeper.told(wanted, self._address or address)

    def open(self) -> None:
        """Read the set in use into memory and pass it on; nothing happens if there is none, or it is shown already."""
        found = open_set(self._folder)
        if found is None or (self.shown is not None and found.name == self.shown.name):
            return
        self.shown = found
        self._on_new(found)

    def look_again(self) -> None:
        """A file is damaged: fetch it again; it is missing until then."""
        self._keeper.look_again()

    def _fetch(self, wanted: str, address: str) -> Fetched:
        try:
            source = HttpSource(address)
        except ValueError as error:
            return Fetched(FetchEnd.REFUSED, detail=str(error))
        try:
            pace = Pace(self._rate_kb * 1000)
            fetcher = Fetcher(self._folder, self._key, source, pace=pace, stopped=lambda: self._keeper.stopped)
            return fetcher.fetch(wanted)
        finally:
            source.close()
