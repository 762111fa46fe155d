"""What happened in the hall. Only events are stored; the state is what they add up to.

Every event carries `at` (hall clock, ms). `EVENTS` maps the wire and disk name of each to its class. A ticket's id is
`{hall_day}-{number}`, e.g. `20261121-A012`: unique because a number is used once a hall day."""

from __future__ import annotations

from dataclasses import dataclass

from domain.booking.events import (
    BOOKING_EVENTS,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMissed,
    AppointmentMoved,
    BookingEvent,
    PhoneCodeSent,
    PhoneCodeTried,
)
from domain.cases.events import CaseOpened
from domain.config_events import QueueRenamed, TicketPutBack, WindowRenamed
from domain.emergency.events import EmergencyChanged
from domain.hall_time.events import DayClosed, DayOpened, TimeCorrected
from domain.help.events import HELP_EVENTS, HelpEvent
from domain.one_time_notice.events import NoticeGiven
from domain.reviews.events import Channel, RatingGiven, RatingInvited, RatingLapsed
from domain.staff.events import StaffActed, StaffSignedIn, StaffSignedOut
from domain.ticket_events import (
    PhoneLeft,
    ReprintOrdered,
    ServiceFinished,
    ServiceStarted,
    TicketCalled,
    TicketCancelled,
    TicketChanged,
    TicketHeld,
    TicketIssued,
    TicketNoShow,
    TicketPrinted,
    TicketPrintFailed,
    TicketRecalled,
    TicketReinstated,
    TicketResumed,
    TicketTransferred,
)

__all__ = [
    "EVENTS",
    "EVENT_NAMES",
    "AppointmentBooked",
    "AppointmentCancelled",
    "AppointmentMissed",
    "AppointmentMoved",
    "CaseOpened",
    "Channel",
    "DayClosed",
    "DayOpened",
    "DeviceFault",
    "EmergencyChanged",
    "Event",
    "NumbersSkipped",
    "PhoneCodeSent",
    "PhoneCodeTried",
    "PhoneLeft",
    "QueueRenamed",
    "RatingGiven",
    "RatingInvited",
    "RatingLapsed",
    "ReprintOrdered",
    "RequestRefused",
    "ServiceFinished",
    "ServiceStarted",
    "StaffActed",
    "StaffSignedIn",
    "StaffSignedOut",
    "TicketCalled",
    "TicketCancelled",
    "TicketChanged",
    "TicketHeld",
    "TicketIssued",
    "TicketNoShow",
    "TicketPrintFailed",
    "TicketPrinted",
    "TicketPutBack",
    "TicketRecalled",
    "TicketReinstated",
    "TicketResumed",
    "TicketTransferred",
    "TimeCorrected",
    "WindowClosed",
    "WindowOpened",
    "WindowPaused",
    "WindowRenamed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersSkipped:
    """The queue goes on above `counter`: papers may exist with numbers up to it that the store does not know.

    `day`: the hall day of those numbers; "": the open one.
    """

    at: int
    queue: str
    counter: int
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowOpened:
    at: int
    window: str
    clerk: str
    queues: tuple[str, ...] | None = None
    proved: str = ""  # how the clerk proved it: a `ProofWay`; "by": the supervisor opened it; "": not asked


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowPaused:
    at: int
    window: str
    reason: str
    contact: str = ""
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowClosed:
    at: int
    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFault:
    """A fault of a device, or its end (`cleared`): reported by the device, or found by the hall's rules.
    `device` is `hall` if it is about the hall service."""

    at: int
    device: str
    code: str
    detail: str = ""
    cleared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRefused:
    """A refusal kept for the supervisor: an unknown device, a device acting beyond its role, a wrong proof.

    `staff`: the person that the proof was about, if they are in staff.toml.
    """

    at: int
    device: str
    type: str
    code: str
    staff: str = ""


Event = (
    DayOpened
    | DayClosed
    | NumbersSkipped
    | TimeCorrected
    | TicketIssued
    | TicketCancelled
    | PhoneLeft
    | TicketCalled
    | TicketRecalled
    | ServiceStarted
    | ServiceFinished
    | TicketNoShow
    | TicketReinstated
    | TicketHeld
    | TicketResumed
    | TicketTransferred
    | TicketChanged
    | TicketPutBack
    | ReprintOrdered
    | TicketPrinted
    | TicketPrintFailed
    | WindowOpened
    | WindowPaused
    | WindowClosed
    | WindowRenamed
    | QueueRenamed
    | RatingInvited
    | RatingGiven
    | RatingLapsed
    | BookingEvent
    | CaseOpened
    | HelpEvent
    | NoticeGiven
    | DeviceFault
    | RequestRefused
    | StaffSignedIn
    | StaffSignedOut
    | StaffActed
    | EmergencyChanged
)

EVENTS: dict[str, type[Event]] = {
    "day.opened": DayOpened,
    "day.closed": DayClosed,
    "numbers.skipped": NumbersSkipped,
    "hall.time_corrected": TimeCorrected,
    "ticket.issued": TicketIssued,
    "ticket.cancelled": TicketCancelled,
    "ticket.phone_left": PhoneLeft,
    "ticket.called": TicketCalled,
    "ticket.recalled": TicketRecalled,
    "ticket.started": ServiceStarted,
    "ticket.finished": ServiceFinished,
    "ticket.no_show": TicketNoShow,
    "ticket.reinstated": TicketReinstated,
    "ticket.held": TicketHeld,
    "ticket.resumed": TicketResumed,
    "ticket.transferred": TicketTransferred,
    "ticket.changed": TicketChanged,
    "ticket.put_back": TicketPutBack,
    "ticket.reprint_ordered": ReprintOrdered,
    "ticket.printed": TicketPrinted,
    "ticket.print_failed": TicketPrintFailed,
    "window.opened": WindowOpened,
    "window.paused": WindowPaused,
    "window.closed": WindowClosed,
    "window.renamed": WindowRenamed,
    "queue.renamed": QueueRenamed,
    "rating.invited": RatingInvited,
    "rating.given": RatingGiven,
    "rating.lapsed": RatingLapsed,
    **BOOKING_EVENTS,
    "case.opened": CaseOpened,
    **HELP_EVENTS,
    "notice.given": NoticeGiven,
    "device.fault": DeviceFault,
    "request.refused": RequestRefused,
    "staff.signed_in": StaffSignedIn,
    "staff.signed_out": StaffSignedOut,
    "staff.acted": StaffActed,
    "hall.emergency_changed": EmergencyChanged,
}

EVENT_NAMES: dict[type[Event], str] = {cls: name for name, cls in EVENTS.items()}
