"""The steps to a booking: each takes what was filled in, asks the hall, and returns the next page.

    GET  /book                          what can be booked
    GET  /book/{queue}?item=&day=&at=   day, time, phone
    POST /book/{queue}                  step=phone: send the code; step=code: book; step=slot: another time
    GET  /booking                       by code, or (?by=phone) by phone
    POST /booking                       step=find, phone, code, choose, move, ask, cancel

A booking's code and a phone number are sent in the body of a form, since addresses are written into logs.
"""

from __future__ import annotations

from domain.booking.commands import LONGEST_ADDRESS
from domain.booking.views import AppointmentView, SlotsAnswer
from domain.commands import BookAppointment
from phone_page.booking import choosing, own, words
from phone_page.booking.answers import CHOOSE_ANOTHER
from phone_page.booking.choosing import WantedSlot
from phone_page.booking.sheets import Sheet, once
from phone_page.booking.visit import BookingRequest, carried, no, proved, sent, slots_of
from phone_page.hall_link import HallRefused
from phone_page.pages import HtmlPage


def begin(visit: BookingRequest) -> HtmlPage:
    return choosing.what(visit.visitor)


def book(visit: BookingRequest, queue: str, *, posted: bool) -> HtmlPage:
    """Carry out one step. `queue`: as in the address."""
    card = visit.visitor.card(queue)
    if card is None or not visit.catalogue.messages:
        return choosing.what(visit.visitor)
    if posted and visit.field("step") == "code":
        return _booked(visit, queue)
    if posted and visit.field("step") == "slot":
        return _take(visit, queue, visit.field("proof"))
    if posted:
        return _send(visit, queue)
    return _when(visit, queue)


def _when(visit: BookingRequest, queue: str) -> HtmlPage:
    offered = slots_of(visit, queue)
    if not isinstance(offered, SlotsAnswer):
        return no(visit, offered)
    item, day, at = visit.field("item"), visit.field("day"), visit.field("at")
    slot = next((one for one in offered.slots if str(one.starts_at) == at and one.free), None)
    if slot is not None:
        return choosing.who(visit.visitor, WantedSlot(queue=queue, item=item), slot)
    return choosing.when(visit.visitor, queue, item, day, offered)


def _send(visit: BookingRequest, queue: str) -> HtmlPage:
    """Have the code sent to the phone and show the form for it."""
    offered = slots_of(visit, queue)
    if not isinstance(offered, SlotsAnswer):
        return no(visit, offered)
    slot = next((one for one in offered.slots if str(one.starts_at) == visit.field("at")), None)
    if slot is None:
        return choosing.when(visit.visitor, queue, visit.field("item"), "", offered)
    phone, address = visit.field("phone"), visit.field("address").strip()
    wish = WantedSlot(queue=queue, item=visit.field("item"), phone=phone, address=address)

    def again(problem: str) -> HtmlPage:
        return choosing.who(visit.visitor, wish, slot, problem)

    card = visit.visitor.card(queue)
    if card is not None and card.home_visit and not (0 < len(address) <= LONGEST_ADDRESS):
        return again(visit.say(words.BAD_ADDRESS))
    problem = sent(visit, phone)
    if isinstance(problem, HtmlPage):
        return problem
    if problem:
        return again(problem)
    return choosing.code(visit.visitor, f"/book/{queue}", carried(visit), phone)


def _booked(visit: BookingRequest, queue: str) -> HtmlPage:
    proof = proved(visit, f"/book/{queue}")
    return proof if isinstance(proof, HtmlPage) else _take(visit, queue, proof)


def _take(visit: BookingRequest, queue: str, proof: str) -> HtmlPage:
    at, item = visit.field("chosen") or visit.field("at"), visit.field("item")
    card = visit.visitor.card(queue)
    if not at.isascii() or not at.isdecimal() or len(at) > 15 or card is None:
        return choosing.what(visit.visitor)
    command = BookAppointment(
        queue=queue,
        starts_at=int(at),
        phone=visit.field("phone"),
        items=(item,) if item in card.items else (),
        address=visit.field("address").strip() or None,
        language=visit.language,
        proof=proof,
    )
    told = visit.desk.asked(command, AppointmentView, visit.request(at, item, command.address or ""))
    if isinstance(told, AppointmentView):
        return own.booked(visit.visitor, told)
    if isinstance(told, HallRefused) and told.code in CHOOSE_ANOTHER:
        offered = slots_of(visit, queue)
        if isinstance(offered, SlotsAnswer):
            kept = tuple(pair for pair in carried(visit) if pair[0] != "at")
            sheet = Sheet(
                action=f"/book/{queue}",
                carried=(("step", "slot"), ("once", once()), *kept, ("proof", proof)),
                submit=visit.say(words.TAKE_SLOT),
            )
            return choosing.another(visit.visitor, sheet, told, offered, int(at))
    return no(visit, told)
