"""Search over everything that a kiosk shows: items, events of life, open documents; the best matches come first.

It searches by characters (written by hand or by pinyin), by pinyin and its initials, by English words, and by everyday
words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.content.search import SearchIndex
from domain.content.whole import IndexRow
from domain.self_service.moment import KioskMoment, ShownContent
from domain.views.business_names import BusinessName

MOST_FOUND = 60
LONGEST_TYPED = 24


class FoundKind(StrEnum):
    """Kinds of results, in the order in which equal matches are shown."""

    ITEM = "item"
    THEME = "theme"
    DOCUMENT = "document"


SHOWN_BY = {FoundKind.THEME: BusinessName.THEMES, FoundKind.DOCUMENT: BusinessName.OPEN}
"""Kind → the business that opens it; a guide is opened where it was found."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    kind: FoundKind
    id: str


def search(moment: KioskMoment, typed: str) -> tuple[SearchHit, ...]:
    """The results that can be opened at this kiosk today."""
    content = moment.content
    if content is None:
        return ()
    hits = [
        (rank, order, SearchHit(kind, row.id))
        for order, (kind, index) in enumerate(_indexes(content))
        if SHOWN_BY.get(kind) is None or SHOWN_BY[kind] in moment.offered
        for rank, row in index.ranked(typed, moment.today, MOST_FOUND)
    ]
    hits.sort(key=lambda one: one[:2])
    return tuple(found for _rank, _order, found in hits[:MOST_FOUND])


def _indexes(content: ShownContent) -> tuple[tuple[FoundKind, SearchIndex], ...]:
    return (
        (FoundKind.ITEM, content.items),
        (FoundKind.THEME, content.themes),
        (FoundKind.DOCUMENT, content.documents),
    )


def found_row(moment: KioskMoment, found: SearchHit) -> IndexRow | None:
    """The row of a result in the index; None: it is no longer there."""
    content = moment.content
    if content is None:
        return None
    return dict(_indexes(content))[found.kind].row(found.id)


def typed_on(typed: str, key: str) -> str:
    """The typed text after a key or a word: letters, a space, a character, `delete` or `clear`."""
    if key == "clear":
        return ""
    if key == "delete":
        return typed[:-1]
    return (typed + key)[:LONGEST_TYPED] if key.isprintable() else typed
