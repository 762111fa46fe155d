"""What is true of a hall after every step, whatever happened: each ticket stands in exactly the one place that its
state says, and a hall read again from its snapshot would call the same people in the same order."""

from __future__ import annotations

import json
from collections import Counter

from domain.decide.hall import Hall
from domain.queue.order import next_ticket, people_ahead, upcoming
from domain.state.ticket import Ticket
from domain.views.ticket import TicketState
from domain.views.window import WindowState

GONE = {TicketState.SERVED, TicketState.CANCELLED, TicketState.EXPIRED}


def everything_is_in_its_place(hall: Hall) -> None:
    """Queues, windows and lists hold the tickets of the day, each once, by their state."""
    state = hall.state
    places: Counter[tuple[str, TicketState]] = Counter()
    for name, queue in state.queues.items():
        own = [ticket for ticket in waiting(hall) if ticket.queue == name]
        in_line = [ticket for ticket in own if ticket.kept_for is None]
        assert as_it_has_them(queue.line) == by_time(in_line), f"the line of {name} is not its waiting tickets"
        assert len(queue.line) == len(in_line)
        assert queue.kept == len(own) - len(in_line)
        ahead = {ticket.id: people_ahead(state, ticket) for ticket in in_line}
        assert [ticket.id for _, _, ticket in queue.line.upcoming()] == sorted(ahead, key=lambda one: ahead[one])
        assert sorted(ahead.values()) == list(range(len(in_line)))
    for name, window in state.windows.items():
        kept = [ticket for ticket in waiting(hall) if ticket.kept_for == name]
        assert as_it_has_them(window.kept) == by_time(kept), f"not everyone kept for {name} is there"
        assert not kept or window.state is not WindowState.CLOSED, f"{name} is closed and keeps somebody"
        places.update((one, TicketState.HELD) for one in window.held)
        if window.ticket is not None:
            assert window.ticket.window == name
            assert window.ticket.state in {TicketState.CALLED, TicketState.SERVING}
            places[window.ticket.id, window.ticket.state] += 1
    places.update((name, TicketState.NO_SHOW) for name in state.missed)
    elsewhere = GONE | {TicketState.WAITING}
    assert places == Counter((t.id, t.state) for t in state.tickets.values() if t.state not in elsewhere)
    assert all(state.numbers[ticket.number] is ticket for ticket in state.numbers.values())


def it_is_the_hall_of_its_snapshot(hall: Hall, now: int) -> None:
    """Read again, it is the same to the last field, and each window would call the same people."""
    row = json.loads(json.dumps(hall.dump()))
    again = Hall.load(hall.config, row, verify=hall.state.verify, ticket_key=hall.state.ticket_key)
    assert again.dump() == hall.dump() == row
    assert waiting_and_known(again) == waiting_and_known(hall)
    for name, window in hall.state.windows.items():
        order = coming(hall, name, now)
        assert order == coming(again, name, now), f"{name} calls others after a restart"
        first = next_ticket(hall.state, window, now)
        assert order[:1] == ([] if first is None else [first.id])


def waiting_and_known(hall: Hall) -> tuple[dict[str, int], dict[str, str]]:
    """How many wait in each queue, and which ticket each number of today is."""
    state = hall.state
    waiting = {name: queue.waiting for name, queue in state.queues.items()}
    return waiting, {number: ticket.id for number, ticket in state.numbers.items()}


def coming(hall: Hall, window: str, now: int) -> list[str]:
    return [ticket.id for ticket in upcoming(hall.state, hall.state.windows[window], now)]


def waiting(hall: Hall) -> list[Ticket]:
    return [ticket for ticket in hall.state.tickets.values() if ticket.state is TicketState.WAITING]


def as_it_has_them(line: object) -> list[tuple[int, int, str]]:
    """Where each one stands, as the line has it."""
    return sorted((place, order, ticket.id) for place, order, ticket in line)  # type: ignore[attr-defined]


def by_time(tickets: list[Ticket]) -> list[tuple[int, int, str]]:
    """Where each one should stand."""
    return sorted((ticket.effective_at, ticket.order, ticket.id) for ticket in tickets)
