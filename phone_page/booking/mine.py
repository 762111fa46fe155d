"""One's own booking: looked up by its code or by phone, moved, cancelled."""

from __future__ import annotations

from domain.booking.views import AppointmentQuestion, AppointmentsAnswer, AppointmentView, SlotsAnswer
from domain.commands import CancelAppointment, MoveAppointment
from domain.refusal import Code
from phone_page import pages
from phone_page.booking import choosing, own, words
from phone_page.booking.answers import CHOOSE_ANOTHER
from phone_page.booking.visit import BookingRequest, no, proved, sent, slots_of
from phone_page.hall_link import HallRefused
from phone_page.pages import HtmlPage


def mine(visit: BookingRequest, *, posted: bool) -> HtmlPage:
    """Carry out one step: look up, move or cancel."""
    if not posted:
        return own.find(visit.visitor, by_phone=visit.field("by") == "phone")
    steps = {
        "find": _found,
        "phone": _send_to_find,
        "code": _found_by_phone,
        "choose": _choose,
        "move": _moved,
        "ask": _sure,
        "cancel": _cancelled,
    }
    step = steps.get(visit.field("step"))
    return step(visit) if step is not None else own.find(visit.visitor)


def _booking(visit: BookingRequest) -> AppointmentView | HtmlPage:
    """The booking whose code was typed, or the page that says why there is none."""
    said = visit.field("booking").strip()
    if not said:
        return own.find(visit.visitor)
    told = visit.desk.asked(AppointmentQuestion(code=said[:64]), AppointmentsAnswer)
    if isinstance(told, AppointmentsAnswer) and told.appointments:
        return told.appointments[0]
    if isinstance(told, HallRefused) and told.code != Code.APPOINTMENT_UNKNOWN:
        return no(visit, told)
    if told is None:
        return pages.away_from_booking(visit.say)
    return own.not_found(visit.visitor) if visit.may_guess() else pages.busy(visit.say)


def _found(visit: BookingRequest) -> HtmlPage:
    booking = _booking(visit)
    return booking if isinstance(booking, HtmlPage) else own.found(visit.visitor, (booking,))


def _send_to_find(visit: BookingRequest) -> HtmlPage:
    phone = visit.field("phone")
    problem = sent(visit, phone)
    if isinstance(problem, HtmlPage):
        return problem
    if problem:
        return own.find(visit.visitor, by_phone=True, phone=phone, problem=problem)
    return choosing.code(visit.visitor, "/booking", (("phone", phone),), phone)


def _found_by_phone(visit: BookingRequest) -> HtmlPage:
    proof = proved(visit, "/booking")
    if isinstance(proof, HtmlPage):
        return proof
    told = visit.desk.asked(AppointmentQuestion(phone=visit.field("phone"), proof=proof), AppointmentsAnswer)
    if isinstance(told, AppointmentsAnswer):
        return own.found(visit.visitor, told.appointments)
    if isinstance(told, HallRefused) and told.code == Code.APPOINTMENT_UNKNOWN:
        return own.not_found(visit.visitor)
    return no(visit, told)


def _choose(visit: BookingRequest) -> HtmlPage:
    booking = _booking(visit)
    if isinstance(booking, HtmlPage):
        return booking
    offered = slots_of(visit, booking.queue)
    if not isinstance(offered, SlotsAnswer):
        return no(visit, offered)
    return own.choose_new(visit.visitor, booking, offered)


def _moved(visit: BookingRequest) -> HtmlPage:
    at = visit.field("chosen")
    booking = _booking(visit)
    if isinstance(booking, HtmlPage):
        return booking
    offered = slots_of(visit, booking.queue)
    if not (at.isascii() and at.isdecimal() and len(at) <= 15):
        if isinstance(offered, SlotsAnswer):
            return own.choose_new(visit.visitor, booking, offered, visit.say(words.CHOOSE_ONE))
        return no(visit, offered)
    told = visit.desk.asked(
        MoveAppointment(code=booking.code, starts_at=int(at)), AppointmentView, visit.request(booking.code, at)
    )
    if isinstance(told, AppointmentView):
        return own.found(visit.visitor, (told,), visit.say(words.MOVED))
    if isinstance(told, HallRefused) and told.code in CHOOSE_ANOTHER and isinstance(offered, SlotsAnswer):
        return own.choose_new(visit.visitor, booking, offered, " ".join(own.refused(visit.visitor, told).lines))
    return no(visit, told)


def _sure(visit: BookingRequest) -> HtmlPage:
    booking = _booking(visit)
    return booking if isinstance(booking, HtmlPage) else own.sure(visit.visitor, booking)


def _cancelled(visit: BookingRequest) -> HtmlPage:
    code = visit.field("booking").strip()[:64]
    told = visit.desk.done(CancelAppointment(code=code), visit.request(code))
    if told is True:
        return own.cancelled(visit.visitor)
    if isinstance(told, HallRefused) and told.code == Code.APPOINTMENT_UNKNOWN:
        return own.not_found(visit.visitor) if visit.may_guess() else pages.busy(visit.say)
    return no(visit, told)
