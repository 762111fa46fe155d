"""What a business can have done, and what the whole flow can: the effects of `self_service/step.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.cases.kinds import CaseKind
from domain.config import Text
from domain.content.guide import Guide
from domain.content.materials import Material, MergedMaterial
from domain.flow import CommonEffect
from domain.number_machine.effects import MachineEffect
from domain.views.business_names import BusinessName


class ContentKind(StrEnum):
    """What is read of the content on disk, and what comes back for it."""

    GUIDE = "guide"  # `Guide`, by the item's id
    TEXT = "text"  # `str`, by its path in the set
    PICTURE = "picture"  # `bytes`, likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a business is opened for: each business says which of these it looks at."""

    item: str = ""
    queue: str = ""
    items: tuple[str, ...] = ()
    theme: str = ""
    document: str = ""
    form: str = ""
    search: bool = False  # for what `text` says, or for what will be typed
    text: str = field(default="", repr=False)


ANYTHING = About()


@dataclass(frozen=True, slots=True)
class ReadContent:
    """Read it on a worker; `ContentRead(tag, …)` comes back."""

    tag: str
    kind: ContentKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideNotice:
    """一次性告知: what to bring for these items, all at once (S3 §8(二)2). `names`: the materials by id."""

    guides: tuple[Guide, ...]
    needed: tuple[MergedMaterial, ...]
    names: Mapping[str, Material]
    day: date  # hall day it is given on
    items: tuple[str, ...] = ()  # their ids
    content: str = ""  # the set that all of it stands in
    given_at: int = 0  # the best known hall time, ms


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingNotice:
    """A booking on paper: the code that checks it in, when, and what to bring. Times are ms since 1970.

    `bring` is of the guide of its item; `materials`, of hall.toml, and `guide`, of the queue, where there is none.
    """

    code: str = field(repr=False)
    queue: Text
    item: Text | None = None
    starts_at: int
    ends_at: int
    change_until: int | None = None
    bring: GuideNotice | None = None
    materials: tuple[Text, ...] = ()
    guide: Text | None = None
    day: date  # hall day it is printed on


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNotice:
    """The receipt of a case on paper, without a word of what was said."""

    code: str = field(repr=False)
    kind: CaseKind
    day: date  # hall day it was handed in on


SlipContent = GuideNotice | BookingNotice | CaseNotice
"""What a slip is about; `kiosk/self_service/slips.py` puts each into words."""


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """Print a sheet that is no number, on a worker; `SlipEnded(tag, …)` comes back. `language`: the citizen's."""

    tag: str
    content: SlipContent = field(repr=False)
    language: str


@dataclass(frozen=True, slots=True)
class OpenBusiness:
    """Open another business over this one; 返回 from its first page leads back here."""

    business: BusinessName
    about: About = ANYTHING


@dataclass(frozen=True, slots=True)
class CloseBusiness:
    """This one is over: back to what was before it. Its state is gone."""


@dataclass(frozen=True, slots=True)
class EndSession:
    """The person has what they came for: nothing of them stays."""


@dataclass(frozen=True, slots=True)
class KeepContent:
    """The hall has this set of content at this address: fetch what is lacking, when there is time."""

    set: str
    address: str


FrameEffect = OpenBusiness | CloseBusiness | EndSession
"""What the frame itself carries out for a business."""
BusinessEffect = CommonEffect | ReadContent | PrintSlip | FrameEffect
"""What a business may want."""
KioskEffect = MachineEffect | ReadContent | PrintSlip | KeepContent
"""What the flow may want of its runner."""
