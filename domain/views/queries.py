"""What may be asked of the hall without changing anything, and what it answers. Answers are never published."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.booking.views import AppointmentQuestion, DayAppointmentsQuestion, SlotsQuestion
from domain.cases.views import CasesQuestion
from domain.emergency.views import Emergency
from domain.help.views import HelpCallView
from domain.progress.views import ProgressQuestion
from domain.queue_rules import ReturnPlace
from domain.views.figures import FiguresQuestion
from domain.views.public import CallView, QueueView, Wait
from domain.views.ticket import TicketState, TicketView
from domain.views.window import WindowSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmView:
    """Something that is wrong in the hall, for the supervisor alone.

    `device` is a device's id, or `hall` for the service.
    """

    device: str
    code: str
    since: int
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HallSnapshot:
    """Answer to `hall.snapshot`, to the supervisor whole; to everyone else the public parts."""

    version: int
    at: int
    store: str = ""  # id of the hall's store, as in `host/state`
    day: str
    queues: tuple[QueueView, ...]
    calls: tuple[CallView, ...]
    windows: tuple[WindowSnapshot, ...]
    devices: tuple[dict[str, object], ...] = field(default=())
    help: tuple[HelpCallView, ...] = ()  # open calls for help, oldest first
    alarms: tuple[AlarmView, ...] = ()  # oldest first
    emergency: Emergency | None = None  # what every screen says now instead of anything else
    stranded: tuple[TicketView, ...] = ()  # who waits in queues that hall.toml does not have any more


class ReviewState(StrEnum):
    NONE = "none"  # there is nothing to review, or no key was shown
    OPEN = "open"
    GIVEN = "given"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeBack:
    """How whoever missed the call stands in line again: until when, and where."""

    until: int
    place: ReturnPlace
    behind: int  # with place `behind`: so many people


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowView:
    """Answer to `ticket.follow`: what the holder of a ticket sees on a phone. No item, no priority, no person."""

    ticket: str
    number: str
    queue: str
    state: TicketState
    at: int
    language: str
    ahead: int | None = None  # while it waits
    wait: Wait | None = None  # likewise
    window: str | None = None  # number of the window it is at, or was
    windows: tuple[str, ...] = ()  # numbers of the windows that serve its queue now
    come_back: ComeBack | None = None  # of a no-show who may still return
    review: ReviewState = ReviewState.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowQuestion:
    """`ticket.follow {ticket, key}` → `FollowView`. Without its key a ticket is followed and not reviewed."""

    ticket: str
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """`ticket.lookup {number}` → `TicketView` with people ahead and wait."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupQuestion:
    """`ticket.pickup {window, ticket}` → `PickupAnswer`, while that window has the ticket in hand."""

    window: str
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupAnswer:
    """Under which code the document waits. Told to the window's own pad and never published: it is personal."""

    ticket: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewKeyQuestion:
    """`ticket.review_key {window, session, nonce}` → `ReviewKey`, while that is the window's session and not given."""

    window: str
    session: str
    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewKey:
    """What the citizen before the pad needs to review on a phone. Told to the citizen's screen and never published."""

    session: str
    ticket: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotQuestion:
    """`hall.snapshot {}`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayQuestion:
    """`event.replay {after, limit}`: committed events with sequence numbers > `after`, for the supervisor only.

    Answer: `{"events": [CloudEvent …], "last": n}`; ask again with `after` = the last one until it is empty.
    """

    after: int
    limit: int = 500


QUESTIONS: dict[str, type] = {
    "hall.snapshot": SnapshotQuestion,
    "hall.figures": FiguresQuestion,
    "ticket.lookup": LookUp,
    "ticket.follow": FollowQuestion,
    "ticket.pickup": PickupQuestion,
    "ticket.review_key": ReviewKeyQuestion,
    "event.replay": ReplayQuestion,
    "appointment.slots": SlotsQuestion,
    "appointment.lookup": AppointmentQuestion,
    "appointment.list": DayAppointmentsQuestion,
    "progress.lookup": ProgressQuestion,
    "case.list": CasesQuestion,
}
"""Requests that change nothing."""
