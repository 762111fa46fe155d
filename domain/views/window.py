"""One window: all that its pad and its screen show (`window/{window}/state`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.cases.kinds import CaseKind
from domain.config import Text
from domain.views.catalogue import ClerkCard
from domain.views.public import Pause
from domain.views.ticket import TicketView


class WindowState(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class RatingState(StrEnum):
    INVITED = "invited"
    GIVEN = "given"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingView:
    session: str
    nonce: str
    number: str
    state: RatingState
    invited_at: int
    expires_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowQueue:
    """A queue as the clerk of a window sees it."""

    id: str
    waiting: int
    longest_wait_at: int | None = None
    lag_minutes: int = 0


class ReprintState(StrEnum):
    ORDERED = "ordered"
    PRINTED = "printed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintView:
    """A copy that a window ordered. If it is still `ordered` after `expires_at`, nobody knows whether it was
    printed."""

    order: str
    number: str
    device: str
    name: Text  # of the machine
    state: ReprintState
    ordered_at: int
    expires_at: int
    ended_at: int | None = None
    fault: str = ""  # a status of the machine's printer


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case that the window looks into, without its words and its receipt code (`case.list` has them)."""

    case: str
    kind: CaseKind
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSnapshot:
    """`window/{window}/state`: all that the pad and the screen of one window show."""

    version: int
    at: int
    store: str = ""  # id of the hall's store, as in `host/state`
    day: str
    window: str
    number: str
    name: Text
    kind: str
    state: WindowState
    clerk: ClerkCard | None = None
    ticket: TicketView | None = None  # called or serving
    pause: Pause | None = None
    rating: RatingView | None = None
    queues: tuple[WindowQueue, ...] = ()
    next: tuple[TicketView, ...] = ()  # up to 3, as this window would call them
    held: tuple[TicketView, ...] = ()
    no_show: tuple[TicketView, ...] = ()  # no-shows of this window's queues, newest first, up to 12
    recalls_left: int = 0
    served_today: int = 0
    tidal: bool = False  # it serves other queues than its configuration says
    reprint: ReprintView | None = None  # the last copy it ordered today
    cases: tuple[CaseLine, ...] = ()  # 办不成事, complaints, praise that it looks into, newest first, up to 20
    cases_in_all: int = 0
