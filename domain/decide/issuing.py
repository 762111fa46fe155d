"""Deciding over new numbers: 取号, offline numbers, giving a number back; and 取件码.

A pick-up code says which queue hands out the document, and one code has one open number.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from domain.commands import BookAppointment, CancelTicket, IssueTicket, LeavePhone, RecordOfflineTicket
from domain.config import Role
from domain.decide.former import of_former_device
from domain.decide.numbers import block_counter, next_counter, of_one_paper, written
from domain.device_words import LANGUAGES
from domain.events import Event, PhoneLeft, TicketCancelled, TicketIssued
from domain.health.alarm_codes import alarm
from domain.health.alarms import NUMBER_TWICE
from domain.normal_form import normal
from domain.phone import normal_phone
from domain.pickup import fits, queue_of
from domain.queue.status import status_data
from domain.refusal import Code, Context, Decision, Refusal, forbidden, no
from domain.state.appointments import Booking
from domain.state.matters import unfit_items
from domain.state.state import QueueNow, State
from domain.state.ticket import TABLE
from domain.ticket_number import numbers_like, ticket_id
from domain.views.public import QueueStatus
from domain.views.ticket import OPEN_STATES

LONGEST_AWAY_MS = 30 * 86_400_000
"""If an offline number claims to be older, the machine's clock was never set: its arrival counts as its issue time."""

_GIVEN = frozenset({QueueStatus.OPEN, QueueStatus.EARLY})


def issue(state: State, asked: IssueTicket, context: Context) -> Decision:
    """取号, and checking in with a booking. A booking that is due is honoured even if only the person is known.

    Hours and daily limits do not apply to a booking: they applied when it was made. Who has its code counts as its
    holder.
    """
    whole = with_queue(state, asked)
    if isinstance(whole, Refusal):
        return whole
    asked = whole
    booking = _booking(state, asked, context.now)
    if isinstance(booking, Refusal):
        return booking
    queue = state.known_queue(booking.queue) if booking else None
    queue = queue or state.known_queue(asked.queue)  # also for a booking whose queue the configuration has lost
    if queue is None:
        return no(Code.QUEUE_UNKNOWN, f"no queue {asked.queue!r}")
    person = asked.person or (booking.person if booking else None)
    refusal = _unfit(state, asked) or _has_ticket(state, person, context.now, holder=asked.person is not None)
    refusal = refusal or has_number(state, asked, context.now)
    if refusal is None and booking is None:
        refusal = (
            _had_enough(state, asked) or _not_now(state, queue, context.now) or _too_many_messages(state, asked.phone)
        )
    if refusal is not None:
        return refusal
    counter = next_counter(state, queue)
    if counter is None:
        return no(Code.QUEUE_FULL, "the range of numbers is used up")
    number = written(queue.config, counter)
    return [
        TicketIssued(
            at=max(context.now, state.last_issue_at),
            ticket=ticket_id(state.day, number),
            number=number,
            queue=queue.config.id,
            counter=counter,
            items=asked.items or (_known_items(state, booking) if booking else ()),
            priority=asked.priority,
            person=person,
            phone=(normal_phone(asked.phone) if asked.phone else None) or (booking.phone if booking else None),
            appointment=booking.code if booking else None,
            slot_at=booking.starts_at if booking else None,
            pickup=asked.pickup,
            language=asked.language,
            device=context.device,
        )
    ]


def _known_items(state: State, booking: Booking) -> tuple[str, ...]:
    """The booked items that the hall still has."""
    return tuple(item for item in booking.items if item in state.items)


def _booking(state: State, asked: IssueTicket, now: int) -> Booking | Refusal | None:
    """The booking to honour; None if there is none; a refusal if the named one cannot be honoured."""
    rules = state.config.rules
    if asked.appointment is None:
        due = state.bookings.due(asked.person, asked.queue, now, rules) if asked.person is not None else None
        if due is None and not asked.queue:
            later = state.bookings.of_person(asked.person) if asked.person is not None else None
            return (later.untimely(now, rules) if later else None) or no(Code.APPOINTMENT_UNKNOWN, "no booking is due")
        return due
    booking = state.bookings.get(asked.appointment)
    if booking is None or (booking.person and asked.person and booking.person != asked.person):
        return no(Code.APPOINTMENT_UNKNOWN, "no such booking of this person")
    if booking.ticket is not None:
        ticket = state.tickets.get(booking.ticket)
        return Refusal(Code.APPOINTMENT_USED, "checked in already", status_data(state, ticket, now) if ticket else None)
    return booking.untimely(now, rules) or booking


