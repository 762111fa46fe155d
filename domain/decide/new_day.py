"""The turn of the hall day, and the correction of the hall's time. Both follow the hall's own time, which never jumps
by itself (`domain/calendar/hall_clock.py`)."""

from __future__ import annotations

from collections import Counter
from datetime import date

from domain.calendar.day import Days
from domain.calendar.hall_clock import EARLIEST_MS
from domain.commands import CorrectTime, SetDay
from domain.decide.fold import fold
from domain.events import AppointmentMissed, DayClosed, DayOpened, Event, TimeCorrected
from domain.health.alarm_codes import HALL, alarm
from domain.health.alarms import FORMER_DEVICE
from domain.refusal import Code, Context, Decision, Refusal, no
from domain.state.appointments import Booking
from domain.state.dump import dump, load
from domain.state.state import State
from domain.views.ticket import TicketState as S

_LAST_DAY = "2999-12-31"
_LEFT = (S.WAITING, S.CALLED, S.SERVING, S.HELD)


def is_over(state: State, now: int) -> bool:
    """Whether `now` is in a later hall day than the open one."""
    return state.days.of(now) > state.day


def turn(state: State, now: int) -> list[Event]:
    """Close the open day, if there is one, and open the one of `now`.

    Every ticket that still waits, is in hand or held expires; a no-show stays a no-show. So issued = served + no_show +
    cancelled + expired. A booking of the day with which nobody came is missed, unless nobody could come: the hall did
    not open that day, or the slot no longer lies in its hours.
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
        notices=state.totals.notices,
    )
    missed = [
        AppointmentMissed(at=now, code=one.code, queue=one.queue, starts_at=one.starts_at)
        for one in state.bookings
        if _may_be_missed(one) and one.ends_at <= now and _was_served(state, one)
    ]
    former = [alarm(now, HALL, FORMER_DEVICE, cleared=True)] if _former_told(state) else []
    return [*missed, closed, *former, opened]


def _may_be_missed(booking: Booking) -> bool:
    """Whether its holder should have come and did not. Who waits at home for a visit checks in nowhere."""
    return booking.address is None and booking.ticket is None and not booking.came


def _was_served(state: State, booking: Booking) -> bool:
    """Whether its slot belongs to the open day and its queue still had service hours then. The calendar may have been
    changed since, for a storm, or the queue removed."""
    if state.days.of(booking.starts_at) != state.day:
        return False
    queue = state.known_queue(booking.queue)
    if queue is None or queue.hours.calendar is None:
        return queue is not None
    spans = queue.hours.spans(date.fromisoformat(state.day))
    return any(span.opens_at < booking.ends_at and span.closes_at > booking.starts_at for span in spans)


def _former_told(state: State) -> bool:
    return FORMER_DEVICE in state.faults.of(HALL)


def correct(state: State, asked: CorrectTime, context: Context) -> Decision:
    """Correct the hall's time by `shift_ms`.

    If that leads into a later day and nobody has acted since the time may have been wrong, the day turns as usual: the
    people of then have gone. If somebody has acted, everybody stays in place, except those who came before the machine
    was off.
    """
    if not state.day:
        return []
    at = context.now + asked.shift_ms
    day = state.days.of(at)
    if day > state.day and state.acted_at < asked.since:
        return turn(state, at)
    ended = asked.started and day > state.day
    return [TimeCorrected(at=at, day=day, shift_ms=asked.shift_ms, since=asked.since, ended=ended)]


def asked_day(asked: SetDay, days: Days) -> date | Refusal:
    """The hall day that a supervisor names, or a refusal if it is no day that a hall can be in."""
    try:
        day = date.fromisoformat(asked.day)
    except ValueError:
        return no(Code.DAY_INVALID, "not a date like 2026-11-30")
    if asked.day != day.isoformat() or not days.of(EARLIEST_MS) <= asked.day <= _LAST_DAY:
        return no(Code.DAY_INVALID, "no day that a hall can be in")
    return day


def same_time(now: int, day: date, days: Days) -> int:
    """The instant in hall day `day` that has the same time of day as `now`."""
    if days.of(now) == day.isoformat():
        return now
    return days.instant(day, days.local(now).time().replace(microsecond=0)) + now % 1000


def set_day(state: State, asked: SetDay, context: Context) -> Decision:
    """Set the hall day that a supervisor names, at the present time of day. The service, which has clocks,
    may know the time better (`hall/clock/`)."""
    day = asked_day(asked, state.days)
    if isinstance(day, Refusal):
        return day
    shift_ms = same_time(context.now, day, state.days) - context.now
    return correct(state, CorrectTime(shift_ms=shift_ms, since=0), context)


def after(state: State, events: list[Event]) -> State:
    """A new state, as it is after `events` have turned the day. `state` itself does not change."""
    next_state = State(state.config, state.verify, state.ticket_key)
    next_state.former = state.former
    load(next_state, dump(state, tickets=False))
    for event in events:
        fold(next_state, event)
    return next_state
