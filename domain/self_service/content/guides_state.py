"""The pages of 办事指南 (`guides.py`), the parts of a guide, the state and the touches."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.config import Text
from domain.content.guide import Guide
from domain.self_service.content.browsing import Shelf
from domain.self_service.content.searching import SearchHit
from domain.self_service.slip import SlipPrint


class GuidePage(StrEnum):
    SHELVES = "shelves"  # how do you want to search?
    ENTRIES = "entries"  # subjects, audiences or departments
    ITEMS = "items"  # of one of them
    SEARCH = "search"
    GUIDE = "guide"


class GuidePart(StrEnum):
    """One part of a guide, shown as a tab if the guide has it."""

    BRIEF = "brief"  # who, how long, what it costs
    MATERIALS = "materials"
    STEPS = "steps"
    PLAIN = "plain"  # 白话版
    PICTURES = "pictures"  # 图例版
    FILM = "film"  # 视频版
    MORE = "more"  # law, standards, questions
    TAKE = "take"  # the notice on paper and as a code


@dataclass(frozen=True, slots=True)
class GuidesState:
    """`guide` None on a guide's page: it is being loaded, or `missing`. `trail`: the pages that led here."""

    page: GuidePage = GuidePage.SHELVES
    trail: tuple[GuidePage, ...] = ()
    shelf: Shelf = Shelf.GROUP
    entry: str = ""
    typed: str = field(default="", repr=False)
    found: tuple[SearchHit, ...] = ()  # best first
    item: str = ""
    guide: Guide | None = None
    missing: bool = False
    part: GuidePart = GuidePart.BRIEF
    plain: Text | None = None  # the plain version, once it is loaded
    picture: int = 0
    drawn: bytes | None = field(default=None, repr=False)  # the picture or film that is shown
    captions: Text | None = None  # of the film, once they are loaded
    paper: SlipPrint = SlipPrint.NONE
    noticed: bool = False  # the notice of this guide was shown as a code


# ---- touches


@dataclass(frozen=True, slots=True)
class ShelfChosen:
    shelf: Shelf


@dataclass(frozen=True, slots=True)
class SearchOpened:
    pass


@dataclass(frozen=True, slots=True)
class EntryChosen:
    entry: str


@dataclass(frozen=True, slots=True)
class GuideChosen:
    item: str


@dataclass(frozen=True, slots=True)
class LetterTouched:
    """A letter, a space, `delete` or `clear`; or a character that was written by hand."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FoundChosen:
    """What the search has found: a guide, an event of life, an open document."""

    found: SearchHit


@dataclass(frozen=True, slots=True)
class MapWanted:
    """Nothing was found: show the help desk on the plan."""


@dataclass(frozen=True, slots=True)
class ShelvesWanted:
    """Nothing was found: browse instead."""


@dataclass(frozen=True, slots=True)
class PartChosen:
    part: GuidePart


@dataclass(frozen=True, slots=True)
class PictureTurned:
    """`by`: 1 or -1."""

    by: int


@dataclass(frozen=True, slots=True)
class NumberWanted:
    """为这件事取号."""


@dataclass(frozen=True, slots=True)
class GuideBookingWanted:
    """为这件事预约."""


@dataclass(frozen=True, slots=True)
class GuideFormWanted:
    """填表: the first form that the item asks for."""


@dataclass(frozen=True, slots=True)
class NoticeWanted:
    """打印告知单."""


GuideTouch = (
    ShelfChosen
    | SearchOpened
    | EntryChosen
    | GuideChosen
    | LetterTouched
    | FoundChosen
    | MapWanted
    | ShelvesWanted
    | PartChosen
    | PictureTurned
    | NumberWanted
    | GuideBookingWanted
    | GuideFormWanted
    | NoticeWanted
)
