"""The queries to the hall and their answers. Queries change nothing, and answers are never published."""

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
    """An alarm: something that is wrong in the hall. For the supervisor alone.

    `device` is a device's id, or `hall` for the service.
    """

    device: str
    code: str
    since: int
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HallSnapshot:
    """Answer to `hall.snapshot`: whole for the supervisor, the public parts for everyone else."""

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
    emergency: Emergency | None = None  # the notice that every screen shows now instead of anything else
    stranded: tuple[TicketView, ...] = ()  # tickets that wait in queues which hall.toml no longer has


class ReviewState(StrEnum):
    NONE = "none"  # there is nothing to review, or no key was shown
    OPEN = "open"
    GIVEN = "given"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeBack:
    """How a no-show may come back: until when, and to which place in line."""

    until: int
    place: ReturnPlace
    behind: int  # with place `behind`: how many people go first


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
    window: str | None = None  # number of the window where it is or was
    windows: tuple[str, ...] = ()  # numbers of the windows that serve its queue now
    come_back: ComeBack | None = None  # of a no-show who may still return
    review: ReviewState = ReviewState.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowQuestion:
    """`ticket.follow {ticket, key}` → `FollowView`. Without `key` the ticket can be followed but not reviewed."""

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
    """The pick-up code of the document. It is personal: only the window's own pad gets it, and it is never
    published."""

    ticket: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewKeyQuestion:
    """`ticket.review_key {window, session, nonce}` → `ReviewKey`, while the window shows this session and no review was
    given."""

    window: str
    session: str
    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewKey:
    """What a citizen at the pad needs to review on their phone. Only the citizen's screen gets it; it is never
    published."""

    session: str
    ticket: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCodeQuestion:
    """`ticket.by_code {number, code}` → `TicketHolder`: number and review code as they stand on the paper.

    Only a kiosk asks this, because anybody can try codes from a phone.
    """

    number: str
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketHolder:
    """A ticket and its key, for the machine at which its holder stands."""

    ticket: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotQuestion:
    """`hall.snapshot {}`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayQuestion:
    """`event.replay {after, limit}`: committed events with sequence numbers > `after`, for the supervisor only.

    Answer: `{"events": [CloudEvent …], "last": n}`; repeat with `after` = the last number received until `events` is
    empty.
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
    "ticket.by_code": ReviewCodeQuestion,
    "event.replay": ReplayQuestion,
    "appointment.slots": SlotsQuestion,
    "appointment.lookup": AppointmentQuestion,
    "appointment.list": DayAppointmentsQuestion,
    "progress.lookup": ProgressQuestion,
    "case.list": CasesQuestion,
}
"""Wire name → class of every query. Queries change nothing."""
