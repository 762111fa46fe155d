"""Deciding over reviews: the invitation when a service ends, the review, and its lapse.

A session is open for `lapse_seconds`. The next invitation at the same window ends it earlier, because a pad asks one
person at a time; a call does not. A review that was given in time but arrives late (the pad had no network) still
counts: what matters is when the citizen touched, not when the message arrives.
"""

from __future__ import annotations

from dataclasses import replace

from domain.commands import GiveRating
from domain.config import Role
from domain.decide.former import of_former_device
from domain.events import Event, RatingGiven, RatingInvited, RatingLapsed
from domain.refusal import Code, Context, Decision, Refusal, forbidden, no
from domain.state.rating import Review, chained, same_secret, signed_bytes, unfit
from domain.state.rating_sessions import RatingSession
from domain.state.state import State, WindowNow
from domain.state.ticket import Ticket
from domain.views.window import RatingState

SESSION_DIGITS = 16
NONCE_DIGITS = 32
SKEW_MS = 5_000
"""How far a pad's clock may differ from the hall's clock, which set the times of the session."""

_CITIZENS = frozenset({Role.PAD, Role.PAD_CITIZEN})


def invitation(state: State, window: WindowNow, ticket: Ticket, now: int, token: str) -> list[Event]:
    """A new session at the window in place of the one before, if a review can be given there.

    It can at every window of a hall where phones review, else at windows with a citizen's screen. The ids of session
    and nonce are taken from the random digits of `token`; if `token` is too short, nobody is invited.
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
    """Accept the one review of a service. It must come from the citizen's screen of that window's pad, and is chained
    to the review before."""
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


def given(state: State, session: RatingSession, review: Review, now: int, device: str) -> RatingGiven:
    """The event of a review in this session, with the hash of the review before it; not yet `chained`."""
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
    given = (review.given_at, review.given_at + session.shift_ms)  # in the hall's time before and after its correction
    return any(session.invited_at - SKEW_MS <= at <= session.expires_at + SKEW_MS for at in given)


def _unsigned(state: State, review: GiveRating, public_key: str) -> Refusal | None:
    if not public_key:
        return None
    if state.verify is not None and state.verify(public_key, signed_bytes(review), review.signature):
        return None
    return no(Code.RATING_SIGNATURE, "not signed by this pad")


def lapses(state: State, now: int) -> list[Event]:
    """The sessions whose time is up without an answer lapse. No level is recorded."""
    return [RatingLapsed(at=now, session=s.id, window=s.window) for s in state.sessions.over(now)]


def lapses_at(state: State, window: WindowNow, now: int) -> list[Event]:
    """The same for the session that the pad of one window shows."""
    session = state.sessions.get(window.rating)
    if session is None or session.state is not RatingState.INVITED or not session.over(now):
        return []
    return [RatingLapsed(at=now, session=session.id, window=window.config.id)]
