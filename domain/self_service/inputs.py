"""The inputs of a self-service kiosk, besides those of a number machine and the touches of businesses.

Personal data stands only in fields that are left out of `repr`, so that no log can hold it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.content.guide import Guide
from domain.flow import Answered, Arrived, HallAway, HallOnline, HallReplaced, NoAnswer, NotRecorded, TimerFired
from domain.number_machine.inputs import CardDetails, CardFailed, CardLaid, CodeScanned, CodeUnreadable
from domain.self_service.moment import ShownContent
from domain.self_service.staff.parts import PartState
from domain.statuses import PrinterStatus
from domain.views.business_names import BusinessName


@dataclass(frozen=True, slots=True)
class TileChosen:
    """您要办什么？ at home."""

    business: BusinessName


@dataclass(frozen=True, slots=True)
class GoHome:
    """首页, in the foot of every page."""


@dataclass(frozen=True, slots=True)
class SwitchPerson:
    """换人: the person before has gone; in the foot of every page."""


@dataclass(frozen=True, slots=True)
class LeaveConfirmed:
    """首页, although typed text is lost by it."""


@dataclass(frozen=True, slots=True)
class StayChosen:
    """Stay, do not go to 首页."""


@dataclass(frozen=True, slots=True)
class ContentReady:
    """A complete set of content is on disk and can be shown."""

    content: ShownContent


@dataclass(frozen=True, slots=True)
class ContentRead:
    """The result of `ReadContent(tag, …)`. None: the set does not have it, or its file is damaged and is fetched
    again."""

    tag: str
    found: Guide | str | bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class SlipEnded:
    """`PrintSlip(tag, …)` is over: `fault` is None when paper came out whole."""

    tag: str
    fault: PrinterStatus | None = None


@dataclass(frozen=True, slots=True)
class PartsChecked:
    """How the parts are: the result of `CheckParts(tag)`."""

    tag: str
    parts: tuple[PartState, ...]


@dataclass(frozen=True, slots=True)
class StaffChecked:
    """The result of `CheckStaff(tag)`. `staff`: whose card and PIN they are; "": nobody's. `wait_s`: seconds until the
    next try, after too many wrong ones."""

    tag: str
    staff: str = ""
    wait_s: int = 0


@dataclass(frozen=True, slots=True)
class Identified:
    """A card was read; the moment says whose it is. `details`: the data printed on it, for a business that asks for
    it."""

    details: CardDetails | None = field(default=None, repr=False)


FrameTouch = TileChosen | GoHome | SwitchPerson | LeaveConfirmed | StayChosen
PieceNews = ContentRead | SlipEnded | PartsChecked | StaffChecked
"""Results of this kiosk's own effects."""
Shown = CardLaid | CardFailed | CodeScanned | CodeUnreadable
BusinessNews = (
    Answered
    | NoAnswer
    | TimerFired
    | PieceNews
    | Identified
    | Shown
    | Arrived
    | HallOnline
    | HallAway
    | HallReplaced
    | NotRecorded
)
"""The inputs of a business besides touches. It gets answers, timers and results of its own effects only, cards and
codes only on pages that ask for them, and all others always, also while another business is above it."""
