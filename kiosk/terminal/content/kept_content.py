"""The content of a terminal: kept up to date beside everything else, opened when it is whole.

Without a key in terminal.toml there is none: nothing that is not signed by the hall is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from content.fetching.fetch import Fetched, FetchEnd, Fetcher, Pace
from content.fetching.keeper import ContentKeeper
from content.fetching.source import HttpSource
from content.sets.folder import SetFolder
from content.sets.reader import ContentSet, open_set
from kiosk.terminal.settings import ContentStore


class KeptContent:
    """`on_new` gets each set that counts, from the thread that fetched it or that of whoever called `open`."""

    def __init__(self, store: ContentStore, on_new: Callable[[ContentSet], None]) -> None:
        self._store = store
        self._on_new = on_new
        self._folder = SetFolder(Path(store.folder), store.key)
        self._keeper = ContentKeeper(self._fetch, lambda _name: self.open())
        self.shown: ContentSet | None = None

    def start(self) -> None:
        self._keeper.start()

    def stop(self) -> None:
        self._keeper.stop()

    def told(self, wanted: str, address: str) -> None:
        """The hall has this set; returns at once."""
        self._keeper.told(wanted, self._store.address or address)

    def open(self) -> None:
        """The set that counts, into memory; nothing happens while there is none, or it is shown already."""
        found = open_set(self._folder)
        if found is None or (self.shown is not None and found.name == self.shown.name):
            return
        self.shown = found
        self._on_new(found)

    def look_again(self) -> None:
        """A file turned out to be damaged: it is fetched again, and missing until then."""
        self._keeper.look_again()

    def _fetch(self, wanted: str, address: str) -> Fetched:
        try:
            source = HttpSource(address)
        except ValueError as error:
            return Fetched(FetchEnd.REFUSED, detail=str(error))
        try:
            pace = Pace(self._store.rate_kb * 1000)
            fetcher = Fetcher(self._folder, self._store.key, source, pace=pace, stopped=lambda: self._keeper.stopped)
            return fetcher.fetch(wanted)
        finally:
            source.close()
