"""Deciding over reviews made on a phone: the key on the ticket says that its holder makes them.

Until the hall day is closed, whether the pad still asks or its time is over. One review a service: whichever comes
first, pad or phone.
"""

from __future__ import annotations

from dataclasses import replace

from domain.commands import RateByPhone
from domain.decision import Decision, no
from domain.events import Channel
from domain.rating import chained, same_secret, unfit
from domain.refusal import Code
from domain.reviewing import given
from domain.state import State
from domain.ticket import Ticket
from domain.views import RatingState, ReviewState, TicketState


def holds(state: State, ticket: str, key: str) -> bool:
    """Whether `key` is the one that this ticket carries."""
    return state.ticket_key is not None and same_secret(key, state.ticket_key(ticket))


def review_state(state: State, ticket: Ticket) -> ReviewState:
    """Whether its holder can review its service now."""
    session = state.sessions.of_ticket(ticket.id)
    if ticket.state is not TicketState.SERVED or session is None:
        return ReviewState.NONE
    return ReviewState.GIVEN if session.state is RatingState.GIVEN else ReviewState.OPEN


def give_by_phone(state: State, review: RateByPhone, now: int, device: str, _fresh: str) -> Decision:
    """A wrong key is answered as an unknown ticket: the answer tells a guesser nothing."""
    holder = holds(state, review.ticket, review.key)
    ticket = state.tickets.get(review.ticket)
    if ticket is None or not holder:
        return no(Code.TICKET_UNKNOWN, "no such ticket with this key")
    session = state.sessions.of_ticket(ticket.id)
    if ticket.state is not TicketState.SERVED:
        return no(Code.TICKET_WRONG_STATE, f"{ticket.number} is {ticket.state.value}")
    if session is None:
        return no(Code.RATING_UNKNOWN, "its service invited to no review")
    if session.state is RatingState.GIVEN:
        return no(Code.RATING_OVER, session.state.value)
    refusal = unfit(review, state.config.ratings)
    if refusal is not None:
        return refusal
    event = replace(given(state, session, review, now, device), channel=Channel.PHONE)
    return [chained(event)]
