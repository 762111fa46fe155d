"""The configuration of a hall: the classes into which `hall.toml` is read (see `hall/config/file.py`). Every text a
citizen reads is a `Text` in both languages. Identifiers are lower case, digits and dashes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from domain.booking.settings import BookingRules, QueueBooking
from domain.cases.settings import CaseRules
from domain.help.settings import HelpRules
from domain.notices.texts import SmsTexts as SmsTexts
from domain.notices.texts import Template as Template
from domain.progress.settings import Progress
from domain.queue_rules import Rules
from domain.queue_rules import Series as Series
from domain.staff.ways import SignIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One sentence or name in Chinese (the source) and English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A matter people come for (事项): a line of the published item list."""

    id: str  # of the item, for queues to name
    was: tuple[str, ...] = ()  # earlier ids: a ticket with one of them is for this item
    name: Text  # as published
    bureau: Text  # the authority it belongs to
    code: str = ""  # DB11/T 1901 item code, as text
    materials: tuple[Text, ...] = ()  # what must be brought


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What people take a number for. Numbers are `prefix` + a counter from `first` to `last`, `width` digits wide. A
    queue of a `series` gets these four from the series when the file is read."""

    id: str  # of the queue
    was: tuple[str, ...] = ()  # earlier ids: a ticket of one of them waits here
    name: Text  # as the machine and the screens show it
    prefix: str = ""  # before every number, e.g. "A"; no other queue has it; not beside a `series`
    first: int = 1  # counter of the first number of a day
    last: int = 899  # counter of the last one
    width: int = 3  # digits of the counter
    series: str = ""  # id of the series that its numbers come from; left out: they are its own
    icon: str = "clipboard-list"  # on the card of the machine: a name in `kiosk/widgets/icons/names.json`
    items: tuple[str, ...] = ()  # ids of the items that belong here
    examples: Text | None = None  # two or three example items for the machine's card; from the items if None
    guide: Text | None = None  # one line: what to have ready; printed on the ticket
    calendar: str = "default"  # id of the calendar that says when numbers are given
    daily_limit: int | None = None  # numbers a day, all machines together
    target_wait_minutes: int | None = None  # 限时等候 (S0 附件4): an alarm, not a promise of the code
    pickup_code: str = ""  # 取件码 of the documents it hands out, e.g. "QJ########" (`pickup.py`); "": none
    service_minutes: float = 8.0  # first guess of one service, until the day's own times are known
    booking: QueueBooking | None = None  # the slots that may be booked; left out: none


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """A class with a bounded head start (军人, 老年人, 残障, 孕 …)."""

    id: str  # of the class
    name: Text  # as the machine asks for it
    head_start_minutes: int  # how much earlier they are called than their issue time says
    icon: str = "heart"  # on its card: a name in `kiosk/widgets/icons/names.json`
    min_age: int | None = None  # from this age, read off the card, the class is suggested; nobody is asked
    short: Text | None = None  # class mark on the clerk's screen, e.g. 老


@dataclass(frozen=True, slots=True, kw_only=True)
class Serves:
    """A queue that a window serves; it joins only once a ticket there has waited `lag_minutes`."""

    queue: str  # id of the queue
    lag_minutes: int = 0  # how long a ticket must have waited before this window takes it


class WindowKind(StrEnum):
    """综合受理 / 综合出件 / 综合咨询 / 办不成事 / other (S4 4.2, S3 §9)."""

    ACCEPT = "accept"
    DELIVER = "deliver"
    CONSULT = "consult"
    UNSOLVED = "unsolved"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A counter. `number` is what people read above it (e.g. "3")."""

    id: str  # of the window
    was: tuple[str, ...] = ()  # earlier ids: a ticket at a window of that id is at this window
    number: str  # what people read above it
    name: Text  # of the window
    kind: WindowKind  # what it is for
    serves: tuple[Serves, ...]  # its queues
    tidal: bool = True  # its own pad may change its queues while it works; false: the supervisor alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """Staff information sign (S4 5.8.3.3): name, photo, post, duty, promise, contact."""

    id: str  # of the clerk, as in staff.toml
    name: Text  # as the pad shows it
    number: str  # of the clerk, as on the badge
    post: Text  # 岗位
    duty: Text  # 职责
    promise: Text  # 承诺
    contact: str  # a telephone number or extension
    portrait: str = ""  # file name beside hall.toml; sent retained on public/picture/{name}


class ServiceHoursKind(StrEnum):
    """对外服务时间, 延时服务时间, and delayed service for booked people only."""

    SERVICE = "service"
    DELAYED = "delayed"
    BOOKED = "booked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceHours:
    """One stretch of service: on `days` (1 = Monday … 7 = Sunday) from `opens` to `closes`, hall time."""

    days: tuple[int, ...] = ()  # 1 = Monday … 7 = Sunday; needed in the usual week
    opens: time  # first moment of service
    closes: time  # last moment; if earlier than the hall's day_starts: in the night after the day
    kind: ServiceHoursKind = ServiceHoursKind.SERVICE  # who is served


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A date with its own service hours (none: closed), e.g. a statutory holiday or a working weekend."""

    day: date  # which day
    name: Text  # shown when the hall is shut
    sessions: tuple[ServiceHours, ...] = ()  # without `days`, which are those of the date


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When a queue gives numbers: the usual week, and the days that differ."""

    id: str  # of the calendar
    sessions: tuple[ServiceHours, ...]  # the usual week
    special: tuple[SpecialDay, ...] = ()  # days on which this hall differs
    statutory: bool = True  # follows the holidays and working weekends of `years`; a `special` day goes first
    early_minutes: int = 15  # numbers and waiting area before opening (S3 §13: 15; S4 8.5.1: 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A statutory day off."""

    day: date  # which day
    name: Text  # as screens show it


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutoryYear:
    """Holidays and working weekends of one year, as the State Council has announced them (late October to November of
    the year before). A year that is missing here counts as not announced: nothing is guessed about it."""

    year: int  # e.g. 2026
    notice: str = ""  # number of the notice, e.g. 国办发明电〔…〕…号
    off: tuple[Holiday, ...]  # days without service
    work: tuple[date, ...] = ()  # Saturdays and Sundays that are working days: 调休


