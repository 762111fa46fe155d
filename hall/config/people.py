"""What a start with a changed `hall.toml` would do to the people in the hall, reported before the start.

The function that decides at the start (`domain/decide/settling.py`) is run on a copy of the store.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from domain.commands import Tick
from domain.config import HallConfig
from domain.decide.hall import Hall
from domain.decide.settling import stranded
from domain.events import DayClosed, Event, QueueRenamed, TicketPutBack, WindowOpened, WindowRenamed
from domain.refusal import Refusal
from domain.state.state import State
from domain.views.ticket import OPEN_STATES, TicketState
from hall.config.former import FORMER
from hall.config.review_keys import public_keys
from hall.disk.copied import CopiedStore, opened_to_read
from hall.disk.memory import remember
from kiosk.mqtt.messages import wall_ms

STORE = "hall.db"
SHOWN = 12
"""How many numbers of a queue are listed."""


def what_becomes(config: HallConfig, data: Path, now: int | None = None) -> list[str]:
    """A line for each ticket that a start with `config` would move or leave without a queue; empty: there is none.

    `data` is the hall's data folder or its hall.db; the hall may be running. Raises `ValueError` or `sqlite3.Error`
    if the store cannot be read.
    """
    path = data / STORE if data.is_dir() else data
    if not path.is_file():
        raise sqlite3.OperationalError(f"there is no {path}")
    hall = remember(config, CopiedStore(path), None, None).hall
    now = wall_ms() if now is None else now
    decided = hall.decide(Tick(), now)
    assert not isinstance(decided, Refusal)
    if any(isinstance(event, DayClosed) for event in decided):
        decided = hall.decide(Tick(), hall.state.last_issue_at)  # as if the hall were started on its last day
        assert not isinstance(decided, Refusal)
    lines = list(_moved(hall.state, decided))
    for event in decided:
        hall.apply(event)
    return [*lines, *_left(hall), *_items(hall)]


def lost_keys(config: HallConfig, data: Path) -> Iterator[str]:
    """A reason for each review key that the hall had at its last start and that `config` no longer has.

    `data` is the hall's data folder or its hall.db. Raises `sqlite3.Error` if that cannot be read.
    """
    with contextlib.closing(opened_to_read(data / STORE if data.is_dir() else data)) as db:
        row = db.execute("SELECT value FROM meta WHERE key = ?", (FORMER,)).fetchone()
    known = public_keys(config)
    for device in json.loads(row[0])["devices"] if row else ():
        name, key = device["id"], device["public_key"]
        if key and key not in known.get(name, ()):
            yield f"lacks the key {key} of {name}: what it has signed would count as not signed"


def _moved(state: State, events: Sequence[Event]) -> Iterator[str]:
    to = {event.queue: event.to for event in events if isinstance(event, QueueRenamed)}
    for event in events:
        if isinstance(event, QueueRenamed):
            people = [t.number for t in state.tickets.values() if t.queue == event.queue and t.state in OPEN_STATES]
            if people:
                yield f"queue {event.queue} is called {event.to} now: {_some(people)} go there, places unchanged"
            if booked := state.bookings.queues[event.queue]:
                yield f"queue {event.queue} is called {event.to} now: {booked} bookings go there"
        elif isinstance(event, WindowRenamed):
            yield f"window {event.window} is called {event.to} now: its clerk, its ticket and whom it holds go there"
        elif isinstance(event, TicketPutBack):
            ticket = state.tickets[event.ticket]
            how, queue = _HOW.get(ticket.state, "is kept for"), to.get(ticket.queue, ticket.queue)
            yield (
                f"{ticket.number} {how} window {event.window}, which is not in the file: waits again in {queue}, at the"
                " old place"
            )
        elif isinstance(event, WindowOpened):
            left = ", ".join(event.queues or ())
            yield f"window {event.window} serves a queue that is not in the file: goes on with {left}"


_HOW = {TicketState.CALLED: "is called to", TicketState.SERVING: "is served at", TicketState.HELD: "is held by"}


def _left(hall: Hall) -> Iterator[str]:
    by_queue: dict[str, list[str]] = {}
    for ticket in stranded(hall.state):
        by_queue.setdefault(ticket.queue, []).append(ticket.number)
    for queue, numbers in by_queue.items():
        yield (
            f"{_some(numbers)} in queue {queue}, which is not in the file: stay there; every open window calls them, in"
            f' order of time. Say was = ["{queue}"] at the queue that is to take them'
        )
    for queue, count in hall.state.bookings.queues.items():
        if hall.state.known_queue(queue) is None:
            yield (
                f"{count} bookings for queue {queue}, which is not in the file: no machine takes them, the desk may."
                f' Say was = ["{queue}"] at the queue that is to take them'
            )


def _items(hall: Hall) -> Iterator[str]:
    """Tickets for several items of which `config` has lost one, so that they would not be sent on for it."""
    lost: dict[str, list[str]] = {}
    for ticket in hall.state.tickets.values():
        for item in ticket.items if ticket.state in OPEN_STATES else ():
            if item not in hall.state.items:
                lost.setdefault(item, []).append(ticket.number)
    for item, numbers in lost.items():
        yield (
            f"{_some(numbers)} came for item {item}, which is not in the file: stay in their queue, and nobody sends"
            f' them on for it. Say was = ["{item}"] at the item that it is now'
        )


def _some(numbers: Iterable[str]) -> str:
    every = list(numbers)
    more = len(every) - SHOWN
    shown = ", ".join(every[:SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown
