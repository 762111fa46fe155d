"""Deciding over reviews made on a phone: the key on the ticket proves that its holder makes them.

A phone may review until the hall day closes, also after the pad's session has lapsed. A service has one review: the
first that arrives, from pad or phone.
"""

from __future__ import annotations

from dataclasses import replace

from domain.commands import RateByPhone, RateHall
from domain.config import Role
from domain.decide.reviewing import SESSION_DIGITS, given
from domain.events import Channel
from domain.normal_form import normal
from domain.refusal import Code, Context, Decision, Refusal, no
from domain.reviews.review_code import review_code
from domain.state.rating import chained, same_secret, unfit
from domain.state.rating_sessions import RatingSession
from domain.state.state import State
from domain.state.ticket import Ticket
from domain.views.queries import ReviewCodeQuestion, ReviewKey, ReviewKeyQuestion, ReviewState, TicketHolder
from domain.views.ticket import TicketState
from domain.views.window import RatingState


def holds(state: State, ticket: str, key: str) -> bool:
    """Whether `key` is the key of this ticket."""
    return state.ticket_key is not None and same_secret(key, state.ticket_key(ticket))


def review_state(state: State, ticket: Ticket) -> ReviewState:
    """Whether the holder of this ticket can review its service now."""
    session = state.sessions.of_ticket(ticket.id)
    if ticket.state is not TicketState.SERVED or session is None:
        return ReviewState.NONE
    return ReviewState.GIVEN if session.state is RatingState.GIVEN else ReviewState.OPEN


def key_at_the_pad(state: State, asked: ReviewKeyQuestion) -> ReviewKey | Refusal:
    """The ticket's key for the citizen's screen that was invited: the person before it counts as the holder, also
    without the paper.

    The key is given only for the session that this window shows, so that no pad can gather keys.
    """
    window, session = state.windows.get(asked.window), state.sessions.get(asked.session)
    if state.ticket_key is None or session is None or window is None or window.rating != session.id:
        return no(Code.RATING_UNKNOWN, "no such session at this window")
    if not same_secret(asked.nonce, session.nonce):
        return no(Code.RATING_NONCE, "not the nonce of this session")
    if session.state is RatingState.GIVEN:
        return no(Code.RATING_OVER, session.state.value)
    return ReviewKey(session=session.id, ticket=session.ticket, key=state.ticket_key(session.ticket))


def holder_by_code(state: State, asked: ReviewCodeQuestion) -> TicketHolder | Refusal:
    """The ticket whose paper shows this number and this code. A wrong pair does not learn which of the two was wrong;
    how often one may try is not decided here (`WrongPairs`)."""
    ticket = state.numbered(asked.number)
    key = state.ticket_key(ticket.id) if ticket is not None and state.ticket_key is not None else ""
    if ticket is None or not key or not same_secret(normal(asked.code), review_code(key)):
        return no(Code.TICKET_UNKNOWN, "no such number with this code today")
    return TicketHolder(ticket=ticket.id, key=key)


def give_by_phone(state: State, review: RateByPhone, context: Context) -> Decision:
    """A review by phone. A wrong key gets the same answer as an unknown ticket, so that a guesser learns nothing; the
    supervisor is told."""
    ticket = state.ticket_named(review.ticket)
    holder = holds(state, ticket.id if ticket else review.ticket, review.key)
    if ticket is None or not holder:
        return Refusal(Code.TICKET_UNKNOWN, "no such ticket with this key", record=True)
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
    event = replace(given(state, session, review, context.now, context.device), channel=_channel(state, context))
    return [chained(event)]


def rate_hall(state: State, review: RateHall, context: Context) -> Decision:
    """Whoever was here today, whatever became of their number: one review of the hall for each ticket."""
    ticket = state.ticket_named(review.ticket)
    holder = holds(state, ticket.id if ticket else review.ticket, review.key)
    if ticket is None or not holder:
        return Refusal(Code.TICKET_UNKNOWN, "no such ticket with this key", record=True)
    if state.sessions.reviewed_hall(ticket.id):
        return no(Code.RATING_OVER, "this ticket's holder has reviewed the hall")
    refusal = unfit(review, state.config.ratings)
    if refusal is not None:
        return refusal
    session = RatingSession(
        id=context.token[:SESSION_DIGITS],
        nonce="",
        ticket=ticket.id,
        number=ticket.number,
        window="",
        clerk="",
        invited_at=context.now,
        expires_at=context.now,
    )
    event = replace(given(state, session, review, context.now, context.device), channel=_channel(state, context))
    return [chained(event)]


def _channel(state: State, context: Context) -> Channel:
    asker = state.device(context.device)
    return Channel.KIOSK if asker is not None and asker.role is Role.KIOSK else Channel.PHONE
