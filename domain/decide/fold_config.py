"""What a queue's or a window's new id does to the state: everything that stood under the old one stands under it."""

from __future__ import annotations

from dataclasses import replace

from domain import events as e
from domain.config import Serves
from domain.state.state import State, WindowNow


def queue_renamed(state: State, event: e.QueueRenamed) -> None:
    """The new queue may have tickets already: every ticket stands by its own effective time."""
    old, new = state.queue(event.queue), state.queue(event.to)
    for ticket in state.tickets.values():
        if event.queue in ticket.visited:
            ticket.visited = tuple(dict.fromkeys(event.to if name == event.queue else name for name in ticket.visited))
        if ticket.queue == event.queue:
            ticket.queue = event.to
    for _, _, ticket in list(old.line):
        new.line.add(ticket)
    if not new.issued:  # a ratio round that has begun goes on
        new.line.set_turns(old.line.turns())
    new.kept += old.kept
    new.issued += old.issued
    if old.counter < new.config.last:  # with another range the counter begins anew; used numbers are never given again
        new.run.given(old.counter)
    new.times.extend(old.times)
    state.bookings.renamed(event.queue, event.to)
    calls = [replace(call, queue=event.to) if call.queue == event.queue else call for call in state.calls]
    state.calls.clear()
    state.calls.extend(calls)
    for window in state.windows.values():
        if window.tidal and any(serves.queue == event.queue for serves in window.serves):
            serves = (event.to if one.queue == event.queue else one.queue for one in window.serves)
            lags = {one.queue: one.lag_minutes for one in window.config.serves}
            window.serves = tuple(Serves(queue=q, lag_minutes=lags.get(q, 0)) for q in dict.fromkeys(serves))
    if old.known:  # the new configuration uses the old id for another queue
        old.end_day(state.config.rules)
        if not old.config.series:  # the run of a series goes on for its other queues
            old.run.end_day()
    state.forget_queue(event.queue)
    state.windows_changed()


def window_renamed(state: State, event: e.WindowRenamed) -> None:
    """The window `to` is closed and has no tickets: `settling.py` decides a renaming only then."""
    old, new = state.window(event.window), state.window(event.to)
    new.state, new.clerk, new.pause = old.state, old.clerk, old.pause
    if old.tidal:
        new.serves, new.tidal = old.serves, True
    new.ticket, new.kept, new.held = old.ticket, old.kept, old.held
    new.rating, new.busy_from, new.free_at = old.rating or new.rating, old.busy_from, old.free_at
    new.served += old.served
    for ticket in state.tickets.values():
        if ticket.window == event.window:
            ticket.window = event.to
        if ticket.kept_for == event.window:
            ticket.kept_for = event.to
    state.sessions.renamed(event.window, event.to)
    state.reprints.renamed(event.window, event.to)
    state.help.renamed(event.window, event.to)
    if old.known:  # the new configuration uses the old id for another window
        state.windows[event.window] = WindowNow(old.config, old.config.serves)
    else:
        del state.windows[event.window]
    state.windows_changed()
