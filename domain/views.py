"""What others may see of the hall: the snapshots and answers that go over the wire. Nothing personal is in here.

A snapshot is always whole. `version` only grows (also over restarts of the hall): a reader that has seen version n
drops every snapshot of the same topic with a version ≤ n. `at` is the hall's clock when it was made: readers count
time from it with their own monotonic clock and never with their wall clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.config import Level, NoticeBoard, ReturnPlace, Text


class QueueStatus(StrEnum):
    OPEN = "open"
    EARLY = "early"  # before service begins, numbers are given already
    BREAK = "break"  # between two sessions: numbers are not given
    CLOSED = "closed"  # for today, or not yet
    FULL = "full"  # today's numbers are gone
    PAUSED = "paused"  # every window that serves it is paused


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    NO_SHOW = "no_show"
    SERVED = "served"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


OPEN_STATES = frozenset({TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.HELD})
"""The person still has something to wait for: no second number meanwhile. A missed call leaves them free."""


class TicketWay(StrEnum):
    """How a number may be taken at a machine."""

    CARD = "card"
    PHONE = "phone"
    NONE = "none"


class WindowState(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class RatingState(StrEnum):
    INVITED = "invited"
    GIVEN = "given"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Estimated minutes as a range."""

    low: int
    high: int


SOON_MINUTES = 5
"""Less is not told apart."""


