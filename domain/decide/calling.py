"""Deciding over calls: 下一位, a chosen number, 重呼, 过号, and those who come back."""

from __future__ import annotations

from domain.commands import CallNext, CallTicket, NoShow, RecallTicket, ReinstateTicket
from domain.decide.numbers import of_lost_paper
from domain.decide.reviewing import lapses_at
from domain.decide.windows import may_take_held, ticket_there, window_free
from domain.events import (
    Event,
    TicketCalled,
    TicketIssued,
    TicketNoShow,
    TicketRecalled,
    TicketReinstated,
    TicketResumed,
)
from domain.queue.order import next_ticket, return_place
from domain.queue.status import status_data
from domain.refusal import Code, Context, Decision, Refusal, no
from domain.state.state import State, WindowNow
from domain.state.ticket import TABLE, Ticket
from domain.ticket_number import ticket_id
from domain.views.ticket import TicketState


def call_next(state: State, asked: CallNext, context: Context) -> Decision:
    """下一位. Service hours do not matter here. S3 §13: numbers already taken are served after closing."""
    window = window_free(state, asked.window)
    if isinstance(window, Refusal):
        return window
    ticket = next_ticket(state, window, context.now)
    if ticket is None:
        return no(Code.QUEUE_EMPTY, "nobody waits for this window")
    return _call(state, ticket, asked.window, context.now)


def call_ticket(state: State, asked: CallTicket, context: Context) -> Decision:
    """A chosen number: one that waits in a queue of this window (without lag) or is kept for it, one that it holds,
    or one that missed its call and may still return."""
    window = window_free(state, asked.window)
    if isinstance(window, Refusal):
        return window
    ticket = state.numbered(asked.number)
    if ticket is None:
        return _call_lost(state, asked, window, context)
    if ticket.state not in TABLE[CallTicket]:
        return no(Code.TICKET_WRONG_STATE, f"{ticket.number} is {ticket.state.value}")
    if ticket.state is TicketState.HELD:
        if not may_take_held(state, ticket, asked.window):
            return no(Code.TICKET_OTHER_WINDOW, f"{ticket.number} is held by {ticket.window}")
        return [
            *lapses_at(state, window, context.now),
            TicketResumed(at=context.now, ticket=ticket.id, window=asked.window),
        ]
    kept_for = state.windows[ticket.kept_for] if ticket.kept_for is not None else None
    if kept_for is not None and kept_for is not window and kept_for.known:
        return no(Code.TICKET_OTHER_WINDOW, f"{ticket.number} is kept for {ticket.kept_for}")
    if kept_for is not window and not _serves(state, window, ticket.queue):
        return no(Code.WINDOW_NOT_SERVING_QUEUE, f"window {asked.window} does not serve {ticket.queue}")
    if ticket.state is TicketState.NO_SHOW:
        back = _return(state, ticket, asked.window, context.now)
        return back if isinstance(back, Refusal) else [*back, *_call(state, ticket, asked.window, context.now)]
    return _call(state, ticket, asked.window, context.now)


def _call_lost(state: State, asked: CallTicket, window: WindowNow, context: Context) -> Decision:
    """Call a number that the store has lost: the hall only knows that its paper may exist. It issues the ticket again
    and calls it."""
    lost = of_lost_paper(state, asked.number)
    if lost is None:
        return no(Code.TICKET_UNKNOWN, f"no number {asked.number!r} today")
    queues, number, counter = lost
    queue = next((one for one in queues if _serves(state, window, one.config.id)), None)
    if queue is None:
        names = ", ".join(one.config.id for one in queues)
        return no(Code.WINDOW_NOT_SERVING_QUEUE, f"window {asked.window} does not serve {names}")
    at = max(context.now, state.last_issue_at)
    ticket = ticket_id(state.day, number)
    return [
        *lapses_at(state, window, context.now),
        TicketIssued(
            at=at, ticket=ticket, number=number, queue=queue.config.id, counter=counter, device=context.device,
            offline=True, issued_at=at,
        ),
        TicketCalled(at=at, ticket=ticket, window=asked.window),
    ]  # fmt: skip


def recall(state: State, asked: RecallTicket, context: Context) -> Decision:
    """重呼, at most `recall_limit` times."""
    ticket = ticket_there(state, asked, RecallTicket)
    if isinstance(ticket, Refusal):
        return ticket
    if ticket.recalls >= state.config.rules.recall_limit:
        return no(Code.RECALL_LIMIT, f"recalled {ticket.recalls} times")
    return [TicketRecalled(at=context.now, ticket=ticket.id, window=asked.window, times=ticket.recalls + 1)]


def no_show(state: State, asked: NoShow, context: Context) -> Decision:
    """过号, once the person had time to come. If the clock was set back since the call, it is allowed at once."""
    ticket = ticket_there(state, asked, NoShow)
    if isinstance(ticket, Refusal):
        return ticket
    after_ms = state.config.rules.no_show_after_seconds * 1000
    passed = context.now - (ticket.called_at or 0)
    if 0 <= passed < after_ms:
        return no(Code.NO_SHOW_TOO_SOON, "called just now", after_seconds=-(-(after_ms - passed) // 1000))
    return [TicketNoShow(at=context.now, ticket=ticket.id, window=asked.window)]


def reinstate(state: State, asked: ReinstateTicket, context: Context) -> Decision:
    """A person who missed the call and came back waits again, at the place that the return rule gives. Any window may
    do it."""
    ticket = ticket_there(state, asked, ReinstateTicket)
    return ticket if isinstance(ticket, Refusal) else _return(state, ticket, asked.window, context.now)


def _return(state: State, ticket: Ticket, window: str, now: int) -> Decision:
    rules = state.config.rules
    if ticket.returns >= rules.return_limit:
        return no(Code.RETURN_LIMIT, f"came back {ticket.returns} times")
    if now - (ticket.missed_at or 0) > rules.return_minutes * 60_000:
        return no(Code.RETURN_TOO_LATE, f"more than {rules.return_minutes} minutes ago")
    other = state.people.open_ticket(ticket.person) if rules.one_open_number_per_person else None
    if other is not None:
        return Refusal(Code.PERSON_HAS_TICKET, other.number, status_data(state, other, now))
    place = return_place(state, ticket, now)
    return [TicketReinstated(at=now, ticket=ticket.id, window=window, place_at=place)]


def _call(state: State, ticket: Ticket, window: str, now: int) -> list[Event]:
    called = TicketCalled(at=now, ticket=ticket.id, window=window)
    return [*lapses_at(state, state.window(window), now), called]


def _serves(state: State, window: WindowNow, queue: str) -> bool:
    return any(serves.queue == queue for serves in state.served(window))
