"""The snapshots of queues, calls, windows and the emergency notice, made from the state. Nothing here changes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from domain.decide.hall import Hall
from domain.decide.help_calls.calls import help_view
from domain.decide.numbers import of_one_paper
from domain.decide.reprinting import reprint_view
from domain.decide.settling import stranded
from domain.emergency.views import EmergencySnapshot
from domain.help.views import HelpSnapshot
from domain.queue.order import longest_wait_at, upcoming
from domain.queue.status import ticket_view
from domain.queue.wait import estimate
from domain.show.cases import of_window
from domain.show.public import clerk_card
from domain.state.state import QueueNow, State, WindowNow
from domain.state.ticket import Ticket
from domain.views.public import CallsSnapshot, Pause, QueuesSnapshot, QueueStatus, QueueView
from domain.views.queries import HallSnapshot
from domain.views.ticket import TicketView
from domain.views.window import CaseLine, RatingView, WindowQueue, WindowSnapshot, WindowState

NEXT_OF_QUEUE = 5
NEXT_OF_WINDOW = 3
MISSED_SHOWN = 12
CASES_OF_WINDOW = 20


def queues_snapshot(hall: Hall, now: int, version: int) -> QueuesSnapshot:
    """The snapshot of `public/queues`."""
    queues = tuple(_queue(hall.state, queue, now) for queue in hall.state.queues.values() if queue.known)
    return QueuesSnapshot(version=version, at=now, day=hall.day, queues=queues)


def _queue(state: State, queue: QueueNow, now: int) -> QueueView:
    moment = queue.hours.at(now)
    serving = state.serving(queue.config.id)
    status = _status(queue, moment.status, [window.state for window, _ in serving])
    gives = moment.status in {QueueStatus.OPEN, QueueStatus.EARLY}
    return QueueView(
        id=queue.config.id,
        status=status,
        waiting=queue.waiting,
        wait=estimate(state, queue, len(queue.line), now, now) if gives else None,
        next=tuple(entry[2].number for entry in islice(queue.line.upcoming(), NEXT_OF_QUEUE)),
        windows=sum(window.state is WindowState.OPEN for window, _ in serving),
        longest_wait_at=longest_wait_at(queue),
        opens_at=queue.opens_at(now),
        closes_at=moment.closes_at,
        pause=_soonest((window.pause for window, _ in serving), now) if status is QueueStatus.PAUSED else None,
        given=queue.counter,
    )


def _soonest(pauses: Iterable[Pause | None], now: int) -> Pause | None:
    """The pause that ends first, because then somebody is called again. A pause whose end has passed is left out."""

    def order(pause: Pause) -> tuple[bool, bool, int]:
        return pause.until is not None and pause.until <= now, pause.until is None, pause.until or 0

    return min((pause for pause in pauses if pause is not None), key=order, default=None)


def _status(queue: QueueNow, by_hours: QueueStatus, windows: list[WindowState]) -> QueueStatus:
    """The status of a queue: the calendar decides first, then whether numbers are left today, then whether a window
    serves it."""
    if by_hours not in {QueueStatus.OPEN, QueueStatus.EARLY}:
        return by_hours
    if queue.used_up:
        return QueueStatus.FULL
    if windows and all(state is WindowState.PAUSED for state in windows):
        return QueueStatus.PAUSED
    return by_hours


def calls_snapshot(hall: Hall, now: int, version: int) -> CallsSnapshot:
    """The snapshot of `public/calls`."""
    return CallsSnapshot(version=version, at=now, day=hall.day, calls=tuple(hall.state.calls))


def emergency_snapshot(hall: Hall, now: int, version: int) -> EmergencySnapshot:
    """The snapshot of `public/emergency`."""
    return EmergencySnapshot(version=version, at=now, emergency=hall.state.emergency)


def help_snapshot(hall: Hall, now: int, version: int) -> HelpSnapshot:
    """`public/help`."""
    calls = tuple(help_view(hall.state, one) for one in hall.state.help)
    return HelpSnapshot(version=version, at=now, day=hall.day, calls=calls)


def window_snapshot(hall: Hall, window: str, now: int, version: int) -> WindowSnapshot:
    """The snapshot of `window/{window}/state`. `window` must be in the configuration."""
    state = hall.state
    shown = state.windows[window]
    clerk = state.clerks.get(shown.clerk or "")
    limit = state.config.rules.recall_limit
    cases = tuple(of_window(state, window))
    return WindowSnapshot(
        version=version,
        at=now,
        day=hall.day,
        window=window,
        number=shown.config.number,
        name=shown.config.name,
        kind=shown.config.kind.value,
        state=shown.state,
        clerk=clerk_card(clerk) if clerk else None,
        ticket=_in_hand(state, shown.ticket) if shown.ticket else None,
        pause=shown.pause,
        rating=_rating(state, shown),
        queues=tuple(_window_queues(state, shown)),
        next=tuple(ticket_view(ticket) for ticket in islice(upcoming(state, shown, now), NEXT_OF_WINDOW)),
        held=tuple(ticket_view(ticket) for ticket in _held(state, shown)),
        no_show=tuple(ticket_view(ticket) for ticket in islice(_missed(state, shown), MISSED_SHOWN)),
        recalls_left=max(limit - shown.ticket.recalls, 0) if shown.ticket else limit,
        served_today=shown.served,
        tidal=shown.tidal,
        reprint=reprint_view(state, state.reprints.last_of(window)),
        cases=tuple(CaseLine(case=one.case, kind=one.kind, at=one.at) for one in cases[:CASES_OF_WINDOW]),
        cases_in_all=len(cases),
    )


def _in_hand(state: State, ticket: Ticket) -> TicketView:
    """The ticket in hand, with the numbers of other papers that look the same, so that the clerk can tell their holders
    apart."""
    papers = of_one_paper(state, ticket.number)
    return replace(ticket_view(ticket), papers=tuple(one.number for one in papers) if len(papers) > 1 else ())


def _rating(state: State, window: WindowNow) -> RatingView | None:
    session = state.sessions.get(window.rating)
    if session is None:
        return None
    return RatingView(
        session=session.id,
        nonce=session.nonce,
        number=session.number,
        state=session.state,
        invited_at=session.invited_at,
        expires_at=session.expires_at,
    )


def _window_queues(state: State, window: WindowNow) -> Iterable[WindowQueue]:
    for serves in window.serves:
        queue = state.queues.get(serves.queue)
        if queue is not None:
            yield WindowQueue(
                id=serves.queue,
                waiting=queue.waiting,
                longest_wait_at=longest_wait_at(queue),
                lag_minutes=serves.lag_minutes,
            )


def _held(state: State, window: WindowNow) -> Iterable[Ticket]:
    """The held tickets that a window shows: its own, and those of its queues held at windows where nobody works."""
    yield from window.held.values()
    queues = {serves.queue for serves in state.served(window)}
    for other in state.windows.values():
        if other is not window and not other.works:
            yield from (ticket for ticket in other.held.values() if ticket.queue in queues)


def _missed(state: State, window: WindowNow) -> Iterable[Ticket]:
    """No-shows of this window's queues that may still return, newest first."""
    queues = {serves.queue for serves in state.served(window)}
    return (t for t in reversed(state.missed.values()) if t.queue in queues or t.window == window.config.id)


def hall_snapshot(hall: Hall, now: int, version: int, devices: tuple[dict[str, object], ...] = ()) -> HallSnapshot:
    """The whole answer to `hall.snapshot`. `devices`: what the service knows of the devices."""
    windows = (name for name, window in hall.state.windows.items() if window.known)
    return HallSnapshot(
        version=version,
        at=now,
        day=hall.day,
        queues=queues_snapshot(hall, now, version).queues,
        calls=tuple(hall.state.calls),
        windows=tuple(window_snapshot(hall, name, now, version) for name in windows),
        devices=devices,
        help=help_snapshot(hall, now, version).calls,
        alarms=tuple(hall.state.faults.views()),
        emergency=hall.state.emergency,
        stranded=tuple(ticket_view(ticket) for ticket in stranded(hall.state)),
    )
