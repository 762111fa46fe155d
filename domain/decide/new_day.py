"""The turn of the hall day. It never runs backwards, whatever the clock does."""

from __future__ import annotations

from collections import Counter

from domain.decide.fold import fold
from domain.events import DayClosed, DayOpened, Event
from domain.state.dump import dump, load
from domain.state.state import State
from domain.views.ticket import TicketState as S

_LEFT = (S.WAITING, S.CALLED, S.SERVING, S.HELD)


def is_over(state: State, now: int) -> bool:
    """Whether `now` is in a later hall day than the open one."""
    return state.days.of(now) > state.day


def turn(state: State, now: int) -> list[Event]:
    """Close the open day, if there is one, and open the one of `now`.

    Everything that still stands somewhere expires, a ticket in hand at that hour as well; a missed call stays one.
    So issued = served + no_show + cancelled + expired.
    """
    opened = DayOpened(at=now, day=state.days.of(now))
    if not state.day:
        return [opened]
    left = Counter(ticket.state for ticket in state.tickets.values())
    closed = DayClosed(
        at=now,
        day=state.day,
        issued=state.totals.issued,
        served=state.totals.served,
        no_show=left[S.NO_SHOW],
        cancelled=state.totals.cancelled,
        expired=state.totals.expired + sum(left[s] for s in _LEFT),
    )
    return [closed, opened]


def after(state: State, events: list[Event]) -> State:
    """A state of its own as it is after `events` have turned the day; `state` stays as it is."""
    next_state = State(state.config, state.verify, state.ticket_key)
    load(next_state, dump(state, tickets=False))
    for event in events:
        fold(next_state, event)
    return next_state