def unfit_matters(state: State, asked: IssueTicket | BookAppointment) -> Refusal | None:
    """What is wrong with the language and the items that are asked for."""
    if asked.language not in LANGUAGES:
        return no(Code.REQUEST_INVALID, f"language is one of {', '.join(LANGUAGES)}")
    return unfit_items(state, asked.items)


def _unfit(state: State, asked: IssueTicket) -> Refusal | None:
    """What is wrong with the request itself."""
    if (refusal := unfit_matters(state, asked)) is not None:
        return refusal
    if asked.priority is not None and asked.priority not in state.priorities:
        return no(Code.PRIORITY_UNKNOWN, f"no priority {asked.priority!r}")
    if asked.phone is not None and normal_phone(asked.phone) is None:
        return no(Code.PHONE_INVALID)
    return None


def _has_ticket(state: State, person: str | None, now: int, *, holder: bool) -> Refusal | None:
    """Each person has one open number: the refusal shows it. It shows the ticket's key only to a `holder`, who has
    shown more than a booking code."""
    if person is None or not state.config.rules.one_open_number_per_person:
        return None
    ticket = state.people.open_ticket(person)
    if ticket is None:
        return None
    return Refusal(Code.PERSON_HAS_TICKET, ticket.number, status_data(state, ticket, now, holder=holder))


def _had_enough(state: State, asked: IssueTicket) -> Refusal | None:
    """The refusal after as many numbers as one person may take a day, cancelled ones included."""
    limit = state.config.rules.numbers_per_person_and_day
    if asked.person is None or limit is None or state.people.numbers_today(asked.person) < limit:
        return None
    return no(Code.PERSON_LIMIT, f"{limit} numbers a day", limit=limit)


def _too_many_messages(state: State, phone: str | None) -> Refusal | None:
    """The phone may be a stranger's: nobody may make the hall send to it again and again."""
    limit = state.config.rules.numbers_per_phone_and_day
    number = normal_phone(phone) if phone and limit is not None else None
    if number is None or limit is None or state.phones.numbers_today(number) < limit:
        return None
    return no(Code.PHONE_LIMIT, f"{limit} numbers a day", limit=limit)


def _not_now(state: State, queue: QueueNow, now: int) -> Refusal | None:
    """The refusal outside the service hours, or when the day's numbers are used up."""
    moment = queue.hours.at(now)
    if moment.status not in _GIVEN:
        all_closed = all(q.hours.at(now).status is QueueStatus.CLOSED for q in state.queues.values() if q.known)
        code = Code.HALL_CLOSED if all_closed else Code.QUEUE_CLOSED
        return no(code, f"queue {queue.config.id}: {moment.status.value}", opens_at=queue.opens_at(now))
    limit = queue.config.daily_limit
    if limit is not None and queue.issued >= limit:
        return no(Code.QUEUE_FULL, f"{limit} numbers a day")
    return None


def record_offline(state: State, told: RecordOfflineTicket, context: Context) -> Decision:
    """A number that a machine gave alone takes its place by its issue time, within this hall day and not after now.

    Somebody holds the paper, so neither hours nor limits nor unknown items, priorities or phones make the number void.
    A number of an earlier hall day is recorded and expires at once (`fold_tickets.py`), unless the machine did not know
    what day it was: better to call a number that nobody holds than to leave out a person who waits.

    If two machines gave one number today, somebody holds each paper. The second ticket waits in the same queue under a
    number of its own that begins with the one on the paper (`A951-2`), so that its holder recognises the call; the
    supervisor and the clerk are told. A second report of the same paper is refused.
    """
    queue = state.known_queue(told.queue)
    counter = block_counter(state.devices.get(context.device), queue.config, told.number) if queue else None
    if counter is None:
        counter = state.former.counter(context.device, told.queue, told.number)
    if counter is None and queue is None:
        return no(Code.QUEUE_UNKNOWN, f"no queue {told.queue!r}")
    if counter is None:
        return no(Code.TICKET_NOT_IN_BLOCK, f"{told.number!r} is not in a block of {context.device!r}")
    at = max(context.now, state.last_issue_at)
    issued_at = told.issued_at if told.issued_at >= at - LONGEST_AWAY_MS else at
    day = min(state.days.of(issued_at), state.day)
    if day < state.day and not told.sure:
        day, issued_at = state.day, at
    if day == state.day:
        issued_at = max(min(issued_at, at), min(state.days.start(day), at))
    ticket, number = ticket_id(day, told.number), told.number
    twice: list[Event] = []
    if ticket in state.tickets or ticket in state.offline:
        others = of_one_paper(state, number) if day == state.day else ()
        if not others or any(other.device == context.device and other.issued_at == issued_at for other in others):
            return no(Code.TICKET_NUMBER_USED, f"{told.number} is known already")
        number = next(islice(numbers_like(number), len(others), None))
        ticket = ticket_id(day, number)
        detail = _papers_alike(state, context.device, number, issued_at)
        twice = [alarm(at, context.device, NUMBER_TWICE, detail)]
    return [
        TicketIssued(
            at=at,
            ticket=ticket,
            number=number,
            queue=queue.config.id if queue else told.queue,  # a lost queue: every window calls from it
            counter=counter,
            items=tuple(item for item in told.items if item in state.items),
            priority=told.priority if told.priority in state.priorities else None,
            person=told.person,
            phone=None if _too_many_messages(state, told.phone) else normal_phone(told.phone or ""),
            pickup=code_of(queue, told.pickup) if queue else None,
            language=told.language if told.language in LANGUAGES else LANGUAGES[0],
            device=context.device,
            offline=True,
            issued_at=issued_at,
        ),
        *twice,
        *of_former_device(state, context.device, at),
    ]


