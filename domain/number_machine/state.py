"""The state of the machine's flow: what it knows of the hall, of its parts and of the person before it.

Everything about the person is in `Visit`. A session ends by replacing it with `NOBODY`, and the look with the default.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.flow import Doubt, HallTime, Look
from domain.number_machine.calling import Calling
from domain.places import Places
from domain.views.catalogue import Catalogue, QueueCard, TicketWay, own_block
from domain.views.public import NoticesSnapshot, QueuesSnapshot, QueueStatus, QueueView, Wait
from domain.views.ticket import TicketState

FLAPS, FLAPPING_MS = 3, 60_000
"""A hall that came back `FLAPS` times within `FLAPPING_MS` is not away: its link is unsteady."""

LAST_WORD_MS = 12 * 3_600_000  # an older snapshot of an absent hall is from another day


class Page(StrEnum):
    """The question on the screen."""

    IDLE = "idle"
    HOME = "home"
    WHO = "who"
    CARD = "card"
    PHONE = "phone"
    PRIORITY = "priority"
    CHECK_IN = "check_in"
    NUMBER = "number"
    SEND = "send"  # to which phone?
    EXISTING = "existing"  # today's open number of this person
    CANCEL = "cancel"  # really cancel it?
    CANCELLED = "cancelled"
    PROBLEM = "problem"


class Problem(StrEnum):
    """Why the flow cannot go on. Each has its text in `kiosk/screens/number_machine/message_words.py`."""

    CARD_UNREADABLE = "card_unreadable"
    CARD_UNKNOWN = "card_unknown"
    CARD_EXPIRED = "card_expired"
    CODE_UNREADABLE = "code_unreadable"  # the scanner read a code that is no text
    CLOSED = "closed"
    BREAK = "break"
    FULL = "full"
    PAUSED = "paused"
    PERSON_LIMIT = "person_limit"
    PHONE_LIMIT = "phone_limit"  # enough numbers of today send messages to that phone
    HALL_SICK = "hall_sick"  # the hall answers, but cannot store anything (disk full)
    NO_ANSWER = "no_answer"  # the hall does not answer, and there is no number of our own
    OWN_DISK = "own_disk"  # away, and the machine's own disk does not take a number of our own
    BLOCK_USED = "block_used"  # away, and our own numbers are used up
    BOOKING_UNKNOWN = "booking_unknown"
    BOOKING_EARLY = "booking_early"
    BOOKING_LATE = "booking_late"
    BOOKING_USED = "booking_used"
    BOOKING_AWAY = "booking_away"  # the hall is away: a booking cannot be looked up
    TICKET_OVER = "ticket_over"  # the scanned ticket is of another day, or over
    NOT_CANCELLED = "not_cancelled"
    REFUSED = "refused"  # anything else; the code stands at the foot


class Waiting(StrEnum):
    NO = "no"
    QUIET = "quiet"  # a request waits, for less than 0.3 s: the screen does not change
    WORDS = "words"  # 正在取号…


class Sending(StrEnum):
    """发到手机."""

    NO = "no"
    ASKED = "asked"  # the hall has not answered yet
    SENT = "sent"
    FAILED = "failed"


class Paper(StrEnum):
    NONE = "none"  # the machine has no printer
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """Seconds (`[times]` of terminal.toml)."""

    idle: float = 30.0
    elder_idle: float = 60.0
    question: float = 15.0
    number: float = 30.0


@dataclass(frozen=True, slots=True)
class Given:
    """A number that stands on the screen. `ahead` is None when it cannot be known (offline)."""

    ticket: str
    number: str
    queue: str
    issued_at: int
    ahead: int | None = None
    wait: Wait | None = None
    state: TicketState = TicketState.WAITING
    windows: tuple[str, ...] = ()
    offline: bool = False
    key: str = field(default="", repr=False)  # of the ticket; numbers given offline have none


@dataclass(frozen=True, slots=True)
class Visit:
    """One person at the machine. `request`: the id of their `ticket.issue` that has no answer yet."""

    queue: str = ""
    items: tuple[str, ...] = ()  # items that the number is for, if known
    person: str | None = field(default=None, repr=False)
    masked_name: str = field(default="", repr=False)
    carded: bool = False
    phone: str = field(default="", repr=False)
    suggested: str | None = None  # priority class by the age on the card
    priority: str | None = None
    code: str = field(default="", repr=False)  # booking code
    pickup: str = field(default="", repr=False)  # 取件码
    checking_in: bool = False
    request: str = ""
    offline: str = ""  # id of the `IssueOffline` that is being carried out
    cancelling: str = ""  # tag of the cancel request without an answer yet
    looking_up: str = ""  # the ticket whose QR was scanned
    looked_up: bool = False  # `given` is that ticket: it is only shown
    reading: bool = False  # a card lies on the reader
    given: Given | None = None
    paper: Paper = Paper.NONE
    copies: int = 0
    sending: Sending = Sending.NO
    starts_at: int | None = None  # of a booking that is too early: start of its slot
    refusal: str = ""  # code, for staff

    @property
    def matter(self) -> Visit:
        """The visit with what the person came for, without who they are."""
        return Visit(queue=self.queue, items=self.items)


NOBODY = Visit()


@dataclass(frozen=True, slots=True)
class Owed:
    """A number whose paper did not come out. It may still be printed until `until_ms` (monotonic)."""

    given: Given
    language: str
    until_ms: int


@dataclass(frozen=True, slots=True)
class Machine:
    """The whole state. `time` begins with this machine's own clock."""

    device: str
    seed: int
    time: HallTime
    times: SessionTimes = field(default_factory=SessionTimes)
    default_look: Look = field(default_factory=Look)
    places: Places = field(default_factory=Places)
    has_printer: bool = False
    has_cards: bool = False
    has_scanner: bool = False
    can_print: bool = True
    cards: bool = False  # the reader answers
    card_lies: bool = False  # one was read and was not taken away yet, whoever it belongs to
    scanner: bool = False
    online: bool = False
    disk_works: bool = True  # this machine's own disk
    comebacks: tuple[int, ...] = ()  # when the hall was there again the last `FLAPS` times (monotonic ms)
    doubt: Doubt = Doubt.NONE  # whether another machine may use this one's name
    catalogue: Catalogue | None = None
    queues: QueuesSnapshot | None = None
    notices: NoticesSnapshot | None = None
    notice: int = 0  # how often the idle page has turned: notices, and queues if they are many, take turns
    serial: int = 0
    look: Look = field(default_factory=Look)
    page: Page = Page.IDLE
    before: Page = Page.HOME  # where 返回 leads from a problem
    problem: Problem | None = None
    visit: Visit = NOBODY
    waiting: Waiting = Waiting.NO
    asking: bool = False  # 您还在吗 is on the screen
    count: int = 0
    help: bool = False
    calling: Calling = field(default_factory=Calling)  # of somebody who helps
    changed_at: int = -1_000_000  # when the page last changed
    by_itself: bool = False  # a timer changed it, no touch
    lost: tuple[str, ...] = ()  # ids of lost requests (`lost_requests.py`)
    owed: tuple[Owed, ...] = ()
    collected: tuple[tuple[str, Given], ...] = ()  # hash of a pick-up code, its offline number

    def hall_now(self, now_ms: int) -> int:
        """The best known hall time, ms since 1970: the hall's if it was heard, else this machine's clock."""
        return self.time.at(now_ms)

    def card(self, queue: str) -> QueueCard | None:
        if self.catalogue is None:
            return None
        return next((card for card in self.catalogue.queues if card.id == queue), None)

    def view(self, queue: str) -> QueueView | None:
        if self.queues is None:
            return None
        return next((view for view in self.queues.queues if view.id == queue), None)

    def status(self, queue: str, now_ms: int) -> QueueStatus:
        """Whether the queue gives numbers. While the hall is away, its last snapshot is carried on by the times in it.

        A machine that knows neither the hall's snapshot nor the time turns nobody away.
        """
        view = self.view(queue)
        if view is None or self.queues is None:
            return QueueStatus.OPEN
        if self.online:
            return view.status
        now = self.hall_now(now_ms)
        shut = view.status in {QueueStatus.CLOSED, QueueStatus.BREAK}
        if shut and view.opens_at is not None and self.time.sure:
            return QueueStatus.OPEN if now >= view.opens_at else view.status
        if not self.time.sure or now - self.queues.at > LAST_WORD_MS:
            return QueueStatus.OPEN
        if shut:
            return view.status
        if view.closes_at is not None and now >= view.closes_at:
            return QueueStatus.CLOSED
        return view.status

    def gives_own(self, queue: str) -> bool:
        """Whether this machine can give numbers of `queue` offline now."""
        return self.disk_works and self.own_block(queue)

    def outage(self, now_ms: int) -> bool:
        """Whether an absent hall is really out of reach. If the link comes and goes, the hall works and is asked again:
        another machine of the same name may push this one off the broker, and would give the same offline numbers."""
        flaps = len(self.comebacks) == FLAPS and now_ms - self.comebacks[0] < FLAPPING_MS
        return not (flaps or self.doubt)

    def own_block(self, queue: str) -> bool:
        """Whether this machine has a block of numbers of `queue`."""
        return own_block(self.catalogue, self.device, queue) is not None

    @property
    def pickup_codes(self) -> tuple[tuple[str, str], ...]:
        """The queues that hand out documents, each with the pattern of its codes."""
        cards = self.catalogue.queues if self.catalogue else ()
        return tuple((card.id, card.pickup_code) for card in cards if card.pickup_code)

    @property
    def collects(self) -> bool:
        """Whether pick-up codes can be scanned at this machine now."""
        return self.scanner and bool(self.pickup_codes)

    @property
    def ways(self) -> tuple[TicketWay, ...]:
        """The ways to take a number at this machine now: those that the hall allows and the machine's parts can
        serve."""
        allowed = self.catalogue.identify if self.catalogue else ()
        ways = tuple(way for way in allowed if way is not TicketWay.CARD or self.cards)
        return ways or (TicketWay.NONE,)
