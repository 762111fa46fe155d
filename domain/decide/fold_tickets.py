"""What each event about a ticket does to the state: the ticket leaves one place and enters another."""

from __future__ import annotations

from sys import intern

from domain import events as e
from domain.queue.order import effective_at
from domain.state.lane import Lane
from domain.state.state import State, WindowNow
from domain.state.ticket import Ticket
from domain.state.waiting_line import WaitingLine
from domain.ticket_number import ticket_id
from domain.views.public import CallView
from domain.views.ticket import TicketState
from domain.views.window import RatingState

CLEARING_UP_MS = 180_000  # a window that was free for longer had finished with its last ticket
LONGEST_TIME_MS = 4 * 3_600_000  # a longer time is no service: the clock was set


def issued(state: State, event: e.TicketIssued) -> None:
    queue = state.queue(event.queue)
    issued_at = event.at if event.issued_at is None else event.issued_at
    state.order += 1
    ticket = Ticket(
        id=event.ticket,
        number=event.number,
        queue=intern(event.queue),  # one text for all tickets, as with the other names
        issued_at=issued_at,
        effective_at=effective_at(state, event, issued_at),
        order=state.order,
        items=event.items,
        priority=event.priority,
        person=event.person,
        phone=event.phone,
        appointment=event.appointment,
        language=intern(event.language),
        device=intern(event.device),
        offline=event.offline,
    )
    state.tickets[event.ticket] = ticket
    state.totals.issued += 1
    if event.offline:
        state.offline.add(event.ticket)
    if event.ticket != ticket_id(state.day, event.number):
        # a machine gave it on an earlier day while the hall was away: it expires at once
        ticket.state, ticket.person, ticket.phone = TicketState.EXPIRED, None, None
        state.totals.expired += 1
        return
    state.numbers[event.number] = ticket
    queue.issued += 1
    if not event.offline:
        queue.run.given(event.counter)
        state.last_issue_at = max(state.last_issue_at, event.at)
    state.people.took(ticket)
    state.phones.took(ticket.phone)
    if event.pickup is not None:
        ticket.pickup = event.pickup
        state.pickups[event.pickup] = ticket
    if event.appointment is not None:
        state.bookings.used(event.appointment, event.ticket)
    queue.line.add(ticket)


def cancelled(state: State, event: e.TicketCancelled) -> None:
    ticket = state.tickets[event.ticket]
    leave_line(state, ticket)
    ticket.state = TicketState.CANCELLED
    state.totals.cancelled += 1
    state.bookings.used(ticket.appointment, None)


def phone_left(state: State, event: e.PhoneLeft) -> None:
    state.tickets[event.ticket].phone = event.phone
    state.phones.took(event.phone)


def called(state: State, event: e.TicketCalled) -> None:
    ticket, window = state.tickets[event.ticket], state.window(event.window)
    leave_line(state, ticket)
    if ticket.kept_for is None:
        state.queue(ticket.queue).line.called(ticket)
    ticket.state, ticket.kept_for = TicketState.CALLED, None
    ticket.called_at, ticket.recalls = event.at, 0
    _take(window, ticket, event.at)
    rating = state.sessions.get(window.rating)
    if rating is not None and rating.state is not RatingState.INVITED:
        window.rating = None
    _show_call(state, window, ticket, event.at, times=1)


def recalled(state: State, event: e.TicketRecalled) -> None:
    ticket = state.tickets[event.ticket]
    ticket.called_at, ticket.recalls = event.at, event.times
    _show_call(state, state.window(event.window), ticket, event.at, times=event.times + 1)


def started(state: State, event: e.ServiceStarted) -> None:
    ticket = state.tickets[event.ticket]
    ticket.state, ticket.started_at = TicketState.SERVING, event.at


def finished(state: State, event: e.ServiceFinished) -> None:
    ticket, window = state.tickets[event.ticket], state.window(event.window)
    _release(state, window, ticket, event.at)
    ticket.state, ticket.finished_at = TicketState.SERVED, event.at
    window.served += 1
    state.totals.served += 1


def no_show(state: State, event: e.TicketNoShow) -> None:
    ticket = state.tickets[event.ticket]
    _release(state, state.window(event.window), ticket, event.at)
    ticket.state, ticket.missed_at = TicketState.NO_SHOW, event.at
    state.missed[ticket.id] = ticket


def reinstated(state: State, event: e.TicketReinstated) -> None:
    ticket = state.tickets[event.ticket]
    del state.missed[ticket.id]
    ticket.state, ticket.kept_for = TicketState.WAITING, None
    ticket.effective_at = ticket.returned_to = event.place_at
    ticket.returns += 1
    state.queue(ticket.queue).line.add(ticket)


def held(state: State, event: e.TicketHeld) -> None:
    ticket, window = state.tickets[event.ticket], state.window(event.window)
    _release(state, window, ticket, event.at)
    ticket.state, ticket.held_at = TicketState.HELD, event.at
    window.held[ticket.id] = ticket


def resumed(state: State, event: e.TicketResumed) -> None:
    ticket, window = state.tickets[event.ticket], state.window(event.window)
    state.window(ticket.window or event.window).held.pop(ticket.id, None)
    ticket.state = TicketState.SERVING
    _take(window, ticket, event.at)


def transferred(state: State, event: e.TicketTransferred) -> None:
    ticket, window = state.tickets[event.ticket], state.window(event.window)
    _release(state, window, ticket, event.at)
    ticket.visited = tuple(dict.fromkeys((*ticket.visited, ticket.queue, *(s.queue for s in window.serves))))
    ticket.state, ticket.queue, ticket.kept_for = TicketState.WAITING, event.queue, event.to_window
    ticket.held_at = None
    if event.to_window is None:
        state.queue(event.queue).line.add(ticket)
    else:
        state.window(event.to_window).kept.add(ticket)
        state.queue(event.queue).kept += 1


def changed(state: State, event: e.TicketChanged) -> None:
    """A waiting ticket leaves its line before it gets its new place, and enters it again after. Its mark in `put_back`
    stays."""
    ticket = state.tickets[event.ticket]
    line = _line(state, ticket)
    if line is not None:
        line.remove(ticket)
    ticket.priority, ticket.items, ticket.effective_at = event.priority, event.items, event.place_at
    if line is not None:
        line.add(ticket)


def printed(state: State, event: e.TicketPrinted | e.TicketPrintFailed) -> None:
    """A ticket counts as printed once any paper of it came out: a failed copy later changes nothing."""
    ticket = state.tickets.get(event.ticket)
    if ticket is not None:
        ticket.printed = isinstance(event, e.TicketPrinted) or bool(ticket.printed)
    state.reprints.ended(event)


def put_back(state: State, event: e.TicketPutBack) -> None:
    """The ticket may be in any state. The time at its window does not count as a service time, because the service was
    not finished."""
    ticket = state.tickets[event.ticket]
    if ticket.state is TicketState.WAITING:
        leave_line(state, ticket)
    elif ticket.window is not None:
        window = state.window(ticket.window)
        window.held.pop(ticket.id, None)
        if window.ticket is ticket:
            window.ticket, window.busy_from, window.free_at = None, None, event.at
    ticket.state, ticket.queue, ticket.kept_for, ticket.window = TicketState.WAITING, event.queue, None, None
    ticket.called_at = ticket.started_at = ticket.held_at = None
    ticket.recalls = 0
    state.queue(event.queue).line.add(ticket)
    if event.window:
        state.put_back[ticket.id] = event.window


def _line(state: State, ticket: Ticket) -> WaitingLine | Lane | None:
    """The line or lane that it waits in; None if it does not wait."""
    if ticket.state is not TicketState.WAITING:
        return None
    return state.queue(ticket.queue).line if ticket.kept_for is None else state.window(ticket.kept_for).kept


def leave_line(state: State, ticket: Ticket) -> None:
    state.put_back.pop(ticket.id, None)
    queue = state.queue(ticket.queue)
    if ticket.kept_for is None:
        queue.line.remove(ticket)
    else:
        state.window(ticket.kept_for).kept.remove(ticket)
        queue.kept -= 1


def _take(window: WindowNow, ticket: Ticket, at: int) -> None:
    """The window is busy with `ticket`: from `at`, or, if `ticket` waited then and was called soon after, since the
    window became free."""
    window.busy_from = at
    if window.free_at is not None:
        waited_then = ticket.issued_at <= window.free_at
        straight_on = window.free_at <= at <= window.free_at + CLEARING_UP_MS
        if waited_then and straight_on:
            window.busy_from = window.free_at
    window.ticket, ticket.window = ticket, window.config.id


def _release(state: State, window: WindowNow, ticket: Ticket, at: int) -> None:
    """The window is free again. The time it was busy counts as a service time, unless a held service was resumed."""
    if window.busy_from is not None and ticket.held_at is None and 0 <= at - window.busy_from <= LONGEST_TIME_MS:
        state.queue(ticket.queue).times.append(at - window.busy_from)
    window.ticket, window.busy_from, window.free_at = None, None, at


def _show_call(state: State, window: WindowNow, ticket: Ticket, at: int, times: int) -> None:
    """Put a call at the head of the shown calls, which have each number once."""
    state.seq += 1
    for shown in state.calls:
        if shown.number == ticket.number:
            state.calls.remove(shown)
            break
    call = CallView(
        seq=state.seq,
        number=ticket.number,
        queue=ticket.queue,
        window=window.config.id,
        window_number=window.config.number,
        at=at,
        times=times,
    )
    state.calls.appendleft(call)