def windows_elsewhere(ahead: int | None, wait: Wait | None) -> bool:
    """Nobody is ahead in the queue and the wait is long all the same: its windows have other queues to serve.

    Then people are told the minutes alone.
    """
    return ahead == 0 and wait is not None and wait.low > SOON_MINUTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    reason: str
    contact: str
    since: int
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    id: str
    status: QueueStatus
    waiting: int
    wait: Wait | None = None  # for someone who comes now; None when it cannot be known
    next: tuple[str, ...] = ()  # the next numbers, in the order they stand (up to 5)
    windows: int = 0  # windows open that serve it
    longest_wait_at: int | None = None  # issue time of the one who waits longest
    opens_at: int | None = None  # when numbers are given again, if they are not now
    closes_at: int | None = None
    pause: Pause | None = None  # while it is paused: the one of its windows' that is over first


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuesSnapshot:
    """`public/queues`."""

    version: int
    at: int
    day: str
    queues: tuple[QueueView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """One call. `seq` grows with every call and recall of the hall: a change of it is a new call."""

    seq: int
    number: str
    queue: str
    window: str
    window_number: str
    at: int
    times: int  # 1 = first call, 2 = first recall …


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsSnapshot:
    """`public/calls`: newest first, at most 12."""

    version: int
    at: int
    day: str
    calls: tuple[CallView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursLine:
    """One line of the hours board (S4 5.8.3.1): 对外服务时间 / 延时服务时间, e.g. 周一至周五 9:00–17:00."""

    title: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesSnapshot:
    """`public/notices`."""

    version: int
    at: int
    boards: tuple[NoticeBoard, ...]
    hours: tuple[HoursLine, ...]
    today: tuple[HoursLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCard:
    """What a machine shows of a queue, besides its `QueueView`."""

    id: str
    name: Text
    prefix: str
    icon: str
    examples: Text
    guide: Text | None = None
    items: tuple[str, ...]
    width: int = 3
    pickup_code: str = ""  # how the 取件码 of its documents look (`pickup.py`)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCard:
    id: str
    name: Text
    bureau: Text
    materials: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityCard:
    id: str
    name: Text
    icon: str
    min_age: int | None = None
    short: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowCard:
    id: str
    number: str
    name: Text
    kind: str
    queues: tuple[str, ...]
    clerks: tuple[str, ...] = ()
    tidal: bool = True  # its pad may change its queues


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkCard:
    """Staff information sign (S4 5.8.3.3). `portrait` names a retained picture (topics.picture)."""

    id: str
    name: Text
    number: str
    post: Text
    duty: Text
    promise: Text
    contact: str
    portrait: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    device: str
    queue: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """`public/catalogue`: the public part of the configuration, all a terminal needs to know of its hall.

    Terminals keep the last one on disk and start with it while the hall is away.
    """

    version: int
    at: int
    hall: str
    name: Text
    timezone: str
    day_starts_minutes: int  # after midnight, hall time
    hotline: str
    booking_phone: str
    follow_url: str
    review_url: str
    identify: tuple[TicketWay, ...]
    queues: tuple[QueueCard, ...]
    items: tuple[ItemCard, ...]
    priorities: tuple[PriorityCard, ...]
    windows: tuple[WindowCard, ...]
    clerks: tuple[ClerkCard, ...]
    levels: tuple[Level, ...]
    comment_limit: int
    lapse_seconds: int
    mend_days: int
    hold_minutes: int = 120  # a held ticket older than this is named on the clerk's screen
    offline: tuple[Block, ...]
    devices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketView:
    """A ticket as clerks and machines see it. Answers to ticket requests carry it."""

    ticket: str
    number: str
    queue: str
    state: TicketState
    issued_at: int
    items: tuple[str, ...] = ()
    priority: str | None = None
    appointment: bool = False
    pickup: bool = False  # a document is collected: the window that has it in hand asks `ticket.pickup` for the code
    window: str | None = None
    called_at: int | None = None
    started_at: int | None = None
    finished_at: int | None = None
    held_at: int | None = None
    recalls: int = 0
    returns: int = 0
    offline: bool = False
    printed: bool | None = None  # None: nothing reported
    ahead: int | None = None  # people ahead, in the answer to ticket.lookup while it waits
    wait: Wait | None = None  # likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueAnswer:
    """Answer to `ticket.issue`, and `data` of `person.has_ticket`."""

    ticket: str
    number: str
    queue: str
    ahead: int
    wait: Wait | None = None
    issued_at: int
    state: TicketState = TicketState.WAITING
    windows: tuple[str, ...] = ()  # numbers of the windows that serve it now
    key: str | None = field(default=None, repr=False)  # for the QR of its holder; in answers to `ticket.issue` alone


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
    """A copy of a paper that a window ordered. Still `ordered` after `expires_at`: nobody knows what became of it."""

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
class PrintOrder:
    """`dev/{device}/order`: print a copy, once for each `order`; tell it in `ticket.printed` or `print_failed`."""

    order: str
    ticket: str
    number: str
    queue: str
    issued_at: int
    language: str
    ahead: int | None = None
    wait: Wait | None = None
    offline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSnapshot:
    """`window/{window}/state`: all that the pad and the screen of one window show."""

    version: int
    at: int
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
    no_show: tuple[TicketView, ...] = ()  # of this window's queues, newest first, up to 12
    recalls_left: int = 0
    served_today: int = 0
    tidal: bool = False  # it serves other queues than its configuration says
    reprint: ReprintView | None = None  # the last one it ordered today


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmView:
    """Something that is wrong in the hall, for the supervisor alone.

    `device` is a device's id, or `hall` for the service.
    """

    device: str
    code: str
    since: int
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HallSnapshot:
    """Answer to `hall.snapshot`, to the supervisor whole; to everyone else the public parts."""

    version: int
    at: int
    day: str
    queues: tuple[QueueView, ...]
    calls: tuple[CallView, ...]
    windows: tuple[WindowSnapshot, ...]
    devices: tuple[dict[str, object], ...] = field(default=())
    alarms: tuple[AlarmView, ...] = ()  # oldest first


class ReviewState(StrEnum):
    NONE = "none"  # there is nothing to review, or no key was shown
    OPEN = "open"
    GIVEN = "given"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeBack:
    """How whoever missed the call stands in line again: until when, and where."""

    until: int
    place: ReturnPlace
    behind: int  # with place `behind`: so many people


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
    window: str | None = None  # number of the window it is at, or was
    windows: tuple[str, ...] = ()  # numbers of the windows that serve its queue now
    come_back: ComeBack | None = None  # of a no-show who may still return
    review: ReviewState = ReviewState.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowQuestion:
    """`ticket.follow {ticket, key}` → `FollowView`. Without its key a ticket is followed and not reviewed."""

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
    """Under which code the document waits. Told to the window's own pad and never published: it is personal."""

    ticket: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewKeyQuestion:
    """`ticket.review_key {window, session, nonce}` → `ReviewKey`, while that is the window's session and not given."""

    window: str
    session: str
    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewKey:
    """What the citizen before the pad needs to review on a phone. Told to the citizen's screen and never published."""

    session: str
    ticket: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotQuestion:
    """`hall.snapshot {}`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayQuestion:
    """`event.replay {after, limit}`: committed events with sequence numbers > `after`, for the supervisor only.

    Answer: `{"events": [CloudEvent …], "last": n}`; ask again with `after` = the last one until it is empty.
    """

    after: int
    limit: int = 500


QUESTIONS: dict[str, type] = {
    "hall.snapshot": SnapshotQuestion,
    "ticket.lookup": LookUp,
    "ticket.follow": FollowQuestion,
    "ticket.pickup": PickupQuestion,
    "ticket.review_key": ReviewKeyQuestion,
    "event.replay": ReplayQuestion,
}
"""Requests that change nothing."""
