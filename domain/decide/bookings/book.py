"""Deciding over bookings (预约): the hall's own, which are slots of its queues, and those that were made elsewhere.

A refusal of an own booking says why (S4 7.3.5): too many missed, no such slot, slot full, limit of this person reached.
The hall decides one request after the other, so simultaneous requests never overfill a slot.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from domain.booking.codes import codes
from domain.booking.commands import LONGEST_ADDRESS
from domain.calendar.slots import Slot, slots
from domain.calendar.statutory import is_announced
from domain.commands import BookAppointment, CancelAppointment, MoveAppointment
from domain.config import Role
from domain.decide.bookings.limits import barred, enough
from domain.decide.bookings.phone_codes import phone_key, proved_key
from domain.decide.issuing import unfit_matters
from domain.device_words import LANGUAGES
from domain.events import AppointmentBooked, AppointmentCancelled, AppointmentMoved
from domain.normal_form import normal, unframed
from domain.phone import normal_phone
from domain.pickup import queue_of
from domain.refusal import Code, Context, Decision, Refusal, forbidden, no
from domain.state.appointments import Booking
from domain.state.state import QueueNow, State

LONGEST_SLOT_MS = 24 * 3_600_000
MINUTE_MS = 60_000


def book(state: State, asked: BookAppointment, context: Context) -> Decision:
    if asked.language not in LANGUAGES:
        return no(Code.REQUEST_INVALID, f"language is one of {', '.join(LANGUAGES)}")
    queue = state.known_queue(asked.queue)
    if queue is None:
        return no(Code.QUEUE_UNKNOWN, f"no queue {asked.queue!r}")
    if asked.code or asked.ends_at is not None:
        return _made_elsewhere(state, queue, asked, context)
    refusal = _unfit(state, queue, asked)
    if refusal is not None:
        return refusal
    phone = normal_phone(asked.phone or "")
    key = phone_key(state, phone) if _at_desk(state, context) else proved_key(state, phone, asked.proof, context.now)
    if asked.person is None and key is None and not _at_desk(state, context):
        return no(Code.PHONE_NOT_PROVED, "a phone alone needs a proof of whose it is")
    holders = tuple(one for one in (asked.person, key) if one is not None)
    slot = barred(state, holders, context.now) or free_slot(state, queue, asked.starts_at, context.now)
    if isinstance(slot, Refusal):
        return slot
    return enough(state, holders, slot) or [
        AppointmentBooked(
            at=context.now,
            code=_new_code(state, context.token),
            queue=queue.config.id,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            person=asked.person,
            own=True,
            items=asked.items,
            language=asked.language,
            device=context.device,
            phone=phone,
            phone_key=key,
            address=(asked.address or "").strip() if _goes_home(queue) else None,
        )
    ]


def move(state: State, asked: MoveAppointment, context: Context) -> Decision:
    """Move a booking. The old slot becomes free in the same moment, so nobody ever holds two. The same slot again
    changes nothing."""
    booking = _changeable(state, asked.code, context)
    if isinstance(booking, Refusal):
        return booking
    if not booking.own:
        return no(Code.APPOINTMENT_ELSEWHERE, "the system that made it moves it")
    if booking.starts_at == asked.starts_at:
        return []
    queue = state.known_queue(booking.queue)
    if queue is None:
        return no(Code.QUEUE_UNKNOWN, f"no queue {booking.queue!r}")
    slot = free_slot(state, queue, asked.starts_at, context.now, moved=booking.code)
    if isinstance(slot, Refusal):
        return slot
    return enough(state, booking.holders, slot, moved=booking.code) or [
        AppointmentMoved(
            at=context.now,
            code=booking.code,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            language=booking.language,
            phone=booking.phone,
        )
    ]


def cancel_booking(state: State, asked: CancelAppointment, context: Context) -> Decision:
    booking = _changeable(state, asked.code, context)
    if isinstance(booking, Refusal):
        return booking
    return [
        AppointmentCancelled(
            at=context.now,
            code=booking.code,
            starts_at=booking.starts_at,
            language=booking.language,
            phone=booking.phone,
        )
    ]


def change_until(state: State, booking: Booking) -> int:
    """Until when its holder may move or cancel it."""
    return booking.starts_at - state.config.booking.change_minutes * MINUTE_MS


def last_day(state: State) -> date:
    """The last hall day that may be booked now."""
    return date.fromisoformat(state.day) + timedelta(days=state.config.booking.days_ahead)


def announced(state: State, queue: QueueNow, day: date) -> bool:
    """Whether it is known if `day` is a working day of this queue."""
    calendar = queue.hours.calendar
    return calendar is None or is_announced(state.config.years, calendar, day)


def open_slots(state: State, queue: QueueNow, day: date, now: int) -> Sequence[Slot]:
    """The slots of a hall day that may be booked now, including full ones."""
    offer = queue.config.booking
    within = state.day <= day.isoformat() <= last_day(state).isoformat()
    if offer is None or not within or not announced(state, queue, day):
        return ()
    soonest = now + state.config.booking.latest_minutes * MINUTE_MS
    return [slot for slot in slots(queue.hours, day, offer.minutes) if slot.starts_at >= soonest]


def free_slot(state: State, queue: QueueNow, starts_at: int, now: int, *, moved: str = "") -> Slot | Refusal:
    """The slot that begins at `starts_at`, or why it cannot be booked. `moved`: code of a booking that is not counted
    in it."""
    offer = queue.config.booking
    if offer is None:
        return no(Code.APPOINTMENT_NOT_OFFERED, f"queue {queue.config.id} is not booked here")
    day = date.fromisoformat(state.days.of(starts_at))
    if day <= last_day(state) and not announced(state, queue, day):
        return no(Code.APPOINTMENT_NOT_ANNOUNCED, f"the holidays of {day.year} are not announced", year=day.year)
    slot = next((slot for slot in open_slots(state, queue, day, now) if slot.starts_at == starts_at), None)
    if slot is None:
        return no(Code.APPOINTMENT_NO_SLOT, "no slot that can be booked begins then", last_day=str(last_day(state)))
    taken = state.bookings.in_slot(queue.config.id, slot.starts_at, slot.ends_at)
    if sum(booking.code != moved for booking in taken) >= offer.people:
        return no(Code.APPOINTMENT_FULL, f"{offer.people} are booked then")
    return slot


def _made_elsewhere(state: State, queue: QueueNow, asked: BookAppointment, context: Context) -> Decision:
    if not _at_desk(state, context):
        return forbidden("tells of a booking that was made elsewhere")
    code, form = unframed(asked.code), normal(asked.code)
    if state.bookings.taken(form):
        return no(Code.APPOINTMENT_EXISTS, "this code is taken")
    if queue_of(state.pickup_codes, form) is not None:
        return no(Code.REQUEST_INVALID, "this code would be taken for a pick-up code")
    ends_at = asked.ends_at or 0
    length = ends_at - asked.starts_at
    if not form or not code.isprintable() or not 0 < length <= LONGEST_SLOT_MS or ends_at <= context.now:
        return no(Code.REQUEST_INVALID, "needs a code and a slot of at most a day that is not over")
    return [
        AppointmentBooked(
            at=context.now,
            code=code,
            queue=queue.config.id,
            starts_at=asked.starts_at,
            ends_at=ends_at,
            person=asked.person,
        )
    ]


def _unfit(state: State, queue: QueueNow, asked: BookAppointment) -> Refusal | None:
    """What is wrong with the request itself."""
    if queue.config.booking is None:
        return no(Code.APPOINTMENT_NOT_OFFERED, f"queue {queue.config.id} is not booked here")
    refusal = unfit_matters(state, asked)
    if refusal is not None:
        return refusal
    if asked.phone is not None and normal_phone(asked.phone) is None:
        return no(Code.PHONE_INVALID)
    if asked.person is None and asked.phone is None:
        return no(Code.APPOINTMENT_NEEDS_PERSON, "a card or a phone says whose it is")
    address = (asked.address or "").strip()
    if _goes_home(queue) and not (0 < len(address) <= LONGEST_ADDRESS and address.isprintable()):
        return no(Code.APPOINTMENT_NEEDS_ADDRESS, f"one line of at most {LONGEST_ADDRESS} characters")
    return None


def _at_desk(state: State, context: Context) -> bool:
    """Whether the supervisor's device or the hall itself asks: a member of staff speaks with the person."""
    asker = state.devices.get(context.device)
    return asker is None or asker.role is Role.SUPERVISOR


def _goes_home(queue: QueueNow) -> bool:
    return queue.config.booking is not None and queue.config.booking.home_visit


def _changeable(state: State, said: str, context: Context) -> Booking | Refusal:
    """The booking with this code, if the asker may change it now. The supervisor may until its holder has checked in.
    The holder must do it before `change_until`, so that somebody else can take the slot."""
    booking = state.bookings.get(said)
    if booking is None:
        return no(Code.APPOINTMENT_UNKNOWN, "no such booking")
    if booking.ticket is not None:
        return no(Code.APPOINTMENT_USED, "checked in already")
    if _at_desk(state, context):
        return booking
    if not booking.own:
        return no(Code.APPOINTMENT_ELSEWHERE, "the system that made it changes it")
    until = change_until(state, booking)
    if context.now > until:
        return no(Code.APPOINTMENT_TOO_LATE, "only at the desk now", until=until)
    return booking


def _new_code(state: State, token: str) -> str:
    """A code that no booking has and that fits no pattern of pick-up codes."""
    return next(
        code for code in codes(token) if not state.bookings.taken(code) and queue_of(state.pickup_codes, code) is None
    )
