"""The state of the clerk's screen, and what follows from it (the flow is in `pad/clerk.py`).

Of a review the clerk sees only that it was invited, was given or has lapsed. Levels never reach this process.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.cases.views import CasesAnswer
from domain.config import Text
from domain.flow import UNKNOWN_TIME, Ask, CommonEffect, HallTime, Look
from domain.pad.known import Known
from domain.views.ticket import TicketState, TicketView
from domain.views.window import ReprintState, ReprintView, WindowState


class Phase(StrEnum):
    """What goes on at the window."""

    STARTING = "starting"  # nothing heard of the window yet
    CLOSED = "closed"
    PAUSED = "paused"
    IDLE = "idle"  # open, nobody in hand
    CALLED = "called"
    SERVING = "serving"


class ClerkPanel(StrEnum):
    """The panel that covers the right part of the screen."""

    NONE = "none"
    HELD = "held"
    NO_SHOW = "no_show"
    TRANSFER = "transfer"
    PAUSE = "pause"
    CLERKS = "clerks"  # who opens the window
    PIN = "pin"  # the clerk's PIN; opens from the clerks' panel
    NUMBER = "number"  # which ticket is printed again
    WHICH = "which"  # which ticket is changed
    CHANGE = "change"  # its class and its matters; opens from the number
    QUEUES = "queues"  # what the window serves now (潮汐窗口)
    CASES = "cases"  # what the window looks into: 办不成事, complaints, praise
    CASE = "case"  # the words of one of them; opens from the list
    CONTACT = "contact"  # the phone number for the pause; opens from the pause panel


class ClerkTimer(StrEnum):
    """The timers of this flow."""

    TICK = "tick"  # update the times on the screen
    LOOK = "look"  # reset a display mode that was chosen at a closed window
    PICKUP = "pickup"  # ask for the pick-up code again
    PIN = "pin"  # nobody has typed for a while
    CARD = "card"  # the card that opened the window has been away


class ClerkProblem(StrEnum):
    """What this screen reports by itself, besides the hall's refusals."""

    UNANSWERED = "pad.unanswered"  # the hall is there and does not answer
    OVER = "pad.over"  # the ticket to be printed again is finished, cancelled or a no-show
    CLOSE_FIRST = "pad.close_first"  # the window must be closed before another clerk opens it
    UNCONFIRMED = "pad.unconfirmed"  # the hall was away: look at the screen before repeating it


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """The one request that waits for its answer. Until it is settled, no other can be made."""

    ask: Ask
    since_ms: int
    tries: int = 1
    waiting: bool = False  # the hall went away before it answered: repeat the request when it is back


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A refusal (`refusal.Code`) or a `ClerkProblem`, shown until `until_ms`. Times are of the pad's monotonic clock.

    `ready_ms`: when the action will be possible. `machines`: the name and status of each machine that cannot print.
    `code` is a plain text, because a newer hall may refuse with a code that this pad does not know; the screen then
    shows the code itself.
    """

    code: str
    until_ms: int
    ready_ms: int | None = None
    machines: tuple[tuple[Text, str], ...] = ()
    place: str = ""  # the number of the window where the clerk works


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is chosen or typed in an open panel before it is confirmed."""

    reason: int = 0
    until: int = 0
    clerk: str = ""
    pin: str = field(default="", repr=False)
    contact: str | None = None  # None: the clerk's own
    queues: tuple[str, ...] = ()
    prefix: str = ""
    typed: str = ""
    changed: TicketView | None = None  # 改号: the ticket as it is now
    matters: bool = False  # its items are being chosen, not its class
    priority: str = ""
    items: tuple[str, ...] = ()
    case: str = ""  # the one that is read
    offered: bool = False  # the pad has proposed `typed`: the first key replaces it


@dataclass(frozen=True, slots=True, kw_only=True)
class Pickup:
    """The ticket in hand collects a document; `code` is empty until the hall has told it (`pad/pickup.py`)."""

    ticket: str
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkState:
    known: Known
    seed: int = 0  # of request ids
    serial: int = 0
    home: Look = field(default_factory=Look)  # the look after the clerk has left the window
    look: Look = field(default_factory=Look)
    panel: ClerkPanel = ClerkPanel.NONE
    draft: Draft = field(default_factory=Draft)
    pending: Pending | None = None
    notice: Notice | None = None
    pickup: Pickup | None = None
    cases: CasesAnswer | None = field(default=None, repr=False)  # while their list is open
    card_on: bool = False  # whether the reader says that a card lies on it
    by_card: bool = False  # a card opened this window since the start of the pad
    arrival: bool = False  # somebody came while nobody was waiting
    settled_ms: int | None = None  # when the meaning of the foot's buttons last changed
    now_ms: int = 0
    tick_s: float = 0.0  # the running "tick" timer; 0: none


