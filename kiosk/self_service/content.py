"""The content of a self-service kiosk, loaded from disk when it is asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from content.fetching.kept_content import KeptContent
from content.sets.reader import ContentSet, DamagedFileError
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
        self._kept = KeptContent(
            Path(store.folder),
            store.key,
            lambda found: post(ContentReady(shown_content(found))),
            address=store.address,
            rate_kb=store.rate_kb,
        )
        self.start, self.stop, self.open = self._kept.start, self._kept.stop, self._kept.open

    def keep(self, effect: KeepContent) -> None:
        """Executes `KeepContent`: returns at once."""
        self._kept.told(effect.set, effect.address)

    def read(self, effect: ReadContent) -> ContentRead:
        """Executes `ReadContent`. A damaged file is fetched again and counts as missing until then."""
        try:
            return ContentRead(effect.tag, self._found(effect))
        except KeyError:
            return ContentRead(effect.tag, None)
        except (DamagedFileError, UnicodeDecodeError) as error:
            logger.warning("content %s: %s", effect.name, error)
            self._kept.look_again()
            return ContentRead(effect.tag, None)

    def _found(self, effect: ReadContent) -> Guide | str | bytes | None:
        shown = self._kept.shown
        if shown is None:
            return None
        match effect.kind:
            case ContentKind.GUIDE:
                return shown.guide(effect.name)
            case ContentKind.TEXT:
                return shown.bytes_of(effect.name).decode("utf-8-sig")
            case ContentKind.PICTURE:
                return shown.bytes_of(effect.name)


def shown_content(found: ContentSet) -> ShownContent:
    """A set in the form that the flow uses."""
    index = found.index
    return ShownContent(
        set=found.name,
        index=index,
        items=SearchIndex(index.items),
        themes=SearchIndex(index.theme_rows),
        documents=SearchIndex(index.document_rows),
    )
