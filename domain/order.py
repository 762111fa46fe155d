"""Who is next.

A ticket's *effective time* is its issue time less the head start of its priority class; a checked-in booking's is
its slot's start (or the former, if a priority makes that earlier). A window takes the smallest effective time + lag
of its queues, ties by order of issue. A queue with a lag joins once its first ticket has waited that long, where the
head start counts as waiting.

**Nobody starves.** Let `base_at` of a ticket be its issue time, or its slot's start if that is later, or the moment it
came back after a missed call. No call of the next one at a window passes over a waiting ticket in favour of one that
was issued more than `bound_ms` after its `base_at`, plus the lag that this window has for the ticket passed over.
`bound_ms` is the largest head start, or, if that is more, the longest time a booking may be checked in after its
slot's start.

With policy *ratio* there is no head start and each queue goes by rounds (`line.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import islice

from domain.config import HallConfig, Policy, ReturnPlace
from domain.events import TicketIssued
from domain.lane import Entry
from domain.state import QueueNow, State, WindowNow
from domain.ticket import Ticket
from domain.views import WindowState

MINUTE = 60_000


def place_at(state: State, event: TicketIssued, issued_at: int) -> int:
    """The effective time of a new ticket."""
    priority = state.priorities.get(event.priority or "")
    head_start = priority.head_start_minutes * MINUTE if priority else 0
    if state.config.rules.policy is Policy.RATIO:
        head_start = 0
    if event.slot_at is None:
        return issued_at - head_start
    return min(event.slot_at, issued_at - head_start) if head_start else event.slot_at


def bound_ms(config: HallConfig, longest_slot_ms: int = 0) -> int:
    """By how much later a ticket may have been issued that is called before one of this hall (see above).

    `longest_slot_ms` is the longest slot that the hall's bookings have.
    """
    head_start = max((p.head_start_minutes for p in config.priorities), default=0) * MINUTE
    return max(head_start, longest_slot_ms + config.rules.appointment_late_minutes * MINUTE if longest_slot_ms else 0)


def upcoming(state: State, window: WindowNow, now: int) -> Iterator[Ticket]:
    """Whom `window` would call, in this order, if it did nothing else and nobody came."""
    sources: list[Iterator[Entry]] = [iter(window.kept)] if window.kept else []
    for serves in window.serves:
        queue = state.queues.get(serves.queue)
        if queue is not None and len(queue.line):
            line = queue.line.upcoming()
            sources.append(_lagging(line, serves.lag_minutes * MINUTE, now) if serves.lag_minutes else line)
    entries = sources[0] if len(sources) == 1 else merge(*sources)
    return (entry[2] for entry in entries)


def _lagging(line: Iterator[Entry], lag: int, now: int) -> Iterator[Entry]:
    """The part of a line that has waited for `lag`, that much later."""
    for place, order, ticket in line:
        if place + lag > now:
            return
        yield place + lag, order, ticket


def people_ahead(state: State, ticket: Ticket) -> int:
    """How many stand before a waiting ticket: in its queue, or among those kept for the same window. Exact."""
    if ticket.kept_for is not None:
        return state.window(ticket.kept_for).kept.before(ticket.place_at, ticket.order)
    return state.queue(ticket.queue).line.ahead(ticket)


def calls_before(state: State, ticket: Ticket) -> int:
    """How many calls come before a waiting ticket's own, at the open window that would reach it first.

    Windows share their time among queues, so this may be far more than the people ahead in its own queue. Exact for
    the head start while nobody comes or goes; without an open window it is the people ahead.
    """
    ahead = people_ahead(state, ticket)
    if ticket.kept_for is not None:
        return ahead
    at_windows = [
        ahead + _others_before(state, window, ticket, ticket.place_at + lag)
        for window, lag in state.serving(ticket.queue)
        if window.state is WindowState.OPEN
    ]
    return min(at_windows, default=ahead)


def _others_before(state: State, window: WindowNow, ticket: Ticket, place: int) -> int:
    """Of the window's other queues and of those kept for it, how many it would take before `place`."""
    others = (serves for serves in window.serves if serves.queue != ticket.queue)
    return window.kept.before(place, ticket.order) + sum(
        queue.line.before(place - serves.lag_minutes * MINUTE, ticket.order)
        for serves in others
        if (queue := state.queues.get(serves.queue)) is not None
    )


def return_place(state: State, ticket: Ticket, now: int) -> int:
    """Where a no-show who came back stands. Never before its old place, never after everybody.

    BEHIND counts those who stand in its lane of its own queue now: at least so many are called first, or all of them.
    """
    rules = state.config.rules
    if rules.return_place is ReturnPlace.ORIGINAL:
        return ticket.place_at
    if rules.return_place is ReturnPlace.END:
        return max(ticket.place_at, now)
    last = (
        state.queue(ticket.queue).line.lane_of(ticket).nth(rules.return_behind - 1) if rules.return_behind > 0 else None
    )
    if last is None:
        return ticket.place_at
    return max(ticket.place_at, min(last[0] + 1, now))


def longest_wait_at(queue: QueueNow) -> int | None:
    """Issue time of the one who waits longest. Found among the first few hundred: head starts are bounded."""
    return min((entry[2].issued_at for entry in islice(queue.line, 256)), default=None)
