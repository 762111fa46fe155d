"""Who is next.

The *effective time* of a ticket is its issue time less the head start of its priority class. The effective time of a
booking that has checked in is the start of its slot, or the time by its class if that is earlier. A window calls the
ticket with the smallest effective time + lag among its queues; among equal ones, the one issued first. A queue with a
lag takes part once its first ticket has waited for the lag; a head start counts as waiting.

**Nobody starves.** Let the *base* of a ticket be its issue time, or the start of its slot if that is later, or the time
of its return after a missed call. 下一位 at a window never passes over a waiting ticket for one that was issued more
than *bound* after that ticket's base, plus the lag that the window has for its queue. *Bound* is the largest head
start, or, if that is more, the longest time after the start of its slot in which a booking may check in.

With policy *ratio* there is no head start, and each queue is called in rounds (`state/waiting_line.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import islice

from domain.events import TicketIssued
from domain.queue_rules import Policy, ReturnPlace
from domain.state.lane import Entry
from domain.state.state import QueueNow, State, WindowNow
from domain.state.ticket import Ticket
from domain.views.window import WindowState

MINUTE = 60_000


def effective_at(state: State, event: TicketIssued, issued_at: int) -> int:
    """The effective time of a new ticket."""
    return _place(state, event.priority, issued_at, event.slot_at)


def changed_place(state: State, ticket: Ticket, priority: str | None) -> int:
    """The effective time that a ticket would have with this class from the beginning (`ticket.change`).

    A ticket that came back after a missed call stays where the return rule put it, however early its class would be.
    """
    booking = state.bookings.get(ticket.appointment) if ticket.appointment is not None else None
    place = _place(state, priority, ticket.issued_at, booking.starts_at if booking is not None else None)
    if ticket.returned_to is None or state.config.rules.return_place is ReturnPlace.ORIGINAL:
        return place
    return max(place, ticket.returned_to)


def _place(state: State, priority: str | None, issued_at: int, slot_at: int | None) -> int:
    known = state.priorities.get(priority or "")
    head_start = known.head_start_minutes * MINUTE if known else 0
    if state.config.rules.policy is Policy.RATIO:
        head_start = 0
    if slot_at is None:
        return issued_at - head_start
    return min(slot_at, issued_at - head_start) if head_start else slot_at


def upcoming(state: State, window: WindowNow, now: int) -> Iterator[Ticket]:
    """The tickets that `window` would call now, in this order, if nobody else came and no other window called."""
    sources = _sources(state, window, now)
    entries = sources[0] if len(sources) == 1 else merge(*sources)
    return (entry[2] for entry in entries)


def next_ticket(state: State, window: WindowNow, now: int) -> Ticket | None:
    """The first of `upcoming`, computed without the others; None: nobody waits for this window."""
    heads = [head for source in _sources(state, window, now) if (head := next(source, None)) is not None]
    return min(heads)[2] if heads else None


def _sources(state: State, window: WindowNow, now: int) -> list[Iterator[Entry]]:
    """The sources that `window` calls from, each in order: the tickets kept for it, and the lines of its queues."""
    sources: list[Iterator[Entry]] = [iter(window.kept)] if window.kept else []
    for serves in state.served(window):
        queue = state.queues.get(serves.queue)
        if queue is not None and len(queue.line):
            line = queue.line.upcoming()
            sources.append(_lagging(line, serves.lag_minutes * MINUTE, now) if serves.lag_minutes else line)
    return sources


def _lagging(line: Iterator[Entry], lag: int, now: int) -> Iterator[Entry]:
    """The tickets of a line that have waited for `lag`, each with its effective time + lag."""
    for place, order, ticket in line:
        if place + lag > now:
            return
        yield place + lag, order, ticket


def people_ahead(state: State, ticket: Ticket) -> int:
    """How many tickets are called before a waiting one: of its queue, or of those kept for the same window. Exact."""
    if ticket.kept_for is not None:
        return state.window(ticket.kept_for).kept.before(ticket.effective_at, ticket.order)
    return state.queue(ticket.queue).line.ahead(ticket)


def calls_before(state: State, ticket: Ticket) -> int:
    """How many calls come before that of a waiting ticket, at the open window that would reach it first.

    A window shares its time among its queues, so this may be far more than the people ahead in the ticket's own queue.
    Exact with the policy head start while nobody comes or goes. Without an open window: the people ahead.
    """
    ahead = people_ahead(state, ticket)
    if ticket.kept_for is not None:
        return ahead
    at_windows = [
        ahead + _others_before(state, window, ticket, ticket.effective_at + lag)
        for window, lag in state.serving(ticket.queue)
        if window.state is WindowState.OPEN
    ]
    return min(at_windows, default=ahead)


def _others_before(state: State, window: WindowNow, ticket: Ticket, place: int) -> int:
    """How many tickets of its other queues, or kept for it, the window would call before effective time `place`."""
    others = (serves for serves in state.served(window) if serves.queue != ticket.queue)
    return window.kept.before(place, ticket.order) + sum(
        queue.line.before(place - serves.lag_minutes * MINUTE, ticket.order)
        for serves in others
        if (queue := state.queues.get(serves.queue)) is not None
    )


def return_place(state: State, ticket: Ticket, now: int) -> int:
    """The effective time of a no-show who returns (过号). Never earlier than its old one; otherwise at most `now`.

    BEHIND counts the tickets that now wait in its own lane of its own queue: at least that many of them, or all if
    there are fewer, are called first.
    """
    rules = state.config.rules
    if rules.return_place is ReturnPlace.ORIGINAL:
        return ticket.effective_at
    if rules.return_place is ReturnPlace.END:
        return max(ticket.effective_at, now)
    last = (
        state.queue(ticket.queue).line.lane_of(ticket).nth(rules.return_behind - 1) if rules.return_behind > 0 else None
    )
    if last is None:
        return ticket.effective_at
    return max(ticket.effective_at, min(last[0] + 1, now))


def longest_wait_at(queue: QueueNow) -> int | None:
    """Issue time of the ticket that waits longest, in ms since 1970; None if nobody waits.

    Looks at the first 256 tickets alone. Head starts are bounded, so the oldest ticket stands near the front.
    """
    return min((entry[2].issued_at for entry in islice(queue.line, 256)), default=None)