class Role(StrEnum):
    """What a device may ask of the hall (see `domain/roles.py`)."""

    KIOSK = "kiosk"  # issues, cancels what it issued, reports prints
    PAD = "pad"  # clerk and citizen of one window
    PAD_CLERK = "pad-clerk"  # commands of one window
    PAD_CITIZEN = "pad-citizen"  # reviews of one window
    SCREEN = "screen"  # listens
    PHONE_PAGE = "phone-page"  # the page behind the QR code: follows tickets, hands in reviews made by phone
    METRICS = "metrics"  # asks for the figures of the hall, and nothing else
    SUPERVISOR = "desk"  # reads everything, acts for any window


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineBlock:
    """Range of numbers of a `queue`, or of a `series`, that a kiosk may give while the hall is away."""

    queue: str = ""  # id of a queue with numbers of its own; left out with a `series`
    series: str = ""  # id of the series
    first: int  # counter of the first number
    last: int  # counter of the last one


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One device of the hall: its role, and the name that people know it by."""

    id: str  # as in its terminal.toml and its certificate
    role: Role  # what it may ask
    name: Text | None = None  # how clerks find it, e.g. 门口的取号机
    window: str | None = None  # pads and window screens
    offline: tuple[OfflineBlock, ...] = ()  # numbers it may give while the hall is away
    public_key: str = ""  # Ed25519, base64: when set, its reviews must be signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A word that a review may name besides its level, e.g. 服务热情."""

    code: str  # stays the same when the words change
    name: Text  # as the citizen reads it


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One of the five levels (国办发〔2019〕51号), `value` 5 = most satisfied … 1."""

    value: int  # 5 = most satisfied … 1
    name: Text  # as the citizen reads it
    bad: bool = False  # a reason is asked for, and the hall must put the matter right (整改)
    tags: tuple[Tag, ...] = ()  # reasons to choose from


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerKey:
    """The key of a pad that was replaced or taken away: it still proves the reviews that the pad signed."""

    device: str  # id of the pad
    public_key: str  # Ed25519, base64: the `public_key` that the device had


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """How reviews are asked for (评价), and how long one may be given."""

    levels: tuple[Level, ...] = ()  # the five; left out: the national ones with their reasons
    lapse_seconds: int = 60  # how long the pad asks a citizen
    comment_limit: int = 150  # characters of a comment
    mend_days: int = 7  # calendar days in which the matter of a bad review must be put right (S4 9.3.2)
    former_keys: tuple[FormerKey, ...] = ()  # of pads that were replaced or taken away


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeBoard:
    """A notice that the screens show, one at a time."""

    id: str  # of the notice
    text: Text  # what it says
    until: date | None = None  # the last day it is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedContent:
    """Content (guides and more) that terminals fetch (docs/content.md)."""

    folder: str  # where `xiaochuang content pack` puts sets; relative to this file
    address: str  # of `xiaochuang content serve`, as terminals reach it: http://…


@dataclass(frozen=True, slots=True, kw_only=True)
class HallConfig:
    """A whole hall."""

    id: str  # of the hall, as it stands in every topic: lower case, digits, dashes
    name: Text  # as screens and papers show it
    timezone: str = "Asia/Shanghai"  # of the IANA list
    day_starts: time = time(4, 0)  # when one hall day ends and the next begins
    hotline: str = "12345"  # printed and shown where people may complain
    booking_phone: str = ""  # shown where bookings are explained
    follow_url: str = ""  # the ticket's QR: "{url}" with {hall}, {ticket} and {key}; empty: number only
    sign_in: SignIn | None = None  # how clerks prove who they are; left out: `pin or card` if there is a staff.toml
    card_stays: bool = False  # a window that a card opened closes when the card leaves a PC/SC reader
    review_url: str = ""  # the static review QR of a window: {hall}, {window}
    queues: tuple[Queue, ...]  # what people wait for
    series: tuple[Series, ...] = ()  # runs of numbers that several queues share
    windows: tuple[Window, ...]  # where they are served
    items: tuple[Item, ...] = ()  # the published list of matters
    priorities: tuple[Priority, ...] = ()  # who is called sooner, and by how much
    clerks: tuple[Clerk, ...] = ()  # who sits at the windows
    calendars: tuple[Calendar, ...] = ()  # when numbers are given
    years: tuple[StatutoryYear, ...] = ()  # here, or in `holidays.toml` beside this file (`xiaochuang calendar fill`)
    devices: tuple[Device, ...] = ()  # every machine, pad, screen and desk of the hall
    boards: tuple[NoticeBoard, ...] = ()  # notices for the screens
    rules: Rules = field(default_factory=Rules)  # how the queues work
    booking: BookingRules = field(default_factory=BookingRules)  # who may book when, and how often
    cases: CaseRules = field(default_factory=CaseRules)  # who looks into 办不成事, complaints, praise
    help: HelpRules = field(default_factory=HelpRules)  # who is called when somebody needs help
    ratings: Ratings = field(default_factory=Ratings)  # the five levels and their reasons (好差评)
    content: OfferedContent | None = None  # left out: machines are told of none
    progress: Progress | None = None  # left out: nobody is told how a case stands
    notices: SmsTexts | None = None  # text messages; left out: none are sent
