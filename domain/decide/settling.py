"""After a start with a changed `hall.toml`: what happens to tickets whose queue or window the file no longer has.

- A queue or window whose id stands in the `was` of another one is renamed to it, with everything in it.
- A ticket called, served, held by or kept for a lost window waits again in its queue, at its old place.
- A ticket in a lost queue that no `was` names stays there. Every open window calls from that queue as from its own,
  in order of time, and may transfer its tickets. The alarm `hall.queue_lost` names them.

A `Tick` decides this, so it is on disk before any request is answered, and tried again while the disk is full.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.events import (
    DeviceFault,
    Event,
    QueueRenamed,
    TicketPutBack,
    WindowClosed,
    WindowOpened,
    WindowPaused,
    WindowRenamed,
)
from domain.health.alarm_codes import HALL, alarm
from domain.health.alarms import PUT_BACK, QUEUE_LOST
from domain.state.state import State, WindowNow
from domain.state.ticket import Ticket
from domain.views.ticket import TicketState
from domain.views.window import WindowState

NAMED = 40
"""How many numbers an alarm names; of the others it gives the count."""


def settle(state: State, now: int) -> list[Event]:
    """The events that fit the tickets and windows to the configuration; none if they fit already."""
    lost = [window for window in state.windows.values() if not window.known]
    if not (lost or state.lost or state.put_back or _raised(state) or any(_lost(state))):
        return []
    queues = dict(_renamed_queues(state))
    windows = _renamed_windows(state, lost)
    events: list[Event] = [QueueRenamed(at=now, queue=old, to=new) for old, new in queues.items()]
    events += [WindowRenamed(at=now, window=old, to=new) for old, new in windows.items()]
    for window in lost:
        if window.config.id not in windows:
            events += _cleared(window, queues, now)
    for window in state.windows.values():
        if window.works and window.tidal:
            events += _usual_again(state, window, queues, now)
    return events or list(_alarms(state, now))  # alarms about these events come with the next `Tick`


def told(events: Iterable[Event]) -> Iterator[str]:
    """What was settled, in lines for the program's log."""
    for event in events:
        if isinstance(event, QueueRenamed):
            yield f"queue {event.queue} is {event.to} now, with everybody in it"
        elif isinstance(event, WindowRenamed):
            yield f"window {event.window} is {event.to} now, with all that it holds"
        elif isinstance(event, TicketPutBack):
            yield f"{event.ticket} was at window {event.window}, which is no more, and waits again in {event.queue}"
        elif isinstance(event, DeviceFault) and event.device == HALL and event.code == QUEUE_LOST and not event.cleared:
            yield f"queues that are no more: {event.detail}"


def stranded(state: State) -> list[Ticket]:
    """The tickets that wait in lost queues, in the order of their places."""
    found = [ticket for name in state.lost for ticket in _waiting_in(state, name)]
    return sorted(found, key=lambda ticket: (ticket.effective_at, ticket.order))


def is_stranded(state: State, ticket: Ticket) -> bool:
    return ticket.state is TicketState.WAITING and not state.has(ticket.queue)


def _waiting_in(state: State, queue: str) -> Iterable[Ticket]:
    yield from (entry[2] for entry in state.queue(queue).line)
    if state.queue(queue).kept:
        for window in state.windows.values():
            yield from (entry[2] for entry in window.kept if entry[2].queue == queue)


def _renamed_queues(state: State) -> Iterator[tuple[str, str]]:
    lost = {*state.lost, *state.bookings.queues}
    for queue in state.config.queues:
        yield from ((old, queue.id) for old in queue.was if old in lost and old != queue.id)


def _renamed_windows(state: State, lost: Iterable[WindowNow]) -> dict[str, str]:
    """Old window → new window. Only a closed window without tickets takes over another one. If its `was` names several
    lost windows, it takes over the first; the others are cleared."""
    names = {window.config.id for window in lost}
    found = {}
    for window in state.config.windows:
        here = state.windows[window.id]
        if here.state is not WindowState.CLOSED or here.ticket is not None or here.held:
            continue
        old = next((name for name in window.was if name in names and not _empty(state.windows[name])), None)
        if old is not None:
            found[old] = window.id
    return found


def _empty(window: WindowNow) -> bool:
    return window.state is WindowState.CLOSED and window.ticket is None and not window.held and not window.served


def _cleared(window: WindowNow, renamed: dict[str, str], now: int) -> Iterator[Event]:
    """All its tickets wait again in their queues, and the window is closed."""
    here = [*([window.ticket] if window.ticket is not None else []), *window.held.values()]
    for ticket in [*here, *(entry[2] for entry in window.kept)]:
        queue = renamed.get(ticket.queue, ticket.queue)
        yield TicketPutBack(at=now, ticket=ticket.id, queue=queue, window=window.config.id)
    if window.state is not WindowState.CLOSED:
        yield WindowClosed(at=now, window=window.config.id)


def _usual_again(state: State, window: WindowNow, renamed: dict[str, str], now: int) -> Iterator[Event]:
    """A tidal window goes on with those of its queues that still exist, or with its configured ones if none does."""
    queues = tuple(serves.queue for serves in window.serves)
    left = tuple(queue for queue in queues if queue in renamed or state.has(queue))
    if left == queues:
        return
    kept = tuple(dict.fromkeys(renamed.get(queue, queue) for queue in left))
    usual = tuple(serves.queue for serves in window.config.serves)
    yield WindowOpened(at=now, window=window.config.id, clerk=window.clerk or "", queues=kept or usual)
    if window.pause is not None:
        pause = window.pause
        yield WindowPaused(
            at=now, window=window.config.id, reason=pause.reason, contact=pause.contact, until=pause.until
        )


def _raised(state: State) -> bool:
    return not {QUEUE_LOST, PUT_BACK}.isdisjoint(state.faults.of(HALL))


def _alarms(state: State, now: int) -> Iterator[Event]:
    lost = list(_lost(state))
    back = [f"{state.tickets[ticket].number} (was at {window})" for ticket, window in state.put_back.items()]
    for code, detail in ((QUEUE_LOST, "; ".join(lost)), (PUT_BACK, _numbers(back) if back else "")):
        if state.faults.changes(HALL, code, detail, cleared=not detail):
            yield alarm(now, HALL, code, detail, cleared=not detail)


def _lost(state: State) -> Iterator[str]:
    for name in state.lost:
        numbers = [ticket.number for ticket in _waiting_in(state, name)]
        if numbers:
            yield f"{name}: {_numbers(numbers)}"
    for name in state.bookings.queues:
        if state.known_queue(name) is None:
            yield f"{name}: booked"


def _numbers(numbers: list[str]) -> str:
    more = len(numbers) - NAMED
    return ", ".join(numbers[:NAMED]) + (f" and {more} more" if more > 0 else "")
