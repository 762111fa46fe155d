"""What a hall is made of: the classes that `hall.toml` is validated into (see `hall/config/file.py`).

Every text a citizen reads is a `Text` in both languages. Identifiers are lower case, digits and dashes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from domain.queue_rules import Rules
from domain.staff.ways import SignIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One sentence or name in Chinese (the source) and English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A matter people come for (事项): a line of the published item list."""

    id: str
    name: Text
    bureau: Text
    code: str = ""  # DB11/T 1901 item code, as text
    materials: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A line people wait in. Numbers are `prefix` + a counter from `first` to `last`, `width` digits wide."""

    id: str
    was: tuple[str, ...] = ()  # earlier ids: who waits under one of them waits here
    name: Text
    prefix: str
    first: int = 1
    last: int = 899
    width: int = 3
    icon: str = "clipboard-list"
    items: tuple[str, ...] = ()
    examples: Text | None = None  # two or three example items for the machine's card; from the items if None
    guide: Text | None = None  # one line: what to have ready; printed on the ticket
    calendar: str = "default"
    daily_limit: int | None = None  # numbers a day, all machines together
    target_wait_minutes: int | None = None  # 限时等候 (S0 附件4): an alarm, not a promise of the code
    pickup_code: str = ""  # 取件码 of the documents it hands out, e.g. "QJ########" (`pickup.py`); "": none
    service_minutes: float = 8.0  # first guess of one service, until the day's own times are known


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """A class with a bounded head start (军人, 老年人, 残障, 孕 …)."""

    id: str
    name: Text
    head_start_minutes: int
    icon: str = "heart"
    min_age: int | None = None  # suggested from the card, never asked
    short: Text | None = None  # class mark on the clerk's screen, e.g. 老


@dataclass(frozen=True, slots=True, kw_only=True)
class Serves:
    """A queue that a window serves; it joins only once a ticket there has waited `lag_minutes`."""

    queue: str
    lag_minutes: int = 0


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

    id: str
    was: tuple[str, ...] = ()  # earlier ids: what stands at a window of that id stands here
    number: str
    name: Text
    kind: WindowKind
    serves: tuple[Serves, ...]
    tidal: bool = True  # its own pad may change its queues while it works; false: the supervisor alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """Staff information sign (S4 5.8.3.3): name, photo, post, duty, promise, contact."""

    id: str
    name: Text
    number: str
    post: Text
    duty: Text
    promise: Text
    contact: str
    portrait: str = ""  # file name beside hall.toml; sent retained on public/picture/{name}


class ServiceHoursKind(StrEnum):
    """对外服务时间, 延时服务时间, and delayed service for booked people only."""

    SERVICE = "service"
    DELAYED = "delayed"
    BOOKED = "booked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceHours:
    """One stretch of service: on `days` (1 = Monday … 7 = Sunday) from `opens` to `closes`, hall time."""

    days: tuple[int, ...]
    opens: time
    closes: time
    kind: ServiceHoursKind = ServiceHoursKind.SERVICE


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A date with its own sessions (none: closed), e.g. a statutory holiday or a working weekend."""

    day: date
    name: Text
    sessions: tuple[ServiceHours, ...] = ()  # their `days` are ignored


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    id: str
    sessions: tuple[ServiceHours, ...]
    special: tuple[SpecialDay, ...] = ()
    statutory: bool = True  # follows the statutory holidays and working weekends of `years`; `special` comes before
    early_minutes: int = 15  # numbers and waiting area before opening (S3 §13: 15; S4 8.5.1: 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A statutory day off."""

    day: date
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutoryYear:
    """Holidays and working weekends of one year, as the State Council has announced them (late October to November of
    the year before). A year that is not here is not announced: nothing is guessed about it."""

    year: int
    notice: str = ""  # number of the notice, e.g. 国办发明电〔…〕…号
    off: tuple[Holiday, ...]
    work: tuple[date, ...] = ()  # Saturdays and Sundays that are worked: 调休


class Role(StrEnum):
    """What a device may ask of the hall (see `domain/roles.py`)."""

    KIOSK = "kiosk"  # issues, cancels what it issued, reports prints
    PAD = "pad"  # clerk and citizen of one window
    PAD_CLERK = "pad-clerk"  # commands of one window
    PAD_CITIZEN = "pad-citizen"  # reviews of one window
    SCREEN = "screen"  # listens
    PHONE_PAGE = "phone-page"  # the page behind the QR code: follows tickets, hands in reviews made by phone
    SUPERVISOR = "desk"  # reads everything, acts for any window


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineBlock:
    """Counter range of `queue` that a kiosk owns for issuing while the hall is out of reach."""

    queue: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    id: str
    role: Role
    name: Text | None = None  # how clerks find it, e.g. 门口的取号机
    window: str | None = None  # pads and window screens
    offline: tuple[OfflineBlock, ...] = ()
    public_key: str = ""  # Ed25519, base64: when set, its reviews must be signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    code: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One of the five levels (国办发〔2019〕51号), `value` 5 = most satisfied … 1."""

    value: int
    name: Text
    bad: bool = False
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    levels: tuple[Level, ...] = ()
    lapse_seconds: int = 60
    comment_limit: int = 150
    mend_days: int = 7  # S4 9.3.2: natural days


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """An SMS text; `{number}`, `{window}`, `{ahead}` are filled in, nothing else may stand there."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsTexts:
    """SMS by rule. Number and window only, with the registered signature."""

    signature: str
    called: Template
    near: Template
    near_positions: tuple[int, ...] = (3,)
    issued: Template | None = None
    number: Template = Template(zh="您的号码是{number}。", en="Your number is {number}.")
    """For a phone that is left later, when `issued` is not set or the ticket does not wait any more."""
    expires_minutes: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeBoard:
    """A notice that the screens show, one at a time."""

    id: str
    text: Text
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HallConfig:
    """A whole hall."""

    id: str
    name: Text
    timezone: str = "Asia/Shanghai"
    day_starts: time = time(4, 0)
    hotline: str = "12345"
    booking_phone: str = ""
    follow_url: str = ""  # the ticket's QR: "{url}" with {hall}, {ticket} and {key}; empty: number only
    sign_in: SignIn | None = None  # None: by the list staff.toml if there is one, else names
    review_url: str = ""  # the static review QR of a window: {hall}, {window}
    queues: tuple[Queue, ...]
    windows: tuple[Window, ...]
    items: tuple[Item, ...] = ()
    priorities: tuple[Priority, ...] = ()
    clerks: tuple[Clerk, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    years: tuple[StatutoryYear, ...] = ()  # here, or in `holidays.toml` beside this file (`xiaochuang calendar fill`)
    devices: tuple[Device, ...] = ()
    boards: tuple[NoticeBoard, ...] = ()
    rules: Rules = field(default_factory=Rules)
    ratings: Ratings = field(default_factory=Ratings)
    notices: SmsTexts | None = None
