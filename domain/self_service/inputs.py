"""What can happen to a self-service kiosk, besides what happens to a number machine and the touches of businesses.

Personal data stands only in fields that are left out of `repr`, so that no log can hold it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.content.guide import Guide
from domain.flow import Answered, Arrived, HallAway, HallOnline, HallReplaced, NoAnswer, NotRecorded, TimerFired
from domain.number_machine.inputs import CardDetails, CardFailed, CardLaid, CodeScanned, CodeUnreadable
from domain.self_service.moment import ShownContent
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
    """换人: whoever was here is gone; in the foot of every page."""


@dataclass(frozen=True, slots=True)
class LeaveConfirmed:
    """首页 although something that was typed is lost by it."""


@dataclass(frozen=True, slots=True)
class StayChosen:
    """Not 首页, after all."""


@dataclass(frozen=True, slots=True)
class ContentReady:
    """A whole set is on disk and can be shown."""

    content: ShownContent


@dataclass(frozen=True, slots=True)
class ContentRead:
    """What `ReadContent(tag, …)` found. None: the set has none, or its file is damaged and fetched again."""

    tag: str
    found: Guide | str | bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class SlipEnded:
    """`PrintSlip(tag, …)` is over: `fault` is None when paper came out whole."""

    tag: str
    fault: PrinterStatus | None = None


@dataclass(frozen=True, slots=True)
class Identified:
    """A card was read: who it is stands in the moment. `details`: what is printed on it, for a business that asks."""

    details: CardDetails | None = field(default=None, repr=False)


FrameTouch = TileChosen | GoHome | SwitchPerson | LeaveConfirmed | StayChosen
PieceNews = ContentRead | SlipEnded
"""What a runner says of an effect that it was given, besides what every runner says."""
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
"""What a business hears. Answers, timers and pieces are of its own effects alone; cards and codes it hears on the pages
where it asks for them; the rest as it comes, also below another business."""
