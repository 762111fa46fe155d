"""The whole content of a hall, as its folder has it, and the part that a terminal holds in memory (`ContentIndex`).

The index has what lists, search and themes need. A guide is read from disk when it is opened, because a district has a
thousand of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.config import Text
from domain.content.documents import HelpList, OpenDocument, PaperForm
from domain.content.guide import Guide
from domain.content.materials import Material
from domain.content.site import Browse, HallSite
from domain.content.themes import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything, by id where there are several."""

    site: HallSite
    browse: Browse
    materials: Mapping[str, Material] = field(default_factory=dict)
    guides: Mapping[str, Guide] = field(default_factory=dict)
    themes: Mapping[str, Theme] = field(default_factory=dict)
    documents: Mapping[str, OpenDocument] = field(default_factory=dict)
    forms: Mapping[str, PaperForm] = field(default_factory=dict)
    help: HelpList | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWord:
    """A text by which a row is found. `sounds`: its pinyin, one syllable per Chinese character."""

    text: str
    sounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """An item, theme or open document as lists and search know it."""

    id: str
    name: Text
    words: tuple[FoundWord, ...]  # the first is the Chinese name
    group: str = ""
    department: str = ""
    audiences: tuple[str, ...] = ()
    shown_from: date | None = None
    shown_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentIndex:
    """`index.json` of a packed set."""

    site: HallSite
    browse: Browse
    items: tuple[IndexRow, ...] = ()
    themes: Mapping[str, Theme] = field(default_factory=dict)
    theme_rows: tuple[IndexRow, ...] = ()
    documents: Mapping[str, OpenDocument] = field(default_factory=dict)
    document_rows: tuple[IndexRow, ...] = ()
    materials: Mapping[str, Material] = field(default_factory=dict)
    forms: Mapping[str, PaperForm] = field(default_factory=dict)
    help: HelpList | None = None