ClerkTransition = tuple[ClerkState, tuple[CommonEffect, ...]]
"""The state after an input, and what is to be done."""

PRINTED_MS, FAILED_MS = 15_000, 90_000  # how long the screen says that a copy came out, or did not
SILENT_MS = 10_000  # how long after its end the report on an order may still be on the way

NOTICE_MS = 6_000
"""How long a notice stays if it names no time of its own."""

PAUSE_MINUTES: tuple[int | None, ...] = (10, 30, 60, None)
"""After how many minutes the clerk is back; None: not known."""


def begin(window: str, *, seed: int = 0, look: Look | None = None, time: HallTime = UNKNOWN_TIME) -> ClerkState:
    """The first state. `time`: this terminal's clock, used until the hall is heard."""
    look = look or Look()
    return ClerkState(known=Known(own=window, time=time), seed=seed, home=look, look=look)


def phase(state: ClerkState) -> Phase:
    window = state.known.window
    if window is None:
        return Phase.STARTING
    if window.ticket is not None:
        return Phase.SERVING if window.ticket.state is TicketState.SERVING else Phase.CALLED
    return {WindowState.OPEN: Phase.IDLE, WindowState.PAUSED: Phase.PAUSED}.get(window.state, Phase.CLOSED)


def at_window(state: ClerkState) -> str:
    """The clerk who works at this window, paused or not (the window itself, if nobody gave a name), or empty."""
    window = state.known.window
    if window is None or phase(state) is Phase.CLOSED:
        return ""
    return window.clerk.id if window.clerk else window.window


def in_hand(state: ClerkState) -> TicketView | None:
    return state.known.window.ticket if state.known.window else None


def hall_now(state: ClerkState) -> int:
    return state.known.time.at(state.now_ms)


def waiting(state: ClerkState) -> int:
    return sum(queue.waiting for queue in state.known.window.queues) if state.known.window else 0


def clerks(state: ClerkState) -> tuple[str, ...]:
    """The clerks who may open this window: those that the catalogue names for it, or all clerks if it names none."""
    catalogue = state.known.catalogue
    if catalogue is None:
        return ()
    own = next((w.clerks for w in catalogue.windows if w.id == state.known.own), ())
    return own or tuple(clerk.id for clerk in catalogue.clerks)


# ---- what the screen points out without being asked


def reprint(state: ClerkState) -> ReprintView | None:
    """The last copy that this window ordered, while the screen still tells about it."""
    view = state.known.window.reprint if state.known.window else None
    if view is None:
        return None
    shown = PRINTED_MS if view.state is ReprintState.PRINTED else FAILED_MS
    until = view.expires_at + SILENT_MS + FAILED_MS if view.ended_at is None else view.ended_at + shown
    return view if hall_now(state) < until else None


def unreported(state: ClerkState, view: ReprintView) -> bool:
    """Whether the machine should have reported on the copy by now and has not."""
    return view.state is ReprintState.ORDERED and hall_now(state) >= view.expires_at + SILENT_MS


def late(state: ClerkState) -> int | None:
    """When the clerk of a paused window should have been back, in ms since 1970, if that time has passed."""
    pause = state.known.window.pause if state.known.window else None
    return pause.until if pause is not None and pause.until is not None and pause.until < hall_now(state) else None


def overdue(state: ClerkState) -> tuple[TicketView, ...]:
    """Held tickets that are older than the hall's rule (`hold_minutes`), the oldest first."""
    window, catalogue = state.known.window, state.known.catalogue
    if window is None or catalogue is None:
        return ()
    before = hall_now(state) - catalogue.hold_minutes * 60_000
    found = [ticket for ticket in window.held if ticket.held_at is not None and ticket.held_at <= before]
    return tuple(sorted(found, key=lambda ticket: ticket.held_at or 0))
