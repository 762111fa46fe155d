"""Deciding over reviews: the invitation when a service ends, the review, and its lapse.

A session is open for `lapse_seconds`. A call does not end it before; the next invitation at the same window does, for
a pad asks one person at a time. A review that was given in time but arrives late (the pad had no network) still
counts: it is the citizen's touch that matters, not the moment a message arrives.
"""

from __future__ import annotations

from dataclasses import replace

from domain.commands import GiveRating, RateByPhone
from domain.config import Role
from domain.decide.former import of_former_device
from domain.events import Event, RatingGiven, RatingInvited, RatingLapsed
from domain.refusal import Code, Context, Decision, Refusal, forbidden, no
from domain.state.rating import chained, same_secret, signed_bytes, unfit
from domain.state.rating_sessions import RatingSession
from domain.state.state import State, WindowNow
from domain.state.ticket import Ticket
from domain.views.window import RatingState

SESSION_DIGITS = 16
NONCE_DIGITS = 32
SKEW_MS = 5_000
"""A pad's clock may differ by so much from the hall's, which made the times of the session."""

_CITIZENS = frozenset({Role.PAD, Role.PAD_CITIZEN})


def invitation(state: State, window: WindowNow, ticket: Ticket, now: int, token: str) -> list[Event]:
    """A new session at the window, if a review can be given there, instead of the one before.

    Where phones review, that is every window; else those with a citizen's screen. Session and nonce are taken from the
    random digits of `token`; without them nobody is invited.
    """
    name = window.config.id
    if name not in state.rated_windows or len(token) < SESSION_DIGITS + NONCE_DIGITS:
        return []
    events: list[Event] = []
    before = state.sessions.get(window.rating)
    if before is not None and before.state is RatingState.INVITED:
        events.append(RatingLapsed(at=now, session=before.id, window=name))
    events.append(
        RatingInvited(
            at=now,
            session=token[:SESSION_DIGITS],
            nonce=token[SESSION_DIGITS : SESSION_DIGITS + NONCE_DIGITS],
            ticket=ticket.id,
            window=name,
            clerk=window.clerk or "",
            expires_at=now + state.config.ratings.lapse_seconds * 1000,
        )
    )
    return events


def give(state: State, review: GiveRating, context: Context) -> Decision:
    """One review a service, from the citizen's side of that window's pad, chained to the review before."""
    session = state.sessions.get(review.session)
    if session is None:
        return no(Code.RATING_UNKNOWN, "no such session")
    pad = state.device(context.device)
    if pad is None or pad.role not in _CITIZENS or state.window_now(pad.window) != session.window:
        return forbidden(f"{context.device!r} is not the citizen's screen of {session.window}")
    if not same_secret(review.nonce, session.nonce):
        return no(Code.RATING_NONCE, "wrong nonce")
    if session.state is RatingState.GIVEN or not _in_time(session, review, context.now):
        return no(Code.RATING_OVER, session.state.value)
    refusal = unfit(review, state.config.ratings) or _unsigned(state, review, pad.public_key)
    if refusal is not None:
        return refusal
    event = given(state, session, review, context.now, context.device)
    at_the_pad = replace(event, given_at=review.given_at, monotonic_ms=review.monotonic_ms, signature=review.signature)
    return [chained(at_the_pad), *of_former_device(state, context.device, context.now)]


def given(state: State, session: RatingSession, review: GiveRating | RateByPhone, now: int, device: str) -> RatingGiven:
    """The review of this session as the hall hears it, after the one before; not yet `chained`."""
    return RatingGiven(
        at=now,
        session=session.id,
        ticket=session.ticket,
        window=session.window,
        clerk=session.clerk,
        device=device,
        level=review.level,
        tags=review.tags,
        comment=review.comment,
        given_at=now,
        monotonic_ms=0,
        signature="",
        previous=state.sessions.chain,
        hash="",
    )


def _in_time(session: RatingSession, review: GiveRating, now: int) -> bool:
    if session.state is RatingState.INVITED and not session.over(now):
        return True
    given = (review.given_at, review.given_at + session.shift_ms)  # by the hall's time as it is, and as it was
    return any(session.invited_at - SKEW_MS <= at <= session.expires_at + SKEW_MS for at in given)


def _unsigned(state: State, review: GiveRating, public_key: str) -> Refusal | None:
    if not public_key:
        return None
    if state.verify is not None and state.verify(public_key, signed_bytes(review), review.signature):
        return None
    return no(Code.RATING_SIGNATURE, "not signed by this pad")


def lapses(state: State, now: int) -> list[Event]:
    """No answer in time: no level at all."""
    return [RatingLapsed(at=now, session=s.id, window=s.window) for s in state.sessions.over(now)]


def lapses_at(state: State, window: WindowNow, now: int) -> list[Event]:
    """The same for what the pad of one window still shows."""
    session = state.sessions.get(window.rating)
    if session is None or session.state is not RatingState.INVITED or not session.over(now):
        return []
    return [RatingLapsed(at=now, session=session.id, window=window.config.id)]
