"""The classes of `Refusal.data`: what the asker needs besides the code in order to go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.config import Text
from domain.help.views import HelpCallView
from domain.refusal import Code
from domain.views.ticket import IssueAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyBooking:
    """The booking may be checked in later; its slot begins at `starts_at` (ms since 1970)."""

    starts_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BarredUntil:
    """`missed` bookings were missed: the next one can be made from `until` on (ms since 1970)."""

    until: int
    missed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingLimit:
    """`limit` slots a `per`: day, week or month."""

    limit: int
    per: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlappingBooking:
    """The other booking of this person (ms since 1970)."""

    starts_at: int
    ends_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeableUntil:
    """It could be moved and cancelled until then (ms since 1970)."""

    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledJustNow:
    """In how many seconds the no-show may be declared."""

    after_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TryLater:
    """In how many seconds the next PIN, card, receipt or code may be tried, or the next code sent; 0: at once."""

    after_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksElsewhere:
    """The window at which the clerk works: its id, and the number above it."""

    window: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyAtWork:
    """Somebody comes again at `opens_at` (ms since 1970); None: that is not known."""

    opens_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdlePrinter:
    """A machine that cannot print, and the status of its printer (or `lost`, `stopped`, `never`: of the machine)."""

    name: Text
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyPrints:
    machines: tuple[IdlePrinter, ...]


RefusalData = (
    EarlyBooking
    | BarredUntil
    | BookingLimit
    | OverlappingBooking
    | ChangeableUntil
    | CalledJustNow
    | HelpCallView
    | NobodyAtWork
    | NobodyPrints
    | IssueAnswer
    | TryLater
    | WorksElsewhere
)

REFUSAL_DATA: Mapping[str, type[RefusalData]] = MappingProxyType(
    {
        Code.APPOINTMENT_BARRED: BarredUntil,
        Code.APPOINTMENT_EARLY: EarlyBooking,
        Code.APPOINTMENT_LIMIT: BookingLimit,
        Code.APPOINTMENT_OVERLAPS: OverlappingBooking,
        Code.APPOINTMENT_TOO_LATE: ChangeableUntil,
        Code.CASE_TOO_MANY: TryLater,
        Code.CLERK_ELSEWHERE: WorksElsewhere,
        Code.HELP_CLOSED: NobodyAtWork,
        Code.HELP_UNDER_WAY: HelpCallView,
        Code.NO_SHOW_TOO_SOON: CalledJustNow,
        Code.PERSON_HAS_TICKET: IssueAnswer,
        Code.PICKUP_HAS_TICKET: IssueAnswer,
        Code.PHONE_CODE_WAIT: TryLater,
        Code.PRINTER_NONE: NobodyPrints,
        Code.PROGRESS_UNKNOWN: TryLater,
        Code.PROGRESS_WAIT: TryLater,
        Code.REVIEW_WAIT: TryLater,
        Code.STAFF_WAIT: TryLater,
        Code.STAFF_WRONG_CARD: TryLater,
        Code.STAFF_WRONG_PIN: TryLater,
    }
)
"""Code → class of its data. Terminals read no data of the other codes."""
