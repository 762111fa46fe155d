"""The inputs of the machine's flow (`number_machine/step.py`).

Personal data stands only in fields that are left out of `repr`, so that no log can hold it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.flow import BackTouched, CommonInput, ContinueTouched, DoneTouched
from domain.statuses import PrinterStatus
from domain.views.catalogue import TicketWay
from domain.views.ticket import PrintOrder


class CardFault(StrEnum):
    """Why a card on the reader does not identify a person."""

    UNREADABLE = "unreadable"  # no answer, or removed too early: try again
    UNKNOWN_CARD = "unknown_card"  # a card that cannot be used here
    EXPIRED = "expired"


class ReaderPart(StrEnum):
    CARDS = "cards"
    SCANNER = "scanner"


class NoOwnNumber(StrEnum):
    """Why the machine's own block gives no number."""

    USED_UP = "used_up"
    NO_BLOCK = "no_block"
    DISK = "disk"


# ---- touches


@dataclass(frozen=True, slots=True)
class SomewhereTouched:
    """A touch anywhere: it wakes the machine and keeps the session alive, and chooses nothing."""


@dataclass(frozen=True, slots=True)
class QueueChosen:
    queue: str


@dataclass(frozen=True, slots=True)
class CheckInChosen:
    """已预约？签到."""


@dataclass(frozen=True, slots=True)
class WayChosen:
    way: TicketWay


@dataclass(frozen=True, slots=True)
class DigitTouched:
    digit: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DigitDeleted:
    pass


@dataclass(frozen=True, slots=True)
class PhoneDone:
    pass


@dataclass(frozen=True, slots=True)
class PriorityChosen:
    """`priority` is None for 没有，直接取号."""

    priority: str | None


@dataclass(frozen=True, slots=True)
class HomeTouched:
    pass


@dataclass(frozen=True, slots=True)
class HelpTouched:
    """找人帮忙: opens and closes the help sheet."""


@dataclass(frozen=True, slots=True)
class HelpWanted:
    """请人过来, on the help sheet."""


@dataclass(frozen=True, slots=True)
class HelpUnwanted:
    """不用了: nobody need come."""


@dataclass(frozen=True, slots=True)
class HelpCame:
    """人到了: somebody stands here."""


@dataclass(frozen=True, slots=True)
class Retry:
    pass


@dataclass(frozen=True, slots=True)
class GoOnAnyway:
    """The second way out of a problem: without card, an ordinary number, an offline number, a paused queue."""


@dataclass(frozen=True, slots=True)
class ReprintTouched:
    """`ticket` empty: the ticket on the screen; else one of `Machine.owed`."""

    ticket: str = ""


@dataclass(frozen=True, slots=True)
class SendTouched:
    """发到手机: send the number on the screen, which is on no paper."""


@dataclass(frozen=True, slots=True)
class CancelTouched:
    """取消这个号: the flow asks for confirmation."""


@dataclass(frozen=True, slots=True)
class CancelConfirmed:
    pass


@dataclass(frozen=True, slots=True, repr=False)
class CardDetails:
    """What is printed on an identity card, for a form that its holder fills in. `birth`: YYYYMMDD; `sex` and `ethnic`
    in Chinese, as forms have them. It never shows itself in a log."""

    name: str = ""
    number: str = ""
    sex: str = ""
    birth: str = ""
    ethnic: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class CardLaid:
    """A card is being read."""


@dataclass(frozen=True, slots=True)
class CardRead:
    """A card was read. `person`: keyed hash (None if this machine has no key); `birth`: YYYYMMDD or empty. `details`:
    only where `ReadCards` asked for them. `card`: the own number of a card without a name, as a staff card's is."""

    person: str | None = field(repr=False)
    masked_name: str = field(default="", repr=False)
    birth: str = field(default="", repr=False)
    details: CardDetails | None = field(default=None, repr=False)
    card: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CardFailed:
    fault: CardFault


@dataclass(frozen=True, slots=True)
class CodeScanned:
    """The scanner read a code: a booking code, a pick-up code, or the QR code of a ticket."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CodeUnreadable:
    """The scanner read something that is no text."""


# ---- news from the machine's own parts, and orders of clerks


@dataclass(frozen=True, slots=True)
class ReaderChanged:
    """The card reader or the scanner came or went."""

    part: ReaderPart
    present: bool


@dataclass(frozen=True, slots=True)
class SomeoneCame:
    """The presence sensor has noticed somebody before the machine."""


@dataclass(frozen=True, slots=True)
class CardLies:
    """A card was read, or could not be, and lies on the reader still."""


@dataclass(frozen=True, slots=True)
class CardGone:
    """The card was taken away."""


@dataclass(frozen=True, slots=True)
class PrinterChanged:
    can_print: bool


@dataclass(frozen=True, slots=True)
class Ordered:
    """The hall wants a copy printed; it may ask more than once for the same `order`."""

    order: PrintOrder


@dataclass(frozen=True, slots=True)
class PrintEnded:
    """A print is over: `fault` is None when paper came out whole."""

    ticket: str
    fault: PrinterStatus | None = None
    copy: bool = False


@dataclass(frozen=True, slots=True)
class OfflineIssued:
    """A number of this machine's block is on disk and in the outbox. `request`: that of the `IssueOffline` it
    answers."""

    request: str
    ticket: str
    number: str
    issued_at: int


@dataclass(frozen=True, slots=True)
class PaperRenamed:
    """Another paper has the number that this machine gave offline, so the ticket waits in the hall as `number`
    (`A951-2`)."""

    ticket: str
    number: str


@dataclass(frozen=True, slots=True)
class OfflineRefused:
    request: str
    reason: NoOwnNumber


HelpAct = HelpWanted | HelpUnwanted | HelpCame
"""What is touched on the help sheet."""
ShownToScanner = CodeScanned | CodeUnreadable
ShownToReader = CardLaid | CardRead | CardFailed | ShownToScanner
MachineTouch = (
    ShownToReader
    | SomewhereTouched
    | QueueChosen
    | CheckInChosen
    | WayChosen
    | DigitTouched
    | DigitDeleted
    | PhoneDone
    | PriorityChosen
    | BackTouched
    | HomeTouched
    | HelpTouched
    | HelpAct
    | ContinueTouched
    | DoneTouched
    | Retry
    | GoOnAnyway
    | ReprintTouched
    | SendTouched
    | CancelTouched
    | CancelConfirmed
)
"""What a person does at the machine. Each of these keeps the session alive."""
PartNews = (
    ReaderChanged
    | SomeoneCame
    | CardLies
    | CardGone
    | PrinterChanged
    | PrintEnded
    | Ordered
    | OfflineIssued
    | OfflineRefused
    | PaperRenamed
)
MachineInput = MachineTouch | PartNews | CommonInput
