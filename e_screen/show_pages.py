"""Pages of content that an e-screen shows between calls and at rest, as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.content.captions import Cue


@dataclass(frozen=True, slots=True)
class ShowRow:
    """A paragraph, or with `middle` and `right` a line of a list. `heading`: whether it is a heading above others."""

    left: str
    middle: str = ""
    right: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPage:
    """One page, made for one screen: its rows fit. `part` of `parts`: of a text or list that goes on. `picture`: its
    path in the set, with `caption` under it, or that of a film with `cues`, which stays as long as it lasts. `at_rest`:
    only while nobody is served."""

    title: str
    rows: tuple[ShowRow, ...] = ()
    part: int = 1
    parts: int = 1
    picture: str = ""
    caption: str = ""
    cues: tuple[Cue, ...] = ()
    at_rest: bool = False
    shown_from: date | None = None
    shown_until: date | None = None

    @property
    def seconds(self) -> float:
        """Length of the film in seconds; 0: the page is not a film."""
        return self.cues[-1].end_ms / 1000 if self.cues else 0.0
