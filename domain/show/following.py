"""What the holder of a ticket is told on a phone (`ticket.follow`)."""

from __future__ import annotations

from domain.decide.rating_by_phone import holds, review_state
from domain.queue.status import ticket_status, ticket_view
from domain.refusal import Code, Refusal, no
from domain.state.state import State
from domain.state.ticket import Ticket
from domain.views.queries import ComeBack, FollowQuestion, FollowView, ReviewState
from domain.views.ticket import TicketState


def follow(state: State, asked: FollowQuestion, now: int) -> FollowView | Refusal:
    """The state of one of today's tickets. Everybody may see its place in line, as on the hall's screen; only a holder
    with the key may review.

    A wrong key gets the same answer as an unknown ticket.
    """
    ticket = state.ticket_named(asked.ticket)
    holder = holds(state, ticket.id if ticket else asked.ticket, asked.key)
    if ticket is None or (asked.key and not holder):
        return no(Code.TICKET_UNKNOWN, "no such ticket with this key")
    told = ticket_status(state, ticket, now)
    waiting = ticket.state is TicketState.WAITING
    at = ticket_view(ticket).window
    return FollowView(
        ticket=ticket.id,
        number=ticket.number,
        queue=ticket.queue,
        state=ticket.state,
        at=now,
        language=ticket.language,
        ahead=told.ahead if waiting else None,
        wait=told.wait,
        window=state.window(at).config.number if at is not None else None,
        windows=told.windows,
        come_back=_come_back(state, ticket, now),
        review=review_state(state, ticket) if holder else ReviewState.NONE,
    )


def _come_back(state: State, ticket: Ticket, now: int) -> ComeBack | None:
    """How the holder may come back. None: the ticket is no no-show, came back too often, or it is too late
    (`calling.reinstate`)."""
    rules = state.config.rules
    if ticket.state is not TicketState.NO_SHOW or ticket.returns >= rules.return_limit:
        return None
    until = (ticket.missed_at or 0) + rules.return_minutes * 60_000
    return ComeBack(until=until, place=rules.return_place, behind=rules.return_behind) if now <= until else None
