"""The pages of 预约, its messages, its state, and the steps from page to page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.booking.views import AppointmentQuestion, AppointmentView, SlotsAnswer, SlotsQuestion, SlotView
from domain.commands import BookAppointment, CancelAppointment, MoveAppointment, ProvePhone, SendPhoneCode
from domain.content.guide import Guide
from domain.refusal_data import RefusalData
from domain.self_service.slip import SlipPrint

BookingRequest = (
    SlotsQuestion
    | AppointmentQuestion
    | BookAppointment
    | MoveAppointment
    | CancelAppointment
    | SendPhoneCode
    | ProvePhone
)
Changes = BookAppointment | MoveAppointment | CancelAppointment


class BookingPage(StrEnum):
    WAYS = "ways"  # a new booking, or an existing one
    QUEUES = "queues"
    ITEMS = "items"
    DAYS = "days"
    TIMES = "times"
    ADDRESS = "address"  # of a home visit
    WHO = "who"  # a card, or a phone
    PHONE = "phone"
    PROOF = "proof"  # the code from the message
    CHECK = "check"  # check everything
    DONE = "done"  # the code, and what to bring
    TAKE = "take"  # the same as a code for the phone
    FIND = "find"  # by card, code or phone
    CODE = "code"  # typed
    FOUND = "found"  # several bookings
    ONE = "one"
    SURE = "sure"  # really cancel?
    SAID = "said"


class BookingSaid(StrEnum):
    """A message in place of the wanted page."""

    ASKING = "asking"
    AWAY = "away"  # the hall does not answer; nothing was changed
    UNSURE = "unsure"  # the hall does not answer, and it is not known whether anything was changed
    FULL = "full"
    NO_SLOT = "no_slot"
    OVERLAPS = "overlaps"
    LIMIT = "limit"
    BARRED = "barred"
    TOO_LATE = "too_late"
    USED = "used"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"  # no booking is found
    NONE_FREE = "none_free"
    NO_PHONE = "no_phone"  # messages cannot be sent to it
    CODE_OVER = "code_over"
    CODE_LIMIT = "code_limit"
    CODES_MANY = "codes_many"
    NO_ADDRESS = "no_address"  # the hall needs another one for its visit
    CANCELLED = "cancelled"
    REFUSED = "refused"  # anything else


class Aim(StrEnum):
    """The aim of the person."""

    BOOK = "book"
    TAKE = "take"  # the same as a code for the phone
    FIND = "find"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class BookingState:
    """`trail`: the pages that led here. Choices and typed text stay when the person goes back. `more`: further items of
    the same visit, which a guide or an event of life brought along. `waits`: guides that are being loaded."""

    page: BookingPage = BookingPage.WAYS
    trail: tuple[BookingPage, ...] = ()
    aim: Aim = Aim.BOOK
    queue: str = ""
    item: str = ""
    more: tuple[str, ...] = ()
    offered: SlotsAnswer | None = None
    day: str = ""
    slot: SlotView | None = None
    pieces: tuple[str, ...] = field(default=(), repr=False)  # of the address of a home visit, as they were written
    carded: bool = False  # the booking is for the card's holder; else for the phone's
    reading: bool = False  # a card lies on the reader
    unread: bool = False  # the last card could not be read
    phone: str = field(default="", repr=False)
    digits: str = field(default="", repr=False)  # of the code in the message
    proof: str = field(default="", repr=False)
    proved: str = field(default="", repr=False)  # the phone that `proof` belongs to
    left: int | None = None  # tries left after a wrong code
    code: str = field(default="", repr=False)  # of a booking, typed
    found: tuple[AppointmentView, ...] = field(default=(), repr=False)
    chosen: int = 0
    request: BookingRequest | None = field(default=None, repr=False)  # the last one
    asked: str = ""  # id of the request without an answer yet
    again: str = ""  # id of a change whose answer was lost
    said: BookingSaid = BookingSaid.ASKING
    told: RefusalData | None = field(default=None, repr=False)
    made: AppointmentView | None = field(default=None, repr=False)
    moved: bool = False  # it was booked before and is moved
    guides: Mapping[str, Guide] = field(default_factory=dict)
    waits: frozenset[str] = frozenset()
    paper: SlipPrint = SlipPrint.NONE

    @property
    def address(self) -> str:
        return "".join(self.pieces)

    @property
    def items(self) -> tuple[str, ...]:
        """Everything that the booking is for; (): any matter of the queue."""
        return (self.item, *self.more) if self.item else ()


def go(state: BookingState, page: BookingPage) -> BookingState:
    """Go on to a page."""
    return replace(state, page=page, trail=(*state.trail, state.page))


def instead(state: BookingState, page: BookingPage) -> BookingState:
    """Replace this page by another one: 返回 leads to the page before."""
    return replace(state, page=page)


def behind(state: BookingState) -> BookingState:
    """One page back; the first page stays."""
    if not state.trail:
        return state
    *trail, page = state.trail
    return replace(state, page=page, trail=tuple(trail), reading=False, unread=False, told=None, asked="")


def say(state: BookingState, said: BookingSaid) -> BookingState:
    """Show a message on a page of its own."""
    shown = state if state.page is BookingPage.SAID else go(state, BookingPage.SAID)
    return replace(shown, said=said)


def own(state: BookingState) -> AppointmentView | None:
    """The booking that was looked up, and is shown."""
    return state.found[state.chosen] if state.chosen < len(state.found) else None


def changes(state: BookingState) -> bool:
    """Whether something is being changed just now."""
    return bool(state.asked) and isinstance(state.request, Changes)
