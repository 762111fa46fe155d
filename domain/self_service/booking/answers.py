"""How 预约 handles the hall's answers: the next page, or a message instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.booking.views import AppointmentsAnswer, AppointmentView, PhoneCodeAnswer, PhoneProof, SlotsAnswer
from domain.commands import BookAppointment, CancelAppointment, MoveAppointment, SendPhoneCode
from domain.flow import Answered
from domain.refusal import Code
from domain.refusal_data import RefusalData
from domain.self_service.booking.asking import Transition, another_time, ask_again, identified, read_guides
from domain.self_service.booking.state import (
    BookingPage,
    BookingSaid,
    BookingState,
    behind,
    changes,
    instead,
    say,
)
from domain.self_service.moment import KioskMoment
from domain.self_service.slip import SlipPrint

SAID: Mapping[str, BookingSaid] = {
    Code.APPOINTMENT_FULL: BookingSaid.FULL,
    Code.APPOINTMENT_NO_SLOT: BookingSaid.NO_SLOT,
    Code.APPOINTMENT_NOT_ANNOUNCED: BookingSaid.NO_SLOT,
    Code.APPOINTMENT_OVERLAPS: BookingSaid.OVERLAPS,
    Code.APPOINTMENT_LIMIT: BookingSaid.LIMIT,
    Code.APPOINTMENT_BARRED: BookingSaid.BARRED,
    Code.APPOINTMENT_TOO_LATE: BookingSaid.TOO_LATE,
    Code.APPOINTMENT_USED: BookingSaid.USED,
    Code.APPOINTMENT_ELSEWHERE: BookingSaid.ELSEWHERE,
    Code.APPOINTMENT_NEEDS_ADDRESS: BookingSaid.NO_ADDRESS,
    Code.APPOINTMENT_UNKNOWN: BookingSaid.UNKNOWN,
    Code.PHONE_INVALID: BookingSaid.NO_PHONE,
    Code.PHONE_NO_MESSAGES: BookingSaid.NO_PHONE,
    Code.PHONE_NOT_PROVED: BookingSaid.CODE_OVER,
    Code.PHONE_CODE_OVER: BookingSaid.CODE_OVER,
    Code.PHONE_LIMIT: BookingSaid.CODE_LIMIT,
    Code.PHONE_CODES_MANY: BookingSaid.CODES_MANY,
    Code.HALL_BUSY: BookingSaid.AWAY,
    Code.HALL_DISK_FULL: BookingSaid.AWAY,
    Code.HALL_OTHER_STORE: BookingSaid.AWAY,
}
"""Refusals without an entry are `REFUSED`."""


def unanswered(state: BookingState) -> BookingState:
    """The state after a request without an answer: a change may have been made all the same."""
    if changes(state):
        return say(replace(state, asked="", again=state.asked), BookingSaid.UNSURE)
    return say(replace(state, asked=""), BookingSaid.AWAY)


def answered(state: BookingState, given: Answered, moment: KioskMoment) -> Transition:
    """The state after an answer; `state` is the one that still waits for it."""
    done, state = state.request, replace(state, asked="", again="")
    if not given.ok:
        return _refused(state, given), ()
    match given.data:
        case SlotsAnswer(slots=slots) as offered:
            some = any(slot.free for slot in slots)
            state = replace(state, offered=offered)
            return (instead(state, BookingPage.DAYS) if some else say(state, BookingSaid.NONE_FREE)), ()
        case PhoneCodeAnswer():
            return _to_proof(state), ()
        case PhoneProof(proof=None, left=left):
            return _wrong_code(state, left), ()
        case PhoneProof(proof=str() as proof):
            return _proved(replace(state, proof=proof, proved=state.phone), moment)
        case AppointmentsAnswer(appointments=found):
            one = len(found) == 1
            page = BookingPage.ONE if one else BookingPage.FOUND
            return instead(replace(state, found=found, chosen=0), page), ()
        case AppointmentView() as made if isinstance(done, BookAppointment | MoveAppointment):
            return _made(state, made, moved=isinstance(done, MoveAppointment), moment=moment)
        case _ if isinstance(done, CancelAppointment):
            return replace(_ended(state), page=BookingPage.SAID, said=BookingSaid.CANCELLED), ()
        case _:
            return say(state, BookingSaid.REFUSED), ()


def _refused(state: BookingState, given: Answered) -> BookingState:
    state = replace(state, told=given.data if isinstance(given.data, RefusalData) else None)
    if given.code == Code.PHONE_CODE_WAIT and isinstance(state.request, SendPhoneCode):
        return _to_proof(state)  # a code was sent a moment ago and can be entered
    return say(state, SAID.get(given.code, BookingSaid.REFUSED))


def _to_proof(state: BookingState) -> BookingState:
    return replace(instead(state, BookingPage.PROOF), digits="")


def _wrong_code(state: BookingState, left: int) -> BookingState:
    if left <= 0:
        return say(state, BookingSaid.CODE_OVER)
    return replace(behind(state), digits="", left=left)


def _proved(state: BookingState, moment: KioskMoment) -> Transition:
    """The phone is proved. 返回 no longer leads to the pages of the code, because it cannot be used twice."""
    trail = tuple(page for page in state.trail if page is not BookingPage.PROOF)
    return identified(replace(state, trail=trail), moment)


def _made(state: BookingState, made: AppointmentView, *, moved: bool, moment: KioskMoment) -> Transition:
    item, more = (made.items[0], made.items[1:]) if made.items else ("", ())
    done = replace(_ended(state), page=BookingPage.DONE, made=made, moved=moved, queue=made.queue, item=item, more=more)
    return read_guides(done, moment)


def _ended(state: BookingState) -> BookingState:
    """Forget what was typed: it is no longer needed."""
    return BookingState(aim=state.aim, queue=state.queue, item=state.item, more=state.more, paper=SlipPrint.NONE)


def goes_on(state: BookingState, moment: KioskMoment) -> Transition:
    """The way on from a message page."""
    match state.said:
        case BookingSaid.ASKING:
            return state, ()
        case BookingSaid.AWAY | BookingSaid.CODES_MANY | BookingSaid.UNSURE:
            return ask_again(state, moment)
        case BookingSaid.FULL | BookingSaid.NO_SLOT | BookingSaid.OVERLAPS | BookingSaid.LIMIT:
            return another_time(state, moment)
        case BookingSaid.CODE_OVER:
            return _phone_again(state), ()
        case BookingSaid.NO_ADDRESS:
            return _address_again(state), ()
        case BookingSaid.UNKNOWN | BookingSaid.NO_PHONE | BookingSaid.CODE_LIMIT:
            return behind(state), ()
        case _:
            return BookingState(phone=state.phone, code=state.code, pieces=state.pieces), ()


def _address_again(state: BookingState) -> BookingState:
    """Back to the page with the address; to a new one, if the queue has become one of home visits meanwhile."""
    if BookingPage.ADDRESS not in state.trail:
        return instead(state, BookingPage.ADDRESS)
    while state.page is not BookingPage.ADDRESS:
        state = behind(state)
    return state


def _phone_again(state: BookingState) -> BookingState:
    """Back to the page with the phone, because another code has to be sent."""
    shown = replace(state, proof="", proved="", digits="", left=None)
    while shown.trail and shown.page is not BookingPage.PHONE:
        shown = behind(shown)
    return shown if shown.page is BookingPage.PHONE else BookingState(phone=state.phone, pieces=state.pieces)
