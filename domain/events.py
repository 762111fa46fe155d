"""What happened in the hall: the only thing that is stored. State is what these add up to.

Every event carries `at` (hall clock, ms). `EVENTS` maps the wire and disk name of each to its class.
A ticket's id is `{hall_day}-{number}`, e.g. `20261121-A012`: unique because a number is used once a hall day.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.booking.events import (
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
    """The queue goes on above `counter`: numbers up to it that nobody here knows of may be in somebody's hand.

    `day`: the hall day in which it does; "": the open one.
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
    proved: str = ""  # how the clerk did: a `ProofWay`, "by" somebody at the desk, or not asked


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
class RatingInvited:
    """A rating session begins at this window's pad."""

    at: int
    session: str
    nonce: str
    ticket: str
    window: str
    clerk: str
    expires_at: int


class Channel(StrEnum):
    """Where a review was made. Outside, codes for this differ from place to place: names are kept."""

    PAD = "pad"  # the citizen's screen of the window
    PHONE = "phone"  # the page behind the ticket's QR code


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingGiven:
    """A citizen's review. `previous` and `hash` chain it to the one before (see `state/rating.py`).

    By phone there is no signature, and `given_at` is the hall's clock: a phone's is anybody's.
    """

    at: int
    session: str
    ticket: str
    window: str
    clerk: str
    device: str
    level: int
    tags: tuple[str, ...]
    comment: str
    given_at: int
    monotonic_ms: int
    signature: str
    previous: str
    hash: str
    channel: Channel = Channel.PAD


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingLapsed:
    """No answer: no level at all."""

    at: int
    session: str
    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFault:
    """Something is wrong with a device, or is no longer (`cleared`): told by itself, or found by the hall's rules.

    `device` is `hall` for what is wrong with the hall service.
    """

    at: int
    device: str
    code: str
    detail: str = ""
    cleared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRefused:
    """An unknown device, one acting beyond its role, or a wrong proof: kept, for the supervisor.

    `staff`: whom it was about, if they are on the list of people who work here.
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
    "appointment.booked": AppointmentBooked,
    "appointment.moved": AppointmentMoved,
    "appointment.cancelled": AppointmentCancelled,
    "appointment.missed": AppointmentMissed,
    "phone.code_sent": PhoneCodeSent,
    "phone.code_tried": PhoneCodeTried,
    "case.opened": CaseOpened,
    "device.fault": DeviceFault,
    "request.refused": RequestRefused,
    "staff.signed_in": StaffSignedIn,
    "staff.signed_out": StaffSignedOut,
    "staff.acted": StaffActed,
    "hall.emergency_changed": EmergencyChanged,
}

EVENT_NAMES: dict[type[Event], str] = {cls: name for name, cls in EVENTS.items()}