ALIKE_TOLD = 10
"""How many papers an alarm names: the newest ones."""


def _papers_alike(state: State, device: str, number: str, issued_at: int) -> str:
    """The alarm's detail: which papers of this machine, newest last, wait under which numbers."""
    before = state.faults.of(device).get(NUMBER_TWICE)
    told = before.detail.split("; ") if before is not None else []
    given = state.days.local(issued_at)
    told.append(f"paper {number.partition('-')[0]} of {given:%H:%M:%S} waits as {number}")
    return "; ".join(told[-ALIKE_TOLD:])


def cancel(state: State, asked: CancelTicket, context: Context) -> Decision:
    """Cancel a waiting ticket. A kiosk may cancel only what it issued itself."""
    refusal = _not_theirs(state, asked, context.device)
    return refusal or [TicketCancelled(at=context.now, ticket=asked.ticket)]


def leave_phone(state: State, asked: LeavePhone, context: Context) -> Decision:
    """Once per number, so that nobody can make the hall send to one phone after another. A kiosk may do it only for its
    own tickets."""
    refusal = _not_theirs(state, asked, context.device)
    if refusal is not None:
        return refusal
    phone = normal_phone(asked.phone)
    if phone is None:
        return no(Code.PHONE_INVALID)
    ticket = state.tickets[asked.ticket]
    if ticket.phone is not None:
        return no(Code.TICKET_HAS_PHONE)
    refusal = _too_many_messages(state, phone)
    if refusal is not None:
        return refusal
    return [PhoneLeft(at=context.now, ticket=ticket.id, phone=phone, language=ticket.language)]


def _not_theirs(state: State, asked: CancelTicket | LeavePhone, device: str) -> Refusal | None:
    """Why `device` may not do this with this ticket now; None: it may."""
    ticket = state.tickets.get(asked.ticket)
    if ticket is None:
        return no(Code.TICKET_UNKNOWN, f"no ticket {asked.ticket!r}")
    asker = state.devices.get(device)
    if asker is not None and asker.role is Role.KIOSK and ticket.device != device:
        return forbidden("issued by another device")
    if ticket.state not in TABLE[type(asked)]:
        return no(Code.TICKET_WRONG_STATE, f"{ticket.number} is {ticket.state.value}")
    return None


def with_queue(state: State, asked: IssueTicket) -> IssueTicket | Refusal:
    """The request with its pick-up code in normal form, and with the queue that hands out the document."""
    if asked.pickup is None:
        return asked
    code = normal(asked.pickup)
    queue = queue_of(state.pickup_codes, code)
    if queue is None or asked.queue not in {"", queue} or asked.appointment is not None:
        return no(Code.PICKUP_UNKNOWN, "no queue, or not this one, hands out what waits under such a code")
    return replace(asked, pickup=code, queue=queue)


def has_number(state: State, asked: IssueTicket, now: int) -> Refusal | None:
    """The refusal if this pick-up code has an open number already; it shows that number."""
    ticket = state.pickups.get(asked.pickup or "")
    if ticket is None or ticket.state not in OPEN_STATES:
        return None
    return Refusal(Code.PICKUP_HAS_TICKET, ticket.number, status_data(state, ticket, now))


def code_of(queue: QueueNow, told: str | None) -> str | None:
    """The pick-up code of an offline number, if it is a code of this queue; else None."""
    code = normal(told or "")
    return code if fits(queue.config.pickup_code, code) else None
