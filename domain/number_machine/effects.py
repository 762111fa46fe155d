"""What a queue-number machine can have done: the effects of `number_machine/step.py`."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.flow import CommonEffect
from domain.views.public import Wait
from domain.views.ticket import PrintOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintTicket:
    """Print at once, on a worker; `PrintEnded` comes back."""

    ticket: str
    number: str
    queue: str
    issued_at: int | None  # None: not known, nothing is printed of it
    language: str
    ahead: int | None = None
    wait: Wait | None = None
    offline: bool = False
    copy: bool = False
    key: str = field(default="", repr=False)  # for the QR code: what makes a phone the holder's


@dataclass(frozen=True, slots=True)
class PrintCopy:
    """Print a copy for a clerk, on a worker, once for each order; nothing of it comes back into the flow."""

    order: PrintOrder


@dataclass(frozen=True, slots=True)
class ReadCards:
    """Cards are listened to, or dropped unread: nobody is read where no card is asked for. Codes are always heard, and
    the flow says where they mean something (`hears_codes`). `details`: what is printed on the card is wanted too, for a
    form that its holder fills in; else it stays in the reader's part.
    """

    on: bool
    details: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOffline:
    """Take the next number of the own block and put `ticket.issued_offline` into the outbox, both durably.

    `lost` is the id of a `ticket.issue` without answer that this number takes the place of (`lost_requests.py`).
    """

    request: str
    queue: str
    issued_at: int
    language: str
    sure: bool = False  # `issued_at` is right: the hall's own time, or a time server's
    lost: str = ""
    items: tuple[str, ...] = ()
    priority: str | None = None
    person: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    pickup: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TimeKnown:
    """The hall's time was heard for the first time since the start. It is `at`; numbers given before are settled."""

    at: int


@dataclass(frozen=True, slots=True)
class RememberLost:
    """Keep this request id on disk until it is settled."""

    request: str


@dataclass(frozen=True, slots=True)
class ForgetLost:
    """The request id is settled."""

    request: str


@dataclass(frozen=True, slots=True)
class ForgetOrders:
    """Another store speaks for the hall: its orders for copies may have the names of those that were carried out."""


@dataclass(frozen=True, slots=True)
class WipeSession:
    """The person has gone: whatever a part keeps of them goes too."""


MachineEffect = (
    PrintTicket
    | PrintCopy
    | ReadCards
    | IssueOffline
    | TimeKnown
    | RememberLost
    | ForgetLost
    | ForgetOrders
    | WipeSession
    | CommonEffect
)
