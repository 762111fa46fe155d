"""Deciding over service: start, 挂起, resume, 转移, 改号, 办结."""

from __future__ import annotations

from domain.commands import ChangeTicket, FinishService, HoldTicket, ResumeTicket, StartService, TransferTicket
from domain.decide.reviewing import invitation, lapses_at
from domain.decide.settling import is_stranded
from domain.decide.windows import ticket_there, window_free, window_known
from domain.events import (
    ServiceFinished,
    ServiceStarted,
    TicketChanged,
    TicketHeld,
    TicketPutBack,
    TicketResumed,
    TicketTransferred,
)
from domain.queue.order import changed_place
from domain.refusal import Code, Context, Decision, Refusal, no
from domain.state.matters import unfit_items
from domain.state.state import State, WindowNow
from domain.state.ticket import Ticket
from domain.views.window import WindowState


def start(state: State, asked: StartService, context: Context) -> Decision:
    ticket = ticket_there(state, asked, StartService)
    if isinstance(ticket, Refusal):
        return ticket
    return [ServiceStarted(at=context.now, ticket=ticket.id, window=asked.window)]


def finish(state: State, asked: FinishService, context: Context) -> Decision:
    """办结. With another stop (一件事) the ticket waits there with its old effective time, and the review comes at the
    last stop."""
    ticket = ticket_there(state, asked, FinishService)
    if isinstance(ticket, Refusal):
        return ticket
    window = state.windows[asked.window]
    stop = next_stop(state, ticket, window)
    if stop is not None:
        return [TicketTransferred(at=context.now, ticket=ticket.id, window=asked.window, queue=stop)]
    finished = ServiceFinished(at=context.now, ticket=ticket.id, window=asked.window)
    return [finished, *invitation(state, window, ticket, context.now, context.token)]


def next_stop(state: State, ticket: Ticket, window: WindowNow) -> str | None:
    """The queue of the ticket's first item that none of the windows it has been to deals with; None: there is none."""
    been = {*ticket.visited, ticket.queue, *(serves.queue for serves in window.serves)}
    for item in ticket.items:
        queues = state.queues_of_item.get(item, ())
        if queues and been.isdisjoint(queues):
            return queues[0]
    return None


def hold(state: State, asked: HoldTicket, context: Context) -> Decision:
    """挂起: the citizen fetches something, and the window serves others meanwhile."""
    ticket = ticket_there(state, asked, HoldTicket)
    if isinstance(ticket, Refusal):
        return ticket
    limit = state.config.rules.hold_limit
    if len(state.windows[asked.window].held) >= limit:
        return no(Code.HOLD_LIMIT, f"{limit} held already")
    return [TicketHeld(at=context.now, ticket=ticket.id, window=asked.window)]


def resume(state: State, asked: ResumeTicket, context: Context) -> Decision:
    ticket = ticket_there(state, asked, ResumeTicket)
    if isinstance(ticket, Refusal):
        return ticket
    window = window_free(state, asked.window)
    if isinstance(window, Refusal):
        return window
    return [
        *lapses_at(state, window, context.now),
        TicketResumed(at=context.now, ticket=ticket.id, window=asked.window),
    ]


def transfer(state: State, asked: TransferTicket, context: Context) -> Decision:
    """转移 to a queue that an open window serves, or straight to another window, for which the ticket is then kept."""
    found = state.tickets.get(asked.ticket)
    if found is not None and is_stranded(state, found):
        return _place(state, asked, context.now)
    ticket = ticket_there(state, asked, TransferTicket)
    if isinstance(ticket, Refusal):
        return ticket
    queue = asked.queue
    if asked.to_window is not None:
        target = window_known(state, asked.to_window)
        if isinstance(target, Refusal):
            return target
        if target.state is WindowState.CLOSED:
            return no(Code.WINDOW_NOT_OPEN, f"window {asked.to_window} is closed")
        queue = _queue_at(target, asked.queue, ticket)
        if queue is None:
            return no(Code.WINDOW_NOT_SERVING_QUEUE, f"window {asked.to_window} does not serve {asked.queue!r}")
    if queue is None:
        return no(Code.REQUEST_INVALID, "neither queue nor to_window")
    if queue not in state.queues or not state.queues[queue].known:
        return no(Code.QUEUE_UNKNOWN, f"no queue {queue!r}")
    if not state.serving(queue):
        return no(Code.QUEUE_UNSERVED, f"no window is open for {queue}")
    return [
        TicketTransferred(
            at=context.now, ticket=ticket.id, window=asked.window, queue=queue, to_window=asked.to_window
        ),
    ]


def change(state: State, asked: ChangeTicket, context: Context) -> Decision:
    """改号: correct the priority class or the items of a ticket. Values that it has already change nothing. Any window
    may do it for a waiting ticket; only its own window for a ticket in hand or held."""
    ticket = ticket_there(state, asked, ChangeTicket)
    if isinstance(ticket, Refusal):
        return ticket
    if asked.priority is None and asked.items is None:
        return no(Code.REQUEST_INVALID, "neither priority nor items")
    if asked.priority and asked.priority not in state.priorities:
        return no(Code.PRIORITY_UNKNOWN, f"no priority {asked.priority!r}")
    if asked.items is not None and (refusal := unfit_items(state, asked.items)) is not None:
        return refusal
    priority = ticket.priority if asked.priority is None else asked.priority or None
    items = ticket.items if asked.items is None else tuple(dict.fromkeys(asked.items))
    if (priority, items) == (ticket.priority, ticket.items):
        return []
    place = ticket.effective_at if priority == ticket.priority else changed_place(state, ticket, priority)
    return [
        TicketChanged(
            at=context.now, ticket=ticket.id, window=asked.window, priority=priority, items=items, place_at=place
        )
    ]


def _place(state: State, asked: TransferTicket, now: int) -> Decision:
    """Move a ticket that waits in a lost queue into a known queue, without a call."""
    window = window_known(state, asked.window)
    if isinstance(window, Refusal):
        return window
    if asked.queue is None:
        return no(Code.REQUEST_INVALID, "into which queue?")
    queue = state.known_queue(asked.queue)
    if queue is None:
        return no(Code.QUEUE_UNKNOWN, f"no queue {asked.queue!r}")
    return [TicketPutBack(at=now, ticket=asked.ticket, queue=queue.config.id)]


def _queue_at(window: WindowNow, queue: str | None, ticket: Ticket) -> str | None:
    """The queue in which a ticket kept for `window` is counted: the named one, or else its own, or else the window's
    first. None: the window does not serve the named one, or serves none."""
    served = [serves.queue for serves in window.serves]
    if queue is not None:
        return queue if queue in served else None
    return ticket.queue if ticket.queue in served else next(iter(served), None)
