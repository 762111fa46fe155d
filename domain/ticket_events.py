"""What happened to tickets: issued, called, served, printed. The other events are in `events.py`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketIssued:
    at: int
    ticket: str
    number: str
    queue: str
    counter: int
    items: tuple[str, ...] = ()
    priority: str | None = None
    person: str | None = None
    phone: str | None = None
    appointment: str | None = None
    slot_at: int | None = None  # start of the booking's slot: its effective time
    pickup: str | None = None  # 取件码 of the document that is collected
    language: str = "zh_CN"
    device: str = ""
    offline: bool = False
    issued_at: int | None = None  # of an offline number: when the machine gave it (None: `at`)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCancelled:
    at: int
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneLeft:
    """The holder of a number taken without a phone has left a phone."""

    at: int
    ticket: str
    phone: str | None = None  # None: erased at the end of its day
    language: str = "zh_CN"  # the ticket's


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCalled:
    at: int
    ticket: str
    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRecalled:
    at: int
    ticket: str
    window: str
    times: int  # 1 = first recall


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStarted:
    at: int
    ticket: str
    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFinished:
    at: int
    ticket: str
    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketNoShow:
    at: int
    ticket: str
    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketReinstated:
    """A no-show waits again. `place_at`: its new effective time, in ms since 1970."""

    at: int
    ticket: str
    window: str
    place_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketHeld:
    at: int
    ticket: str
    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketResumed:
    at: int
    ticket: str
    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketTransferred:
    """The ticket waits in `queue`, kept for `to_window` if given. Its issue time is unchanged."""

    at: int
    ticket: str
    window: str
    queue: str
    to_window: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketChanged:
    """The ticket's class, items and effective time (`place_at`) from now on, changed or not."""

    at: int
    ticket: str
    window: str
    place_at: int
    priority: str | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintOrdered:
    """A clerk has ordered a copy of the paper from the machine `device`. The order is valid until `expires_at`."""

    at: int
    order: str
    ticket: str
    window: str
    device: str
    expires_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPrinted:
    at: int
    ticket: str
    device: str
    copy: bool = False
    order: str = ""  # id of the reprint order; "": the first print


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPrintFailed:
    at: int
    ticket: str
    device: str
    fault: str
    order: str = ""
