"""The content of an e-screen: kept up to date as on a kiosk, and made into pages that fit this screen."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from content.fetching.kept_content import KeptContent
from content.sets.reader import ContentSet, DamagedFileError
from domain.content.captions import cues
from domain.content.documents import OpenDocument
from domain.content.guide import Guide
from domain.content.markdown import text_blocks
from e_screen.show_pages import ShowPage, ShowRow
from e_screen.showing import FollowSet, MakePages, PagesMade, PictureRead, ReadPicture, SetOpened, ShowInput
from kiosk.terminal.settings import ContentStore, Showing
from program.speech import Speaker
from program.words.content_words import charge, promised

logger = logging.getLogger(__name__)

Divide = Callable[[str, Sequence[ShowRow]], list[tuple[ShowRow, ...]]]
"""From a title and its rows to the rows of each page, as they fit this screen."""


class ScreenContent:
    """`post` is called with inputs, from any thread. `open`, `make` and `read` block, so they are called on workers.

    `own`: whether this is a window's screen, which lists the items of its window.
    """

    def __init__(
        self,
        store: ContentStore,
        showing: Showing,
        say: Speaker,
        divide: Divide,
        post: Callable[[ShowInput], None],
        *,
        own: bool,
    ) -> None:
        self._kept = KeptContent(
            Path(store.folder),
            store.key,
            lambda found: post(SetOpened(found.name)),
            address=store.address,
            rate_kb=store.rate_kb,
        )
        self._showing = showing
        self._say = say
        self._divide = divide
        self._own = own
        self.start, self.stop, self.open = self._kept.start, self._kept.stop, self._kept.open

    def keep(self, effect: FollowSet) -> None:
        """Executes `FollowSet`: returns at once."""
        self._kept.told(effect.name, effect.address)

    def make(self, effect: MakePages) -> PagesMade | None:
        """Executes `MakePages`. Damaged files are left out and fetched again. None: there is a newer set."""
        found = self._kept.shown
        if found is None or found.name != effect.name:
            return None
        guides = [guide for item in effect.items if (guide := self._guide(found, item)) is not None]
        pages = [*self._list(guides), *self._documents(found), *self._at_rest(found, effect.items)]
        return PagesMade(effect.name, tuple(pages))

    def read(self, effect: ReadPicture) -> PictureRead:
        """Executes `ReadPicture`."""
        return PictureRead(effect.path, self._bytes(effect.path))

    # ---- pages

    def _list(self, guides: Sequence[Guide]) -> Iterator[ShowPage]:
        """The list of a window's or the hall's items, each with its promised time and its charge (S1 三(二))."""
        if not self._showing.items or not guides:
            return
        say = self._say
        title = say("本窗口办理的事项") if self._own else say("这里办理的事项")
        head = ShowRow(say("事项"), say("承诺时限"), say("收费"), heading=True)
        yield from self._paged(title, [head, *(self._line(guide) for guide in guides)], head=head)

    def _line(self, guide: Guide) -> ShowRow:
        return ShowRow(self._say(guide.name), promised(self._say, guide), charge(self._say, guide))

    def _documents(self, found: ContentSet) -> Iterator[ShowPage]:
        """The open documents that this screen shows (lists, promises, rules), by category, newest first."""
        if self._own:
            return
        several = sorted(found.index.documents.values(), key=lambda one: one.issued, reverse=True)
        for category in self._showing.documents:
            for document in several:
                if document.category is category:
                    yield from self._document(found, document)

    def _document(self, found: ContentSet, document: OpenDocument) -> Iterator[ShowPage]:
        english = document.text_en if not self._say.chinese else ""
        path = f"open/{english or document.text}"
        text = self._text(path) if path.endswith(".md") and path in found else ""
        if text:
            rows = [
                ShowRow(f"· {one.text}" if one.listed else one.text, heading=one.heading) for one in text_blocks(text)
            ]
            yield from self._paged(self._say(document.title), rows, of=document)

    def _at_rest(self, found: ContentSet, items: Sequence[str]) -> Iterator[ShowPage]:
        """The film of each guide, or its pictures; only at rest, as people who wait for their number look for calls."""
        for item in items:
            guide = self._guide(found, item)
            if guide is None:
                continue
            film = self._film(guide, item) if self._showing.films else None
            if film is not None:
                yield film
                continue
            for place, picture in enumerate(guide.pictures if self._showing.pictures else (), 1):
                yield ShowPage(
                    title=self._say(guide.name),
                    picture=f"items/{item}/{picture.file}",
                    caption=self._say(picture.caption),
                    part=place,
                    parts=len(guide.pictures),
                    at_rest=True,
                    shown_from=guide.shown_from,
                    shown_until=guide.shown_until,
                )

    def _film(self, guide: Guide, item: str) -> ShowPage | None:
        film = guide.film
        if film is None or not film.machine:
            return None
        said = cues(self._text(f"items/{item}/{self._say(film.captions)}"))
        return (
            ShowPage(
                title=self._say(guide.name),
                picture=f"items/{item}/{film.machine}",
                cues=said,
                at_rest=True,
                shown_from=guide.shown_from,
                shown_until=guide.shown_until,
            )
            if said
            else None
        )

    def _paged(
        self, title: str, rows: Sequence[ShowRow], *, head: ShowRow | None = None, of: OpenDocument | None = None
    ) -> Iterator[ShowPage]:
        """The pages of these rows. `head`: repeated on every page of a list. `of`: the document, whose last day is the
        pages' too."""
        divided = self._divide(title, rows)
        for part, some in enumerate(divided, 1):
            yield ShowPage(
                title=title,
                rows=some if head is None or head in some else (head, *some),
                part=part,
                parts=len(divided),
                shown_from=of.shown_from if of is not None else None,
                shown_until=of.shown_until if of is not None else None,
            )

    # ---- reading

    def _guide(self, found: ContentSet, item: str) -> Guide | None:
        try:
            return found.guide(item)
        except DamagedFileError as error:
            logger.warning("content %s: %s", item, error)
            self._kept.look_again()
            return None

    def _text(self, path: str) -> str:
        return (self._bytes(path) or b"").decode("utf-8-sig", "replace")

    def _bytes(self, path: str) -> bytes | None:
        found = self._kept.shown
        if found is None:
            return None
        try:
            return found.bytes_of(path)
        except KeyError:
            return None
        except DamagedFileError as error:
            logger.warning("content %s: %s", path, error)
            self._kept.look_again()
            return None
