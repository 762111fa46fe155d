"""Deciding over bookings that were made elsewhere (phone, web)."""

from __future__ import annotations

from domain.commands import BookAppointment, CancelAppointment
from domain.events import AppointmentBooked, AppointmentCancelled
from domain.normal_form import normal, unframed
from domain.pickup import queue_of
from domain.refusal import Code, Context, Decision, no
from domain.state.state import State

LONGEST_SLOT_MS = 24 * 3_600_000


def book(state: State, asked: BookAppointment, context: Context) -> Decision:
    queue = state.known_queue(asked.queue)
    if queue is None:
        return no(Code.QUEUE_UNKNOWN, f"no queue {asked.queue!r}")
    code, form = unframed(asked.code), normal(asked.code)
    if state.bookings.taken(form):
        return no(Code.APPOINTMENT_EXISTS, "this code is taken")
    if queue_of(state.pickup_codes, form) is not None:
        return no(Code.REQUEST_INVALID, "this code would be taken for a pick-up code")
    length = asked.ends_at - asked.starts_at
    if not form or not code.isprintable() or not 0 < length <= LONGEST_SLOT_MS or asked.ends_at <= context.now:
        return no(Code.REQUEST_INVALID, "needs a code and a slot of at most a day that is not over")
    return [
        AppointmentBooked(
            at=context.now,
            code=code,
            queue=queue.config.id,
            starts_at=asked.starts_at,
            ends_at=asked.ends_at,
            person=asked.person,
        )
    ]


def cancel_booking(state: State, asked: CancelAppointment, context: Context) -> Decision:
    booking = state.bookings.get(asked.code)
    if booking is None:
        return no(Code.APPOINTMENT_UNKNOWN, "no such booking")
    if booking.ticket is not None:
        return no(Code.APPOINTMENT_USED, "checked in already")
    return [AppointmentCancelled(at=context.now, code=booking.code)]
