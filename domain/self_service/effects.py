"""The effects that a business can ask for, and those of the whole flow (`self_service/step.py`)."""

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
    """A kind of content on disk, and the type in which it comes back."""

    GUIDE = "guide"  # `Guide`, by the item's id
    TEXT = "text"  # `str`, by its path in the set
    PICTURE = "picture"  # `bytes`, likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a business is opened for. Each business uses some of these fields."""

    item: str = ""
    queue: str = ""
    items: tuple[str, ...] = ()
    theme: str = ""
    document: str = ""
    form: str = ""
    search: bool = False  # to search for `text`, or for what will be typed
    text: str = field(default="", repr=False)


ANYTHING = About()


@dataclass(frozen=True, slots=True)
class ReadContent:
    """Load a piece of content on a worker; `ContentRead(tag, …)` comes back."""

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
    content: str = ""  # the set of content that it comes from
    given_at: int = 0  # the best known hall time, ms


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingNotice:
    """A booking on paper: the code that checks it in, when, and what to bring. Times are ms since 1970.

    `bring`: from the guides of its items. If there is no guide: `materials` of hall.toml, and `guide` of the queue.
    """

    code: str = field(repr=False)
    queue: Text
    items: tuple[Text, ...] = ()
    starts_at: int
    ends_at: int
    change_until: int | None = None
    bring: GuideNotice | None = None
    materials: tuple[Text, ...] = ()
    guide: Text | None = None
    home_visit: bool = False
    day: date  # hall day it is printed on


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNotice:
    """The receipt of a case on paper, without its text."""

    code: str = field(repr=False)
    kind: CaseKind
    day: date  # hall day it was handed in on


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPage:
    """A page that shows staff whether the printer prints well."""

    day: date  # hall day it is printed on


SlipContent = GuideNotice | BookingNotice | CaseNotice | TrialPage
"""The content of a slip; `kiosk/self_service/slips.py` puts each into words."""


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """Print a slip, on a worker; `SlipEnded(tag, …)` comes back. `language`: the citizen's."""

    tag: str
    content: SlipContent = field(repr=False)
    language: str


@dataclass(frozen=True, slots=True)
class CheckParts:
    """Look how the parts of this kiosk are; `PartsChecked(tag, …)` comes back."""

    tag: str


@dataclass(frozen=True, slots=True)
class CheckStaff:
    """Look, while the hall is away, whether this person signed in here lately; `StaffChecked(tag, …)` comes back."""

    tag: str
    card: str = field(repr=False)
    pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RememberStaff:
    """The hall let this person in with this card and PIN: let them in too while it is away, for some days."""

    staff: str
    card: str = field(repr=False)
    pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ForgetStaff:
    """The hall does not know this card: let nobody in with it."""

    card: str = field(repr=False)


StaffMemory = CheckStaff | RememberStaff | ForgetStaff


@dataclass(frozen=True, slots=True)
class OpenBusiness:
    """Open another business over this one; 返回 from its first page leads back here."""

    business: BusinessName
    about: About = ANYTHING


@dataclass(frozen=True, slots=True)
class CloseBusiness:
    """Close this business and forget its state; go back to what was before it."""


@dataclass(frozen=True, slots=True)
class EndSession:
    """The person has what they came for: end the session, and forget everything about them."""


@dataclass(frozen=True, slots=True)
class KeepContent:
    """The hall offers this set of content at this address: fetch the missing files in the background."""

    set: str
    address: str


FrameEffect = OpenBusiness | CloseBusiness | EndSession
"""Effects that the frame itself carries out."""
BusinessEffect = CommonEffect | ReadContent | PrintSlip | CheckParts | StaffMemory | FrameEffect
"""The effects that a business may ask for."""
KioskEffect = MachineEffect | ReadContent | PrintSlip | CheckParts | StaffMemory | KeepContent
"""The effects that the flow may ask of its runner."""
