"""The requests of 预约 to the hall, and the pages while it waits for the answer.

A change whose answer was lost is requested again under the same id: the hall does it once.
"""

from __future__ import annotations

from dataclasses import replace

from domain.booking.views import AppointmentQuestion, SlotsQuestion
from domain.commands import BookAppointment, CancelAppointment, MoveAppointment, ProvePhone, SendPhoneCode
from domain.flow import Ask, StartTimer
from domain.self_service.booking.offers import goes_home, has_guide
from domain.self_service.booking.state import (
    Aim,
    BookingPage,
    BookingRequest,
    BookingSaid,
    BookingState,
    go,
    instead,
    own,
    say,
)
from domain.self_service.business import Effects
from domain.self_service.effects import ContentKind, ReadContent
from domain.self_service.moment import KioskMoment

Transition = tuple[BookingState, Effects]

HALL = "hall:"
SILENCE, SILENCE_S = "silence", 8.0
"""The longest wait for an answer, so that nobody is stuck on a page that waits."""
GUIDE = "guide:"


def ask(state: BookingState, request: BookingRequest, moment: KioskMoment) -> Transition:
    """Send a request; if the answer to the same request was lost before, under the same id."""
    again = state.again if request == state.request else ""
    state = replace(state, request=request, told=None, asked="", again=again)
    if not moment.online:
        return say(state, BookingSaid.UNSURE if again else BookingSaid.AWAY), ()
    asked = again or moment.fresh_id
    waiting = replace(say(state, BookingSaid.ASKING), asked=asked)
    return waiting, (Ask(HALL + asked, request, request_id=asked), StartTimer(SILENCE, SILENCE_S))


def ask_again(state: BookingState, moment: KioskMoment) -> Transition:
    """Repeat the last request."""
    return (state, ()) if state.request is None else ask(state, state.request, moment)


def ask_for_slots(state: BookingState, moment: KioskMoment) -> Transition:
    """Ask for the slots that are free now."""
    return ask(state, SlotsQuestion(queue=state.queue), moment)


def another_time(state: BookingState, moment: KioskMoment) -> Transition:
    """The chosen time is not available: let the person choose another one from the present slots."""
    if BookingPage.DAYS not in state.trail:
        return state, ()
    trail = state.trail[: state.trail.index(BookingPage.DAYS)]
    return ask_for_slots(replace(state, page=BookingPage.SAID, trail=trail, slot=None), moment)


def book(state: BookingState, moment: KioskMoment) -> Transition:
    """Book what the last page shows."""
    if state.slot is None:
        return state, ()
    proved = not state.carded and state.phone == state.proved
    request = BookAppointment(
        queue=state.queue,
        starts_at=state.slot.starts_at,
        person=moment.who.person if state.carded else None,
        phone=state.phone or None,
        items=state.items,
        address=state.address.strip() if goes_home(state.queue, moment) else None,
        language=moment.look.language,
        proof=(state.proof or None) if proved else None,
    )
    return ask(state, request, moment)


def move(state: BookingState, moment: KioskMoment) -> Transition:
    booking = own(state)
    if booking is None or state.slot is None:
        return state, ()
    return ask(state, MoveAppointment(code=booking.code, starts_at=state.slot.starts_at), moment)


def cancel(state: BookingState, moment: KioskMoment) -> Transition:
    booking = own(state)
    return (state, ()) if booking is None else ask(state, CancelAppointment(code=booking.code), moment)


def send_code(state: BookingState, moment: KioskMoment) -> Transition:
    return ask(
        replace(state, digits="", left=None),
        SendPhoneCode(phone=state.phone, language=moment.look.language),
        moment,
    )


def prove(state: BookingState, moment: KioskMoment) -> Transition:
    return ask(state, ProvePhone(phone=state.phone, code=state.digits), moment)


def find_by_card(state: BookingState, moment: KioskMoment) -> Transition:
    return ask(state, AppointmentQuestion(person=moment.who.person), moment)


def find_by_code(state: BookingState, moment: KioskMoment) -> Transition:
    return ask(state, AppointmentQuestion(code=state.code), moment)


def find_by_phone(state: BookingState, moment: KioskMoment) -> Transition:
    return ask(state, AppointmentQuestion(phone=state.phone, proof=state.proof), moment)


def identified(state: BookingState, moment: KioskMoment) -> Transition:
    """The person is known: go on with their aim."""
    if state.aim is Aim.FIND:
        return find_by_card(state, moment) if state.carded else find_by_phone(state, moment)
    checks = instead if state.page is BookingPage.SAID else go
    return replace(checks(state, BookingPage.CHECK), digits=""), ()


def read_guides(state: BookingState, moment: KioskMoment) -> Transition:
    """Read the guides of the booked items, for what to bring."""
    read = tuple(item for item in state.items if has_guide(item, moment))
    reads = tuple(ReadContent(GUIDE + item, ContentKind.GUIDE, item) for item in read)
    return replace(state, guides={}, waits=frozenset(read)), reads
