"""What the machine's flow can ask its runner to do: the effects of `number_machine/step.py`."""

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
    issued_at: int | None  # None: not known, so no time is printed
    language: str
    ahead: int | None = None
    wait: Wait | None = None
    offline: bool = False
    copy: bool = False
    key: str = field(default="", repr=False)  # for the QR code: it proves that a phone is the holder's


@dataclass(frozen=True, slots=True)
class PrintCopy:
    """Print a copy for a clerk, on a worker, once for each order. No input comes back to the flow."""

    order: PrintOrder


@dataclass(frozen=True, slots=True)
class ReadCards:
    """Switch the card reader on or off: no card is read where none is asked for. Codes always reach the flow, which
    decides where they count (`hears_codes`). `details`: what is printed on the card is wanted too, for a form that its
    holder fills in; else it stays in the reader's part.
    """

    on: bool
    details: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOffline:
    """Take the next number of this machine's block and put `ticket.issued_offline` into the outbox, both durably.

    `lost`: id of the unanswered `ticket.issue` that this number replaces (`lost_requests.py`).
    """

    request: str
    queue: str
    issued_at: int
    language: str
    sure: bool = False  # `issued_at` is right: it comes from the hall or a time server
    lost: str = ""
    items: tuple[str, ...] = ()
    priority: str | None = None
    person: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    pickup: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TimeKnown:
    """The hall's time, `at`, was heard for the first time since the start. Numbers given before get their right day."""

    at: int


@dataclass(frozen=True, slots=True)
class RememberLost:
    """Keep this request id on disk until it is settled."""

    request: str


@dataclass(frozen=True, slots=True)
class ForgetLost:
    """This request id is settled: it can be removed from disk."""

    request: str


@dataclass(frozen=True, slots=True)
class ForgetOrders:
    """The hall works on another store, whose print orders may have the same ids as orders carried out before."""


@dataclass(frozen=True, slots=True)
class WipeSession:
    """The person has gone: every part forgets what it holds about them."""


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
