"""Answers to queries about bookings: free slots, a person's own bookings, and those of a day for the supervisor."""

from __future__ import annotations

from datetime import date, timedelta

from domain.booking.views import (
    AppointmentQuestion,
    AppointmentsAnswer,
    AppointmentView,
    BookingQuestion,
    DayAppointment,
    DayAppointmentsAnswer,
    DayAppointmentsQuestion,
    SlotsAnswer,
    SlotsQuestion,
    SlotView,
)
from domain.decide.bookings.book import announced, change_until, last_day, open_slots
from domain.decide.bookings.phone_codes import proved_key
from domain.refusal import Code, Refusal, no
from domain.state.appointments import Booking
from domain.state.state import State

MOST_DAYS = 62

BookingAnswer = SlotsAnswer | AppointmentsAnswer | DayAppointmentsAnswer


def answer(state: State, question: BookingQuestion, now: int) -> BookingAnswer | Refusal:
    """The answer to a query about bookings."""
    if isinstance(question, SlotsQuestion):
        return _slots(state, question, now)
    if isinstance(question, AppointmentQuestion):
        return _looked_up(state, question, now)
    return _of_day(state, question)


def booking_view(state: State, booking: Booking) -> AppointmentView:
    """A booking as its holder sees it."""
    return AppointmentView(
        code=booking.code,
        queue=booking.queue,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        items=booking.items,
        change_until=change_until(state, booking) if booking.own and booking.ticket is None else None,
        ticket=_number(state, booking),
        home_visit=booking.address is not None,
    )


def _slots(state: State, asked: SlotsQuestion, now: int) -> SlotsAnswer | Refusal:
    queue = state.known_queue(asked.queue)
    if queue is None:
        return no(Code.QUEUE_UNKNOWN, f"no queue {asked.queue!r}")
    offer = queue.config.booking
    if offer is None:
        return no(Code.APPOINTMENT_NOT_OFFERED, f"queue {queue.config.id} is not booked here")
    if not state.day:
        return no(Code.HALL_CLOSED, "no hall day has begun yet")
    first = _date(asked.from_day or state.day)
    if first is None:
        return no(Code.DAY_INVALID, "not a date like 2026-11-30")
    last = last_day(state)
    days = [first + timedelta(days=more) for more in range(min(asked.days, MOST_DAYS)) if first <= last]
    days = [day for day in days if date.fromisoformat(state.day) <= day <= last]
    found, taken = [], state.bookings.counted(queue.config.id)
    for slot in (slot for day in days for slot in open_slots(state, queue, day, now)):
        free = max(0, offer.people - taken(slot.starts_at, slot.ends_at))
        found.append(SlotView(starts_at=slot.starts_at, ends_at=slot.ends_at, free=free))
    unknown = sorted({day.year for day in days if not announced(state, queue, day)})
    return SlotsAnswer(
        slots=tuple(found), last_day=last.isoformat(), not_announced=tuple(unknown), home_visit=offer.home_visit
    )


def _looked_up(state: State, asked: AppointmentQuestion, now: int) -> AppointmentsAnswer | Refusal:
    if asked.phone is not None:
        key = proved_key(state, asked.phone, asked.proof, now)
        if key is None:
            return no(Code.PHONE_NOT_PROVED, "the phone needs a proof of whose it is")
        found = state.bookings.of_holders((key,))
    elif asked.person is not None:
        found = state.bookings.of_holders((asked.person,))
    else:
        booking = state.bookings.get(asked.code)
        found = [booking] if booking is not None else []
    if not found:
        return no(Code.APPOINTMENT_UNKNOWN, "no such booking")
    return AppointmentsAnswer(appointments=tuple(booking_view(state, booking) for booking in found))


def _of_day(state: State, asked: DayAppointmentsQuestion) -> DayAppointmentsAnswer | Refusal:
    if _date(asked.day) is None:
        return no(Code.DAY_INVALID, "not a date like 2026-11-30")
    of_day = [booking for booking in state.bookings if state.days.of(booking.starts_at) == asked.day]
    of_day.sort(key=lambda booking: (booking.starts_at, booking.code))
    return DayAppointmentsAnswer(
        day=asked.day,
        appointments=tuple(
            DayAppointment(
                code=booking.code,
                queue=booking.queue,
                starts_at=booking.starts_at,
                ends_at=booking.ends_at,
                items=booking.items,
                ticket=_number(state, booking),
                address=booking.address,
            )
            for booking in of_day
        ),
    )


def _number(state: State, booking: Booking) -> str | None:
    ticket = state.tickets.get(booking.ticket or "")
    return ticket.number if ticket is not None else None


def _date(words: str) -> date | None:
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    return day if words == day.isoformat() else None
