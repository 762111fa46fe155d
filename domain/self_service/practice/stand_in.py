"""Answers as a hall would give them, for practice: every request is granted, and none leaves the machine.

Its numbers are `A000`, with the prefix of the queue: no hall gives a number 0. Its codes are zeros likewise.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from domain import commands as c
from domain.booking.views import (
    AppointmentQuestion,
    AppointmentsAnswer,
    AppointmentView,
    PhoneCodeAnswer,
    PhoneProof,
    SlotsAnswer,
    SlotsQuestion,
    SlotView,
)
from domain.calendar.day import zone
from domain.cases.views import CaseReceipt
from domain.config import Text
from domain.flow import Answered, Ask, Result
from domain.help.views import HelpCallView
from domain.progress.views import CaseStage, CaseStep, CaseView, ProgressAnswer, ProgressQuestion
from domain.refusal import Code
from domain.self_service.moment import KioskMoment
from domain.self_service.practice.memory import PracticeHall
from domain.views.public import Wait
from domain.views.queries import FollowQuestion, FollowView, LookUp, ReviewCodeQuestion, ReviewState, TicketHolder
from domain.views.ticket import IssueAnswer, TicketState, TicketView

CODE = "00000000"
"""Of everything that has a code."""

AHEAD, USUAL = 2, Wait(low=9, high=15)
DAYS = 10
HOURS = (9, 10, 14, 15)
"""Slots that can be booked in practice: at these hours of the next days."""
SLOT_MS = 1_800_000

Said = tuple[PracticeHall, Answered]

_GRANTED = (
    c.CancelAppointment,
    c.RateByPhone,
    c.RateHall,
    c.WithdrawHelp,
    c.FinishHelp,
    c.StaffSignOut,
)
"""What is answered by a bare yes."""


def answer(hall: PracticeHall, ask: Ask, moment: KioskMoment) -> Said:
    """What a hall would say. Whatever it does not know it refuses."""
    asked = ask.command
    match asked:
        case c.IssueTicket():
            made = _number(hall, asked, moment)
            return replace(hall, tickets=(*hall.tickets, made), made=hall.made + 1), _yes(ask, made)
        case c.CancelTicket() | c.LeavePhone():
            return _with_ticket(hall, ask, asked.ticket, moment)
        case c.BookAppointment():
            card = moment.machine.card(asked.queue)
            booked = _booking(asked.queue, asked.starts_at, asked.items)
            booked = replace(booked, home_visit=card is not None and card.home_visit)
            return replace(hall, bookings=(*hall.bookings, booked), made=hall.made + 1), _yes(ask, booked)
        case c.MoveAppointment():
            moved = replace(
                hall.bookings[-1] if hall.bookings else _sample(moment),
                starts_at=asked.starts_at,
                ends_at=asked.starts_at + SLOT_MS,
            )
            return replace(hall, bookings=(moved,)), _yes(ask, moved)
        case c.CancelAppointment():
            return replace(hall, bookings=()), _yes(ask)
        case _ if isinstance(asked, _GRANTED):
            return hall, _yes(ask)
        case _:
            told = _told(hall, asked, moment)
            return hall, _no(ask, Code.TICKET_UNKNOWN) if told is None else _yes(ask, told)


def _told(hall: PracticeHall, asked: object, moment: KioskMoment) -> Result | None:
    """What answers a query, or a request that leaves nothing to remember."""
    match asked:
        case SlotsQuestion():
            return _slots(moment)
        case AppointmentQuestion():
            return AppointmentsAnswer(appointments=hall.bookings or (_sample(moment),))
        case c.SendPhoneCode():
            return PhoneCodeAnswer(good_until=moment.hall_ms + 300_000)
        case c.ProvePhone():
            return PhoneProof(proof=CODE)
        case c.OpenCase():
            return CaseReceipt(case=CODE, code=CODE)
        case ProgressQuestion():
            return ProgressAnswer(cases=(_case(moment),))
        case ReviewCodeQuestion():
            return TicketHolder(ticket="practice", key=CODE)
        case FollowQuestion():
            return FollowView(
                ticket=asked.ticket,
                number="A000",
                queue=_first_queue(moment),
                state=TicketState.SERVED,
                at=moment.hall_ms,
                language=moment.look.language,
                review=ReviewState.OPEN,
            )
        case LookUp():
            made = next((one for one in hall.tickets if one.number == asked.number), None)
            return None if made is None else _view(made, TicketState.WAITING)
        case c.CallHelp():
            return HelpCallView(
                call=f"practice-{moment.now_ms}",
                device=moment.machine.device,
                place=Text(zh="练习", en="practice"),
                language=asked.language,
                called_at=moment.hall_ms,
            )
        case _:
            return None


def _number(hall: PracticeHall, asked: c.IssueTicket, moment: KioskMoment) -> IssueAnswer:
    queue = asked.queue or _first_queue(moment)
    card = moment.machine.card(queue)
    return IssueAnswer(
        ticket=f"practice-{hall.made}",
        number=f"{card.prefix}{'0' * card.width}" if card is not None else "000",
        queue=queue,
        ahead=AHEAD,
        wait=USUAL,
        issued_at=moment.hall_ms,
    )


def _with_ticket(hall: PracticeHall, ask: Ask, name: str, _moment: KioskMoment) -> Said:
    made = next((one for one in hall.tickets if one.ticket == name), None)
    if made is None:
        return hall, _no(ask, Code.TICKET_UNKNOWN)
    if isinstance(ask.command, c.LeavePhone):
        return hall, _yes(ask, _view(made, TicketState.WAITING))
    left = tuple(one for one in hall.tickets if one is not made)
    return replace(hall, tickets=left), _yes(ask, _view(made, TicketState.CANCELLED))


def _view(made: IssueAnswer, state: TicketState) -> TicketView:
    return TicketView(
        ticket=made.ticket,
        number=made.number,
        queue=made.queue,
        state=state,
        issued_at=made.issued_at,
        ahead=AHEAD if state is TicketState.WAITING else None,
        wait=USUAL if state is TicketState.WAITING else None,
    )


def _slots(moment: KioskMoment) -> SlotsAnswer:
    place = zone(moment.catalogue.timezone) if moment.catalogue is not None else UTC
    days = [moment.today + timedelta(days=more) for more in range(1, DAYS + 1)]
    begins = [round(datetime.combine(day, time(hour), place).timestamp() * 1000) for day in days for hour in HOURS]
    slots = tuple(SlotView(starts_at=at, ends_at=at + SLOT_MS, free=3) for at in begins)
    return SlotsAnswer(slots=slots, last_day=days[-1].isoformat())


def _booking(queue: str, starts_at: int, items: tuple[str, ...]) -> AppointmentView:
    return AppointmentView(
        code=CODE,
        queue=queue,
        starts_at=starts_at,
        ends_at=starts_at + SLOT_MS,
        items=items,
        change_until=starts_at - 2 * SLOT_MS,
    )


def _sample(moment: KioskMoment) -> AppointmentView:
    """Somebody looks for a booking and has made none in practice."""
    cards = moment.catalogue.queues if moment.catalogue is not None else ()
    queue = next((card.id for card in cards if card.booked), _first_queue(moment))
    return _booking(queue, _slots(moment).slots[len(HOURS)].starts_at, ())


def _case(moment: KioskMoment) -> CaseView:
    today = moment.today
    return CaseView(
        receipt=CODE,
        stage=CaseStage.REVIEWING,
        name="练**",
        item="练习用的例子",
        item_en="An example for practice",
        accepted_on=(today - timedelta(days=3)).isoformat(),
        promised_on=(today + timedelta(days=7)).isoformat(),
        changed_on=(today - timedelta(days=1)).isoformat(),
        steps=(
            CaseStep(name="受理", on=(today - timedelta(days=3)).isoformat()),
            CaseStep(name="审核", on=(today - timedelta(days=1)).isoformat()),
            CaseStep(name="办结"),
        ),
    )


def _first_queue(moment: KioskMoment) -> str:
    cards = moment.catalogue.queues if moment.catalogue is not None else ()
    return cards[0].id if cards else ""


def _yes(ask: Ask, data: Result | None = None) -> Answered:
    return Answered(ask.tag, ok=True, data=data)


def _no(ask: Ask, code: Code) -> Answered:
    return Answered(ask.tag, ok=False, code=code)
