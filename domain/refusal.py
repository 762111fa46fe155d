"""The result of a command: events, or a refusal with a code of a closed list. A refusal is a value, never an exception.

Also the context of a decision: instant, device, random digits, printers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from domain.events import Event
from domain.staff.proof import Proved
from domain.statuses import PrinterReport


class Code(StrEnum):
    """Why a request is refused, as `subject.reason`. Screens choose their text by it; `detail` is for engineers."""

    REQUEST_INVALID = "request.invalid"
    REQUEST_UNKNOWN = "request.unknown"
    DEVICE_UNKNOWN = "device.unknown"
    DEVICE_NOT_ALLOWED = "device.not_allowed"
    HALL_CLOSED = "hall.closed"
    HALL_DISK_FULL = "hall.disk_full"  # nothing was changed; trying again later may succeed
    HALL_BUSY = "hall.busy"  # likewise
    HALL_OTHER_STORE = "hall.other_store"  # the request was meant for another store than the hall works on now
    DAY_INVALID = "day.invalid"  # not a day that a hall can be in
    EMERGENCY_TEXT = "emergency.text"  # an emergency notice without a text, or with one that no screen has room for
    QUEUE_UNKNOWN = "queue.unknown"
    QUEUE_CLOSED = "queue.closed"
    QUEUE_FULL = "queue.full"  # range or daily limit used up
    QUEUE_UNSERVED = "queue.unserved"  # no window is open for it
    ITEM_UNKNOWN = "item.unknown"
    ITEM_TOO_MANY = "item.too_many"
    PRIORITY_UNKNOWN = "priority.unknown"
    PERSON_HAS_TICKET = "person.has_ticket"  # data: that ticket
    PERSON_LIMIT = "person.limit"
    TICKET_UNKNOWN = "ticket.unknown"
    TICKET_WRONG_STATE = "ticket.wrong_state"
    TICKET_OTHER_WINDOW = "ticket.other_window"
    TICKET_HAS_PHONE = "ticket.has_phone"
    TICKET_NUMBER_USED = "ticket.number_used"  # an offline number that the hall knows already
    TICKET_NOT_IN_BLOCK = "ticket.not_in_block"
    PHONE_INVALID = "phone.invalid"
    PHONE_LIMIT = "phone.limit"  # enough numbers of today send messages to it, or enough codes were sent to it
    PHONE_NO_MESSAGES = "phone.no_messages"  # this hall sends no messages
    PHONE_NOT_PROVED = "phone.not_proved"  # a booking by phone alone needs the proof that the phone is the asker's
    PHONE_CODE_OVER = "phone.code_over"  # no code can be entered: none was sent, or it is too old or tried too often
    PHONE_CODES_MANY = "phone.codes_many"  # too many to all phones together; try again in a minute
    CASE_WORDS = "case.words"  # none, or too many
    CASE_TOO_MANY = "case.too_many"  # opened in this minute (data: {"after_seconds": n}), or today
    PHONE_CODE_WAIT = "phone.code_wait"  # data: {"after_seconds": n}
    REPRINT_UNDER_WAY = "reprint.under_way"
    PRINTER_NONE = "printer.none"  # data: {"machines": [{device, name, status} …]}
    QUEUE_EMPTY = "queue.empty"
    RECALL_LIMIT = "recall.limit"
    NO_SHOW_TOO_SOON = "no_show.too_soon"  # data: {"after_seconds": n}
    RETURN_TOO_LATE = "return.too_late"
    RETURN_LIMIT = "return.limit"
    HOLD_LIMIT = "hold.limit"
    WINDOW_UNKNOWN = "window.unknown"
    WINDOW_NOT_OPEN = "window.not_open"
    WINDOW_BUSY = "window.busy"  # has a ticket in hand
    WINDOW_NOT_SERVING_QUEUE = "window.not_serving_queue"
    WINDOW_NOT_TIDAL = "window.not_tidal"  # its queues are fixed
    CLERK_UNKNOWN = "clerk.unknown"
    CLERK_MISSING = "clerk.missing"
    CLERK_ELSEWHERE = "clerk.elsewhere"  # works at another window; data: {window, number}
    WINDOW_HAS_CLERK = "window.has_clerk"  # somebody else works there: the window must be closed first; data: {clerk}
    STAFF_PROOF_NEEDED = "staff.proof_needed"  # data: {"ways": ["pin", "card"]}
    STAFF_UNKNOWN = "staff.unknown"  # not on the list, disabled, or has no such PIN or card
    STAFF_NO_LIST = "staff.no_list"  # the list of people cannot be read
    STAFF_WRONG_PIN = "staff.wrong_pin"  # data: {"after_seconds": n} until the next try
    STAFF_WRONG_CARD = "staff.wrong_card"  # nobody's card, or somebody else's; data as above
    STAFF_WAIT = "staff.wait"  # too many wrong ones; data: {"after_seconds": n}
    STAFF_NOT_SIGNED_IN = "staff.not_signed_in"  # `by` is missing, or has not signed in at this device
    STAFF_NOT_ALLOWED = "staff.not_allowed"  # the person's role may not do this
    PICKUP_UNKNOWN = "pickup.unknown"  # not a code of this queue, or the ticket has none
    PICKUP_HAS_TICKET = "pickup.has_ticket"  # data: that ticket
    APPOINTMENT_UNKNOWN = "appointment.unknown"
    APPOINTMENT_EXISTS = "appointment.exists"
    APPOINTMENT_EARLY = "appointment.early"
    APPOINTMENT_LATE = "appointment.late"
    APPOINTMENT_USED = "appointment.used"
    APPOINTMENT_NOT_OFFERED = "appointment.not_offered"  # nothing of this queue can be booked here
    APPOINTMENT_NO_SLOT = "appointment.no_slot"  # no slot begins then, or it cannot be booked now; data: {last_day}
    APPOINTMENT_NOT_ANNOUNCED = "appointment.not_announced"  # the working days of that year are not announced yet
    APPOINTMENT_FULL = "appointment.full"  # of this slot
    APPOINTMENT_LIMIT = "appointment.limit"  # the person has enough slots; data: {limit, per}
    APPOINTMENT_OVERLAPS = "appointment.overlaps"  # with another booking of this person; data: {starts_at, ends_at}
    APPOINTMENT_BARRED = "appointment.barred"  # too many were missed; data: {until, missed}
    APPOINTMENT_TOO_LATE = "appointment.too_late"  # the holder could change it until then; data: {until}
    APPOINTMENT_ELSEWHERE = "appointment.elsewhere"  # made by another system, and only that can move it
    APPOINTMENT_NEEDS_PERSON = "appointment.needs_person"  # a card or a phone
    APPOINTMENT_NEEDS_ADDRESS = "appointment.needs_address"  # a home visit needs one
    PROGRESS_UNKNOWN = (
        "progress.unknown"  # no case with this receipt and phone; data: {after_seconds}, if there is a wait
    )
    PROGRESS_WAIT = "progress.wait"  # too many wrong ones; data: {after_seconds}
    PROGRESS_AWAY = "progress.away"  # its source does not answer
    PROGRESS_NOT_OFFERED = "progress.not_offered"  # the hall has no source
    PROGRESS_NOT_BY_CARD = "progress.not_by_card"  # its source finds nobody by card
    HELP_UNDER_WAY = "help.under_way"  # this machine calls already; data: that call
    HELP_CLOSED = "help.closed"  # nobody is at work; data: {opens_at}
    HELP_TAKEN = "help.taken"  # somebody else goes there
    HELP_OVER = "help.over"  # nobody is needed there any more
    REVIEW_WAIT = "review.wait"  # too many wrong review codes; data: {after_seconds}
    RATING_UNKNOWN = "rating.unknown"
    RATING_OVER = "rating.over"  # given already, or lapsed
    RATING_NONCE = "rating.nonce"
    RATING_LEVEL = "rating.level"
    RATING_TAG = "rating.tag"
    RATING_NEEDS_REASON = "rating.needs_reason"
    RATING_SIGNATURE = "rating.signature"


RETRYABLE = frozenset({Code.HALL_DISK_FULL, Code.HALL_BUSY})
MISTAKES = frozenset(
    {
        Code.QUEUE_UNKNOWN,
        Code.ITEM_UNKNOWN,
        Code.PRIORITY_UNKNOWN,
        Code.WINDOW_UNKNOWN,
        Code.CLERK_UNKNOWN,
        Code.PHONE_INVALID,
        Code.RATING_LEVEL,
        Code.RATING_TAG,
    }
)
"""Mistakes in the request itself: the same request would be refused in every state. So such a refusal is not stored."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """`data` is what the asker may need to go on (the open ticket, the seconds to wait).

    `record`: an event reports the refusal to the supervisor. It is not part of the answer.
    """

    code: Code
    detail: str = ""
    data: dict[str, Any] | None = None
    record: bool = False


Decision = list[Event] | Refusal


class Context(NamedTuple):
    """When and by whom a command is given, and what the state does not hold.

    now: the hall's clock, in ms since 1970.
    device: the id of the device that asks; its role was checked before (`roles.may`). "" for the hall itself.
    token: at least 48 random hex digits, of which the session and nonce of a rating are made.
    printers: kiosk → status of its printer, or of the kiosk itself if it is not ready.
    proved: the person who has proved with this request who they are.
    by: the id of the person who asks through the supervisor's device (rights: `staff/rights.py`).
    """

    now: int
    device: str
    token: str
    printers: Mapping[str, PrinterReport]
    proved: Proved | None = None
    by: str = ""


def no(code: Code, detail: str = "", **data: object) -> Refusal:
    """A refusal. `data` without the values that are None; None if nothing is left."""
    return Refusal(code, detail, {key: value for key, value in data.items() if value is not None} or None)


def forbidden(detail: str) -> Refusal:
    """The device acts beyond its role or for somebody else: refused, and recorded for the supervisor."""
    return Refusal(Code.DEVICE_NOT_ALLOWED, detail, record=True)
