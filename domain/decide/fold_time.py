"""What the turn of the day does to the state, and what a correction of the hall's time does.

A correction leaves everybody in place: instants noted in the wrong time are moved by the error, the open day gets its
right name, and tickets that a wrong turn of the day removed stand again where they stood.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta

from domain import events as e
from domain.health.alarms import HELP_UNANSWERED, NUMBER_TWICE
from domain.staff.ways import asks_proof
from domain.state.dump import copied, dump_left, load
from domain.state.left import DAYS_KEPT, USED_KEPT, LeftBehind
from domain.state.state import State, Totals, WindowNow
from domain.state.ticket import Ticket
from domain.ticket_number import numbers_like
from domain.views.ticket import OPEN_STATES, TicketState
from domain.views.window import WindowState

OFFLINE_KEPT = timedelta(days=32)
"""Longer than `issuing.LONGEST_AWAY_MS`, up to which the report of an offline number is believed."""

BACK_MS = 12 * 3_600_000
"""A day that was closed at most this long before the correction was closed by the wrong time."""


def day_opened(state: State, event: e.DayOpened) -> None:
    """Counters start again, unless this day was open before: then they go on, because its numbers are on paper."""
    state.day = event.day
    state.last_issue_at = event.at
    state.order = 0
    for name, counter in state.used.pop(event.day, {}).items():
        state.queue(name).run.skip(counter)


def day_closed(state: State, event: e.DayClosed) -> None:
    """Nothing personal stays: tickets with their phones, hashes and codes are removed, and so are bookings that are
    over."""
    _remember(state, event.day, event.at)
    for name in state.lost:
        state.forget_queue(name)
    for queue in state.queues.values():
        queue.end_day(state.config.rules)
        queue.run.end_day()
    for name in [name for name, window in state.windows.items() if not window.known]:
        del state.windows[name]
    for window in state.windows.values():
        window.end_day()
    state.windows_changed()
    state.tickets.clear()
    state.numbers.clear()
    state.missed.clear()
    state.put_back.clear()
    since = (date.fromisoformat(event.day) - OFFLINE_KEPT).strftime("%Y%m%d")
    state.offline = {ticket for ticket in state.offline if ticket >= since}  # an id begins with its day
    state.people.forget()
    state.phones.forget()
    state.phone_codes.forget()
    state.pickups.clear()
    state.totals = Totals()
    state.reprints.forget()
    state.calls.clear()
    state.sessions.end_day(event.at)
    state.faults.forget(NUMBER_TWICE)
    state.help.forget()
    state.faults.forget(HELP_UNANSWERED)
    state.bookings.end_day(event.at, state.config.booking.barred_days)
    state.cases.end_day(event.at, state.config.cases.keep_days)


def _remember(state: State, day: str, at: int) -> None:
    """Note who was still there and which numbers were given."""
    state.left = [*state.left, LeftBehind(day, at, dump_left(state))][-DAYS_KEPT:]
    note_numbers(state, day, _given(state))


def _given(state: State) -> dict[str, int]:
    return {name: queue.counter for name, queue in state.queues.items() if queue.counter}


def note_numbers(state: State, day: str, given: Mapping[str, int]) -> None:
    """Numbers of `day` up to these counters (queue → counter) are on paper: when that day opens, it goes on above
    them."""
    before = state.used.pop(day, {})
    if given or before:
        state.used[day] = {name: max(given.get(name, 0), before.get(name, 0)) for name in {**given, **before}}
    while len(state.used) > USED_KEPT:
        del state.used[next(iter(state.used))]


def time_corrected(state: State, event: e.TimeCorrected) -> None:
    """Everybody stays in place, in the right day and at the right time."""
    wrong_at = event.at - event.shift_ms
    moved = _Moved(event)
    if event.ended:
        _send_away(state, event, wrong_at)
    _move(state, moved)
    if event.day != state.day:
        note_numbers(state, state.day, _given(state))
    closed_since = max(event.since, wrong_at - BACK_MS)
    for left in reversed(state.left):
        back = left.day >= event.day if event.day < state.day else left.closed_at >= closed_since
        if back and not event.ended:
            there = State(state.config)
            load(there, left.dumped)
            _move(there, moved)
            _put_back(state, there)
            state.left = [one for one in state.left if one is not left]
    state.day = event.day
    for name, counter in state.used.pop(event.day, {}).items():
        state.queue(name).run.skip(counter)
    state.last_issue_at = event.at
    fresh = copied(state)
    state.__dict__.update(fresh.__dict__)  # rebuild the indexes (lines, numbers, people) from the corrected times


def _send_away(state: State, event: e.TimeCorrected, wrong_at: int) -> None:
    """The day ended while the machine was off: tickets issued before the start belong to the day before."""
    gone = {name: ticket for name, ticket in state.tickets.items() if ticket.issued_at < event.since}
    state.left = [*state.left, LeftBehind(state.day, wrong_at, dump_left(state, gone))][-DAYS_KEPT:]
    state.totals.expired += sum(ticket.state in OPEN_STATES for ticket in gone.values())
    for window in state.windows.values():
        if window.ticket is not None and window.ticket.id in gone:
            window.ticket, window.busy_from, window.free_at = None, None, event.since
        window.held = {name: ticket for name, ticket in window.held.items() if name not in gone}
    state.tickets = {name: ticket for name, ticket in state.tickets.items() if name not in gone}
    state.missed = {name: ticket for name, ticket in state.missed.items() if name not in gone}
    state.put_back = {name: why for name, why in state.put_back.items() if name not in gone}


class _Moved:
    """`moved(t)`: an instant noted in the wrong time, converted to the right one. Other instants stay as they are."""

    def __init__(self, event: e.TimeCorrected) -> None:
        self._event = event

    def wrong(self, at: int) -> bool:
        """Whether the instant was noted in the wrong time. Correction backwards: everything after the right time;
        forwards: everything noted since the time was wrong."""
        event = self._event
        return at > event.at if event.shift_ms < 0 else at >= event.since

    def __call__(self, at: int) -> int:
        return at + self._event.shift_ms if self.wrong(at) else at

    def at_all(self, at: int | None) -> int | None:
        return None if at is None else self(at)

    @property
    def shift_ms(self) -> int:
        return self._event.shift_ms


def _move(state: State, moved: _Moved) -> None:
    for ticket in state.tickets.values():
        _move_ticket(ticket, moved)
    for window in state.windows.values():
        window.busy_from, window.free_at = moved.at_all(window.busy_from), moved.at_all(window.free_at)
        if window.pause is not None and moved.wrong(window.pause.since):
            until = None if window.pause.until is None else window.pause.until + moved.shift_ms
            window.pause = replace(window.pause, since=moved(window.pause.since), until=until)
    calls = [replace(call, at=moved(call.at)) for call in state.calls]
    state.calls.clear()
    state.calls.extend(calls)
    state.acted_at = moved(state.acted_at)
    if state.emergency is not None:
        state.emergency = replace(state.emergency, since=moved(state.emergency.since))
    state.sessions.move(moved.wrong, moved.shift_ms)
    state.help.move(moved)


def _move_ticket(ticket: Ticket, moved: _Moved) -> None:
    if moved.wrong(ticket.issued_at):
        ticket.issued_at += moved.shift_ms
        if ticket.appointment is None:  # a booking's place is the start of its slot, which was never wrong
            ticket.effective_at += moved.shift_ms
            ticket.returned_to = None if ticket.returned_to is None else ticket.returned_to + moved.shift_ms
    ticket.called_at = moved.at_all(ticket.called_at)
    ticket.started_at = moved.at_all(ticket.started_at)
    ticket.finished_at = moved.at_all(ticket.finished_at)
    ticket.held_at = moved.at_all(ticket.held_at)
    ticket.missed_at = moved.at_all(ticket.missed_at)


def _put_back(state: State, there: State) -> None:
    """Put the tickets of `there`, the state that was left behind, into `state` where they stood. The caller rebuilds
    the lines."""
    for ticket in state.tickets.values():
        ticket.order += there.order  # those of the earlier day came first
    state.order += there.order
    _tell_apart(state, there)
    state.tickets = there.tickets | state.tickets
    state.missed = there.missed | state.missed
    state.put_back = there.put_back | state.put_back
    proved = asks_proof(state.config.sign_in)  # where names are believed, one name may be at several windows
    sitting = {window.clerk for window in state.windows.values() if proved and window.clerk is not None}
    for name, was in there.windows.items():
        _put_back_window(state.window(name), was, sitting)
    for name, queue in there.queues.items():
        mine = state.queue(name)
        mine.run.given(queue.counter)
        mine.issued += queue.issued
    totals, before = state.totals, there.totals
    state.totals = Totals(
        issued=totals.issued + before.issued,
        served=totals.served + before.served,
        cancelled=totals.cancelled + before.cancelled,
        expired=totals.expired + before.expired,
        notices=totals.notices + before.notices,
    )
    state.bookings.put_back(there.bookings)
    state.windows_changed()


def _tell_apart(state: State, there: State) -> None:
    """A number that was given in both days is on two papers. The later ticket is called as `A001-2` (ADR 19)."""
    taken = {ticket.number for ticket in there.tickets.values()}
    for ticket in state.tickets.values():
        if ticket.number in taken:
            ticket.number = next(name for name in numbers_like(ticket.number) if name not in taken)
        taken.add(ticket.number)


def _put_back_window(window: WindowNow, was: WindowNow, sitting: Collection[str]) -> None:
    """Give a closed window back its clerk and its ticket in hand. If the window works again already, or its clerk sits
    at another one, that ticket is held instead."""
    window.served += was.served
    window.held = was.held | window.held
    if window.state is WindowState.CLOSED and window.ticket is None and was.clerk not in sitting:
        window.state, window.clerk, window.pause = was.state, was.clerk, was.pause
        window.serves, window.tidal = was.serves, was.tidal
        window.ticket, window.busy_from, window.free_at = was.ticket, was.busy_from, was.free_at
    elif was.ticket is not None:
        was.ticket.state, was.ticket.held_at = TicketState.HELD, was.ticket.started_at or was.ticket.called_at
        window.held[was.ticket.id] = was.ticket
