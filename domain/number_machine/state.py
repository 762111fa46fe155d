"""What a queue-number machine knows at any moment: of its hall, of its parts, and of the person before it.

Everything of the person is in `Visit`; a session ends by putting `NOBODY` and the default look in its place.
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
"""A hall that has come back so often within so long is not away."""

LAST_WORD_MS = 12 * 3_600_000  # what an absent hall said longer ago was of another day


class Page(StrEnum):
    """Which question stands on the screen."""

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
    """Why it did not go on; each has its words in `kiosk/screens/number_machine/message_words.py`."""

    CARD_UNREADABLE = "card_unreadable"
    CARD_UNKNOWN = "card_unknown"
    CARD_EXPIRED = "card_expired"
    CODE_UNREADABLE = "code_unreadable"  # the scanner saw one and could not make letters of it
    CLOSED = "closed"
    BREAK = "break"
    FULL = "full"
    PAUSED = "paused"
    PERSON_LIMIT = "person_limit"
    PHONE_LIMIT = "phone_limit"  # enough numbers of today send messages to that phone
    HALL_SICK = "hall_sick"  # the hall answers, but cannot keep anything (disk full)
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
    QUIET = "quiet"  # a request is out, for less than 0.3 s: the screen stays as it is
    WORDS = "words"  # 正在取号…


class Sending(StrEnum):
    """发到手机."""

    NO = "no"
    ASKED = "asked"  # the hall has not answered yet
    SENT = "sent"
    FAILED = "failed"


class Paper(StrEnum):
    NONE = "none"  # this machine has no printer
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """Seconds (`[times]` of terminal.toml)."""

    idle: float = 30.0
    elder_idle: float = 60.0
    question: float = 15.0
    number: float = 15.0


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
    items: tuple[str, ...] = ()  # the matters it is taken for, if they are known
    person: str | None = field(default=None, repr=False)
    masked_name: str = field(default="", repr=False)
    carded: bool = False
    phone: str = field(default="", repr=False)
    suggested: str | None = None  # priority class by the age on the card
    priority: str | None = None
    code: str = field(default="", repr=False)  # booking
    pickup: str = field(default="", repr=False)  # 取件码
    checking_in: bool = False
    request: str = ""
    offline: str = ""  # id of the own number that is being taken
    cancelling: str = ""  # tag of the cancel that is out
    looking_up: str = ""  # the ticket whose QR was scanned
    looked_up: bool = False  # `given` is that ticket: it is shown, and nothing else is done with it
    reading: bool = False  # a card lies on the reader
    given: Given | None = None
    paper: Paper = Paper.NONE
    copies: int = 0
    sending: Sending = Sending.NO
    starts_at: int | None = None  # a booking that is early: its start
    refusal: str = ""  # code, for staff

    @property
    def matter(self) -> Visit:
        """What they came for, and nothing of who they are."""
        return Visit(queue=self.queue, items=self.items)


NOBODY = Visit()


@dataclass(frozen=True, slots=True)
class Owed:
    """A number whose paper did not come out; it may be printed until `until_ms` (monotonic)."""

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
    scanner: bool = False
    online: bool = False
    disk_works: bool = True  # the machine's own
    comebacks: tuple[int, ...] = ()  # when the hall was there again the last `FLAPS` times (monotonic ms)
    doubt: Doubt = Doubt.NONE  # whether this is the machine whose name it has
    catalogue: Catalogue | None = None
    queues: QueuesSnapshot | None = None
    notices: NoticesSnapshot | None = None
    notice: int = 0  # which board the idle screen shows
    serial: int = 0
    look: Look = field(default_factory=Look)
    page: Page = Page.IDLE
    before: Page = Page.HOME  # where 返回 leads from a problem
    problem: Problem | None = None
    visit: Visit = NOBODY
    waiting: Waiting = Waiting.NO
    asking: bool = False  # 您还在吗
    count: int = 0
    help: bool = False
    calling: Calling = field(default_factory=Calling)  # of somebody who helps
    changed_at: int = -1_000_000  # when the screen last became another one
    lost: tuple[str, ...] = ()  # ids of `ticket.issue` without answer that nobody waits for any more
    owed: tuple[Owed, ...] = ()
    collected: tuple[tuple[str, Given], ...] = ()  # numbers given alone to pick-up codes (`issuing.py`)

    def hall_now(self, now_ms: int) -> int:
        """The best known hall time, ms since 1970: the hall's own when it was heard, else this machine's."""
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
        """Whether numbers are given. While the hall is away its last word is carried on by its own times.

        Who knows neither the hall's word nor the time turns nobody away.
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
        """Whether this machine can give numbers of `queue` by itself now."""
        return self.disk_works and self.own_block(queue)

    def outage(self, now_ms: int) -> bool:
        """Whether a hall that is away is out of reach. A link that comes and goes is none: the hall lives, and is asked
        again; it may be another machine that pushes this one off, and gives the same numbers."""
        flaps = len(self.comebacks) == FLAPS and now_ms - self.comebacks[0] < FLAPPING_MS
        return not (flaps or self.doubt)

    def own_block(self, queue: str) -> bool:
        """Whether this machine has numbers of `queue` of its own."""
        return own_block(self.catalogue, self.device, queue) is not None

    @property
    def pickup_codes(self) -> tuple[tuple[str, str], ...]:
        """The queues that hand out documents, each with the pattern of its codes."""
        cards = self.catalogue.queues if self.catalogue else ()
        return tuple((card.id, card.pickup_code) for card in cards if card.pickup_code)

    @property
    def collects(self) -> bool:
        """Whether pick-up codes can be scanned here and now."""
        return self.scanner and bool(self.pickup_codes)

    @property
    def ways(self) -> tuple[TicketWay, ...]:
        """How a number may be taken here and now: what the hall allows and the machine's parts can do."""
        allowed = self.catalogue.identify if self.catalogue else ()
        ways = tuple(way for way in allowed if way is not TicketWay.CARD or self.cards)
        return ways or (TicketWay.NONE,)
