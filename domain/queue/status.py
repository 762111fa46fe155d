"""The status of one ticket, for its holder, a clerk or a machine."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from domain.queue.order import people_ahead
from domain.queue.wait import estimate
from domain.state.state import State
from domain.state.ticket import IN_HAND, Ticket
from domain.views.ticket import IssueAnswer, TicketState, TicketView
from domain.views.window import WindowState

_AT_WINDOW = IN_HAND | {TicketState.HELD, TicketState.NO_SHOW, TicketState.SERVED}


def ticket_status(state: State, ticket: Ticket, now: int, *, key: str | None = None) -> IssueAnswer:
    """The status of a ticket for its holder. No wait is estimated for a ticket that is kept for one window."""
    queue = state.queue(ticket.queue)
    waiting = ticket.state is TicketState.WAITING
    in_line = waiting and ticket.kept_for is None
    ahead = people_ahead(state, ticket) if waiting else 0
    return IssueAnswer(
        ticket=ticket.id,
        number=ticket.number,
        queue=ticket.queue,
        ahead=ahead,
        wait=estimate(state, queue, ahead, ticket.effective_at, now) if in_line else None,
        issued_at=ticket.issued_at,
        state=ticket.state,
        windows=tuple(w.config.number for w, _ in state.serving(ticket.queue) if w.state is WindowState.OPEN),
        key=key,
    )


def status_with_key(state: State, ticket: Ticket, now: int) -> IssueAnswer:
    """The status for a machine that prints the ticket: with its key."""
    return ticket_status(state, ticket, now, key=state.ticket_key(ticket.id) if state.ticket_key is not None else None)


def status_data(state: State, ticket: Ticket, now: int, *, holder: bool = False) -> dict[str, Any]:
    """The status as `data` of a refusal: ready for JSON, without fields that are None. `holder`: with its key."""
    data = asdict((status_with_key if holder else ticket_status)(state, ticket, now))
    data["state"] = ticket.state.value
    data["windows"] = list(data["windows"])
    return {key: value for key, value in data.items() if value is not None}


def ticket_view(ticket: Ticket) -> TicketView:
    """A ticket as clerks and machines see it."""
    return TicketView(
        ticket=ticket.id,
        number=ticket.number,
        queue=ticket.queue,
        state=ticket.state,
        issued_at=ticket.issued_at,
        items=ticket.items,
        priority=ticket.priority,
        appointment=ticket.appointment is not None,
        pickup=ticket.pickup is not None,
        window=ticket.kept_for or (ticket.window if ticket.state in _AT_WINDOW else None),
        called_at=ticket.called_at,
        started_at=ticket.started_at,
        finished_at=ticket.finished_at,
        held_at=ticket.held_at,
        recalls=ticket.recalls,
        returns=ticket.returns,
        offline=ticket.offline,
        printed=ticket.printed,
    )


def ticket_view_now(state: State, ticket: Ticket, now: int) -> TicketView:
    """A ticket as clerks and machines see it, with people ahead and wait while it waits."""
    view = ticket_view(ticket)
    if ticket.state is not TicketState.WAITING:
        return view
    told = ticket_status(state, ticket, now)
    return replace(view, ahead=told.ahead, wait=told.wait)
