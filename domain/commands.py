"""What may be asked of the hall: one frozen dataclass a request type.

`REQUESTS` and `DEVICE_EVENTS` map wire names to them. `person` is a keyed hash of an identity number, made on the
terminal; the number itself never leaves it.
No command says which device sent it: the decision's context does, and roles are checked before (`roles.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.booking.commands import BookAppointment as BookAppointment
from domain.booking.commands import CancelAppointment as CancelAppointment
from domain.booking.commands import MoveAppointment as MoveAppointment
from domain.booking.commands import ProvePhone as ProvePhone
from domain.booking.commands import SendPhoneCode as SendPhoneCode
from domain.cases.commands import OpenCase as OpenCase
from domain.emergency.commands import ShowEmergency as ShowEmergency
from domain.hall_time.commands import CorrectTime as CorrectTime
from domain.hall_time.commands import SetDay as SetDay
from domain.hall_time.commands import Tick as Tick
from domain.help.commands import CallHelp as CallHelp
from domain.help.commands import FinishHelp as FinishHelp
from domain.help.commands import TakeHelp as TakeHelp
from domain.help.commands import WithdrawHelp as WithdrawHelp
from domain.one_time_notice.commands import RecordNotice as RecordNotice
from domain.reviews.commands import RateByPhone as RateByPhone
from domain.reviews.commands import RateHall as RateHall
from domain.staff.commands import StaffSignIn as StaffSignIn
from domain.staff.commands import StaffSignOut as StaffSignOut
from domain.window_commands import ChangeTicket as ChangeTicket
from domain.window_commands import CloseWindow as CloseWindow
from domain.window_commands import OpenWindow as OpenWindow
from domain.window_commands import PauseWindow as PauseWindow
from domain.window_commands import ReprintTicket as ReprintTicket
from domain.window_commands import TransferTicket as TransferTicket


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTicket:
    """取号. `queue` may be left out when `appointment` names a booking or `pickup` a document (取件码)."""

    queue: str = ""
    items: tuple[str, ...] = ()
    priority: str | None = None
    person: str | None = None
    phone: str | None = None
    appointment: str | None = None
    pickup: str | None = None
    language: str = "zh_CN"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOfflineTicket:
    """A number that a kiosk gave from its own block while the hall was away (event `ticket.issued_offline`)."""

    number: str
    queue: str
    issued_at: int
    sure: bool = True  # whether the machine knew the time; if not, a number of an earlier day counts as today's
    items: tuple[str, ...] = ()
    priority: str | None = None
    person: str | None = None
    phone: str | None = None
    pickup: str | None = None
    language: str = "zh_CN"


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelTicket:
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavePhone:
    """发到手机: a phone for a number that was taken without one. The number and its call are sent there."""

    ticket: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNext:
    """下一位."""

    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTicket:
    """Call a chosen number of the window's queues (also a held one of this window, or a returned no-show)."""

    window: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallTicket:
    """重呼."""

    window: str
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartService:
    window: str
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishService:
    """办结: served, or on to the next stop of a visit; starts a rating session."""

    window: str
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShow:
    """过号."""

    window: str
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinstateTicket:
    """A no-show who came back waits again, at the place that the return rule gives."""

    window: str
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldTicket:
    """挂起."""

    window: str
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeTicket:
    """A held ticket of this window is served again."""

    window: str
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveRating:
    """The citizen's own touch (event `rating.given`). `given_at` (ms since 1970) and `monotonic_ms` are the pad's
    clocks."""

    session: str
    nonce: str
    level: int
    tags: tuple[str, ...] = ()
    comment: str = ""
    given_at: int = 0
    monotonic_ms: int = 0
    signature: str = ""  # Ed25519 over `rating.signed_bytes(...)`, base64


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPrint:
    """`ticket.printed` / `ticket.print_failed`: `fault` is empty when the paper came out whole. `order`: id of the
    reprint order."""

    ticket: str
    fault: str = ""
    copy: bool = False
    order: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFault:
    """`device.fault`: trouble of the device itself. `code`: small letters, digits, `_`, dots (`door.open`), at most 48;
    `detail`: words for an engineer, of which one line of 200 characters is kept."""

    code: str
    detail: str = ""
    cleared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipNumbers:
    """Numbers of `day` up to these counters (queue → counter) may be on papers, though the store does not know them: it
    has lost something. Made by the service."""

    day: str
    counters: Mapping[str, int]


DeviceCommand = (
    IssueTicket
    | CancelTicket
    | LeavePhone
    | CallNext
    | CallTicket
    | RecallTicket
    | StartService
    | FinishService
    | NoShow
    | ReinstateTicket
    | HoldTicket
    | ResumeTicket
    | TransferTicket
    | ChangeTicket
    | ReprintTicket
    | OpenWindow
    | PauseWindow
    | CloseWindow
    | StaffSignIn
    | StaffSignOut
    | RateByPhone
    | RateHall
    | BookAppointment
    | MoveAppointment
    | CancelAppointment
    | SendPhoneCode
    | ProvePhone
    | OpenCase
    | CallHelp
    | WithdrawHelp
    | TakeHelp
    | FinishHelp
    | SetDay
    | ShowEmergency
)
DeviceEvent = GiveRating | RecordOfflineTicket | RecordPrint | RecordFault | RecordNotice
Command = DeviceCommand | DeviceEvent | CorrectTime | Tick | SkipNumbers

REQUESTS: dict[str, type[DeviceCommand]] = {
    "ticket.issue": IssueTicket,
    "ticket.cancel": CancelTicket,
    "ticket.leave_phone": LeavePhone,
    "ticket.call_next": CallNext,
    "ticket.call": CallTicket,
    "ticket.recall": RecallTicket,
    "ticket.start": StartService,
    "ticket.finish": FinishService,
    "ticket.no_show": NoShow,
    "ticket.reinstate": ReinstateTicket,
    "ticket.hold": HoldTicket,
    "ticket.resume": ResumeTicket,
    "ticket.transfer": TransferTicket,
    "ticket.change": ChangeTicket,
    "ticket.reprint": ReprintTicket,
    "window.open": OpenWindow,
    "window.pause": PauseWindow,
    "window.close": CloseWindow,
    "staff.sign_in": StaffSignIn,
    "staff.sign_out": StaffSignOut,
    "rating.by_phone": RateByPhone,
    "rating.of_hall": RateHall,
    "appointment.book": BookAppointment,
    "appointment.move": MoveAppointment,
    "appointment.cancel": CancelAppointment,
    "phone.send_code": SendPhoneCode,
    "phone.prove": ProvePhone,
    "case.open": OpenCase,
    "help.call": CallHelp,
    "help.withdraw": WithdrawHelp,
    "help.take": TakeHelp,
    "help.done": FinishHelp,
    "hall.set_day": SetDay,
    "hall.emergency": ShowEmergency,
}
"""Requests on `…/command` that change something; the queries are in `domain/views/queries.py`."""

DEVICE_EVENTS: dict[str, type[DeviceEvent]] = {
    "rating.given": GiveRating,
    "ticket.issued_offline": RecordOfflineTicket,
    "ticket.printed": RecordPrint,
    "ticket.print_failed": RecordPrint,
    "device.fault": RecordFault,
    "notice.given": RecordNotice,
}
"""Messages on `…/event`, which a device sends from its outbox."""

DEVICE_EVENT_NAMES: dict[type[DeviceEvent], str] = {kind: name for name, kind in DEVICE_EVENTS.items()}
"""Class → wire name. `RecordPrint` has two names: the last one stands here."""
