"""What the clerk's screen knows, and what a clerk can do on it (the flow is in `pad_clerk.py`).

Of a review it knows that one was invited, given or has lapsed. Levels do not even reach this process's state.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.config import Text
from domain.flow import Ask, Look
from domain.pad import Known
from domain.views import TicketState, TicketView, WindowState


class Phase(StrEnum):
    STARTING = "starting"  # nothing heard of the window yet
    CLOSED = "closed"
    PAUSED = "paused"
    IDLE = "idle"  # open, nobody in hand
    CALLED = "called"
    SERVING = "serving"


class Action(StrEnum):
    """The foot, always in this order, and the pause: keys F1 … F6."""

    RECALL = "recall"  # 重呼
    NO_SHOW = "no_show"  # 过号
    HOLD = "hold"  # 挂起
    TRANSFER = "transfer"  # 转移
    MAIN = "main"  # 下一位 / 开始办理 / 办结, and the yes of an open panel
    PAUSE = "pause"


class Panel(StrEnum):
    """What lies over the right part of the screen."""

    NONE = "none"
    HELD = "held"
    NO_SHOW = "no_show"
    TRANSFER = "transfer"
    PAUSE = "pause"
    CLERKS = "clerks"  # who opens the window
    NUMBER = "number"  # whose paper is printed again
    QUEUES = "queues"  # what the window serves now (潮汐窗口)
    CONTACT = "contact"  # over the pause: whom to call meanwhile


class Trouble(StrEnum):
    """What the pad itself has to say, besides the hall's refusals."""

    UNANSWERED = "pad.unanswered"  # the hall is there and does not answer
    OVER = "pad.over"  # the number whose paper is wanted is served, cancelled or missed
    UNCONFIRMED = "pad.unconfirmed"  # it was away: look at what is shown now before doing it again


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """The one request that is out. Until it is settled no other can be made."""

    ask: Ask
    since_ms: int
    tries: int = 1
    waiting: bool = False  # unanswered while the hall was away: asked again when it is back


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A refusal or a trouble in plain words, until `until_ms`. `ready_ms`: when it will be possible after all.

    `machines`: which ones cannot print, and by which status.
    """

    code: str
    until_ms: int
    ready_ms: int | None = None
    machines: tuple[tuple[Text, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is chosen in an open panel, before the yes."""

    reason: int = 0
    until: int = 0
    clerk: str = ""
    contact: str | None = None  # None: the clerk's own
    queues: tuple[str, ...] = ()
    prefix: str = ""
    typed: str = ""
    offered: bool = False  # `typed` was put there by the pad: the first key takes its place


@dataclass(frozen=True, slots=True, kw_only=True)
class Pickup:
    """The ticket in hand collects a document; `code` is empty until the hall has told it (`pad_pickup.py`)."""

    ticket: str
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    known: Known
    seed: int = 0  # of request ids
    serial: int = 0
    home: Look = field(default_factory=Look)  # what the look goes back to when the clerk leaves the window
    look: Look = field(default_factory=Look)
    panel: Panel = Panel.NONE
    draft: Draft = field(default_factory=Draft)
    pending: Pending | None = None
    notice: Notice | None = None
    pickup: Pickup | None = None
    arrival: bool = False  # somebody came while nobody was waiting
    settled_ms: int | None = None  # when what the foot means has changed
    now_ms: int = 0
    tick_s: float = 0.0  # the running "tick" timer; 0: none


PAUSE_MINUTES: tuple[int | None, ...] = (10, 30, 60, None)
"""Back in so many minutes; None: not known."""


def begin(window: str, *, seed: int = 0, look: Look | None = None) -> Clerk:
    look = look or Look()
    return Clerk(known=Known(own=window), seed=seed, home=look, look=look)


def phase(state: Clerk) -> Phase:
    window = state.known.window
    if window is None:
        return Phase.STARTING
    if window.ticket is not None:
        return Phase.SERVING if window.ticket.state is TicketState.SERVING else Phase.CALLED
    return {WindowState.OPEN: Phase.IDLE, WindowState.PAUSED: Phase.PAUSED}.get(window.state, Phase.CLOSED)


def at_window(state: Clerk) -> str:
    """The clerk who works at this window, paused or not (the window itself, if nobody gave a name), or empty."""
    window = state.known.window
    if window is None or phase(state) is Phase.CLOSED:
        return ""
    return window.clerk.id if window.clerk else window.window


def in_hand(state: Clerk) -> TicketView | None:
    return state.known.window.ticket if state.known.window else None


def hall_now(state: Clerk) -> int:
    return state.known.time.at(state.now_ms)


def waiting(state: Clerk) -> int:
    return sum(queue.waiting for queue in state.known.window.queues) if state.known.window else 0


def clerks(state: Clerk) -> tuple[str, ...]:
    """Who may open this window: its own clerks by the catalogue, or all if it names none."""
    catalogue = state.known.catalogue
    if catalogue is None:
        return ()
    own = next((w.clerks for w in catalogue.windows if w.id == state.known.own), ())
    return own or tuple(clerk.id for clerk in catalogue.clerks)


def targets(state: Clerk) -> tuple[tuple[str, str], ...]:
    """Where the ticket in hand may go: ("queue", id) or ("window", id), without where it is."""
    catalogue, ticket = state.known.catalogue, in_hand(state)
    if catalogue is None or ticket is None:
        return ()
    queues = tuple(("queue", queue.id) for queue in catalogue.queues if queue.id != ticket.queue)
    windows = tuple(("window", window.id) for window in catalogue.windows if window.id != state.known.own)
    return (*queues, *windows)


# ---- what can be touched


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of the foot or its key."""

    action: Action


@dataclass(frozen=True, slots=True)
class PanelTouched:
    """Opens a list, or closes it when it is open."""

    panel: Panel


@dataclass(frozen=True, slots=True)
class PanelLeft:
    """返回, Escape."""


@dataclass(frozen=True, slots=True)
class TicketTouched:
    """A ticket of the open list: 续办 of a held one, 恢复 of a no-show."""

    ticket: str


@dataclass(frozen=True, slots=True)
class TargetTouched:
    """Where to transfer to."""

    kind: str  # "queue" or "window"
    target: str


@dataclass(frozen=True, slots=True)
class ReasonTouched:
    index: int


@dataclass(frozen=True, slots=True)
class UntilTouched:
    index: int


@dataclass(frozen=True, slots=True)
class ClerkTouched:
    clerk: str


@dataclass(frozen=True, slots=True)
class CloseTouched:
    """关窗, in the pause panel."""


@dataclass(frozen=True, slots=True)
class NoticeTouched:
    """Seen."""


Touch = (
    Pressed
    | PanelTouched
    | PanelLeft
    | TicketTouched
    | TargetTouched
    | ReasonTouched
    | UntilTouched
    | ClerkTouched
    | CloseTouched
    | NoticeTouched
)
