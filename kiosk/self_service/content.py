"""The content of a kiosk: kept up to date beside everything else, opened when it is whole, read when it is asked for.

Without a key in terminal.toml there is none: nothing that is not signed by the hall is shown.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from content.fetching.fetch import Fetched, FetchEnd, Fetcher, Pace
from content.fetching.keeper import ContentKeeper
from content.fetching.source import HttpSource
from content.sets.folder import SetFolder
from content.sets.reader import ContentSet, DamagedFileError, open_set
from domain.content.guide import Guide
from domain.content.search import SearchIndex
from domain.self_service.effects import ContentKind, KeepContent, ReadContent
from domain.self_service.inputs import ContentRead, ContentReady
from domain.self_service.moment import ShownContent
from kiosk.terminal.settings import ContentStore

logger = logging.getLogger(__name__)


class KioskContent:
    """`post` gets `ContentReady` from any thread. `read` and `open` block, and are called on workers."""

    def __init__(self, store: ContentStore, post: Callable[[ContentReady], None]) -> None:
        self._store = store
        self._post = post
        self._folder = SetFolder(Path(store.folder), store.key)
        self._set: ContentSet | None = None
        self._keeper = ContentKeeper(self._fetch, lambda _name: self.open())

    def start(self) -> None:
        self._keeper.start()

    def stop(self) -> None:
        self._keeper.stop()

    def keep(self, effect: KeepContent) -> None:
        """Executes `KeepContent`: returns at once."""
        self._keeper.told(effect.set, self._store.address or effect.address)

    def open(self) -> None:
        """The set that counts, into memory; nothing happens while there is none, or it is shown already."""
        found = open_set(self._folder)
        if found is None or (self._set is not None and found.name == self._set.name):
            return
        self._set = found
        self._post(ContentReady(shown_content(found)))

    def read(self, effect: ReadContent) -> ContentRead:
        """Executes `ReadContent`. A damaged file is fetched again, and missing until then."""
        try:
            return ContentRead(effect.tag, self._found(effect))
        except KeyError:
            return ContentRead(effect.tag, None)
        except (DamagedFileError, UnicodeDecodeError) as error:
            logger.warning("content %s: %s", effect.name, error)
            self._keeper.look_again()
            return ContentRead(effect.tag, None)

    def _found(self, effect: ReadContent) -> Guide | str | bytes | None:
        shown = self._set
        if shown is None:
            return None
        match effect.kind:
            case ContentKind.GUIDE:
                return shown.guide(effect.name)
            case ContentKind.TEXT:
                return shown.bytes_of(effect.name).decode("utf-8-sig")
            case ContentKind.PICTURE:
                return shown.bytes_of(effect.name)

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


def shown_content(found: ContentSet) -> ShownContent:
    """A set as the flow has it."""
    index = found.index
    return ShownContent(
        set=found.name,
        index=index,
        items=SearchIndex(index.items),
        themes=SearchIndex(index.theme_rows),
        documents=SearchIndex(index.document_rows),
    )
