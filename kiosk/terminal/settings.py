"""`terminal.toml`: the settings of one terminal, read once at the start. Unknown keys are an error that names the
nearest known one.

Sizes on the screen follow from `[screen]`: millimetres, and the distance people stand at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.content.documents import OpenCategory
from domain.places import Places
from domain.views.business_names import BusinessName
from kiosk.hw.wiring import GpioWiring, PrinterWiring, SamWiring, ScannerWiring
from kiosk.mqtt.broker import Broker
from kiosk.terminal.touch_matrix import IDENTITY, Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The display. `width_mm`: its lit width. `viewing_mm`: distance of the eyes: 500 kiosk, 450 pad, 10000 hall
    screen."""

    width_px: int = 1080  # of the window, in pixels
    height_px: int = 1920  # likewise
    width_mm: float = 268.0  # of the lit part, in millimetres
    viewing_mm: float = 500.0  # from the eyes to the glass
    left_px: int = 0  # position of the window on the desktop (two displays, one X server)
    top_px: int = 0  # likewise, from above
    fullscreen: bool = False  # without a frame, over the whole display
    keys: bool = False  # a clerk's pad takes the display's keys (a fullscreen one always does)
    rotation: int = 0  # of the picture: 0, 90, 180 or 270
    touch: str = ""  # a citizen's screen: its panel, /dev/input/by-id/…; empty: the one panel of the machine
    any_pointer: bool = False  # for development only: every mouse counts as a citizen's touch, and the health says so
    touch_matrix: Matrix = IDENTITY  # `xiaochuang calibrate` prints it


class CardDriver(StrEnum):
    NONE = "none"
    BENCH = "bench"  # the bench's fake: `xiaochuang bench card insert`
    PCSC = "pcsc"
    SAM = "sam"  # an identity-card reader on a serial line: `[hardware.sam]`
    BOTH = "pcsc+sam"  # the former for all other cards, the latter for identity cards


class PrinterDriver(StrEnum):
    NONE = "none"
    PICTURE = "picture"  # the bench's fake: a PNG per ticket in {data}/paper
    ESCPOS = "escpos"


class ScannerDriver(StrEnum):
    NONE = "none"
    BENCH = "bench"
    EVDEV = "evdev"
    SERIAL = "serial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """What is attached to the machine, each by the driver that is named here."""

    cards: CardDriver = CardDriver.NONE  # card reader
    printer: PrinterDriver = PrinterDriver.NONE  # ticket printer
    scanner: ScannerDriver = ScannerDriver.NONE  # for barcodes and QR codes
    escpos: PrinterWiring = field(default_factory=PrinterWiring)  # with `printer = "escpos"`
    sam: SamWiring = field(default_factory=SamWiring)  # with a card reader on a serial line
    scan: ScannerWiring = field(default_factory=ScannerWiring)  # with `scanner = "evdev"` or "serial"
    gpio: GpioWiring | None = None  # keys, lamp and contacts on the header


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Two-step time-out."""

    idle_seconds: float = 30.0  # time without a touch until the screen asks whether somebody is there
    elder_idle_seconds: float = 60.0  # likewise, in large mode
    question_seconds: float = 15.0  # until no answer counts as no
    number_seconds: float = 30.0  # until the number's page returns to home


class KioskProfile(StrEnum):
    NUMBER_MACHINE = "number-machine"  # gives numbers
    SELF_SERVICE = "self-service"  # gives numbers and offers all other self-service


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskSettings:
    """A machine that citizens use."""

    profile: KioskProfile = KioskProfile.NUMBER_MACHINE  # its kind, unless `xiaochuang kiosk --profile` says otherwise
    businesses: tuple[BusinessName, ...] = tuple(BusinessName)  # of a self-service kiosk, in this order


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentStore:
    """Guides, themes, documents and the plan, as `xiaochuang content pack` makes them."""

    key: str  # the public key of the hall's content, as `pack` prints it
    folder: str = "content"  # where it is stored, in the terminal's own folder
    address: str = ""  # where it is fetched from: http://hall:8090; "": the address that the hall names
    rate_kb: int = 2000  # kilobytes a second that a fetch takes at most; 0: no limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What an e-screen with `[content]` shows between calls and at rest. A call always comes at once."""

    between_calls: bool = True  # also while people wait; false: only at rest, before opening and after closing
    quiet_seconds: float = 30.0  # after a call, until a page may come
    page_seconds: float = 12.0  # how long a page stands
    board_seconds: float = 20.0  # how long the calls are shown between two pages, while people wait
    items: bool = True  # the hall's items, or a window's own, with promised time and charge
    documents: tuple[OpenCategory, ...] = (
        OpenCategory.DUTY,
        OpenCategory.ITEMS,
        OpenCategory.INTEREST,
        OpenCategory.COMPLAINT,
        OpenCategory.OTHER,
    )  # open documents on the hall's screen, by category, in this order
    pictures: bool = True  # the pictures of guides, at rest
    films: bool = True  # their films instead, where there are some, without sound and with captions


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """One terminal. `data` is its own folder: outbox, last catalogue, offline counters, paper pictures."""

    hall: str  # id of the hall
    device: str  # its id in hall.toml
    data: str  # its own folder
    window: str | None = None  # pads and window screens
    language: str = "zh_CN"  # its language after a start and for each new person
    person_key_file: str | None = None  # the hall's key for person hashes; left out: cards identify nobody
    signing_key_file: str | None = None  # Ed25519, for reviews; made at first start if missing
    broker: Broker = field(default_factory=Broker)  # the hall's broker
    screen: Screen = field(default_factory=Screen)  # its display
    hardware: Hardware = field(default_factory=Hardware)  # the parts attached to it
    places: Places = field(default_factory=Places)  # where the parts are, for the words and arrows on the screen
    times: Times = field(default_factory=Times)  # time-outs
    kiosk: KioskSettings = field(default_factory=KioskSettings)  # what it is, and what a self-service kiosk offers
    content: ContentStore | None = None  # content that it shows besides the queue; left out: none
    showing: Showing = field(default_factory=Showing)  # which content an e-screen shows, and when
