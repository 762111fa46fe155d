"""取件码 of the ticket in hand: the window's own pad asks the hall for the code, and forgets it when the ticket leaves.

Everybody may read a window's retained snapshot. So the snapshot only says that the ticket has a code.
"""

from __future__ import annotations

from dataclasses import replace

from domain.flow import Answered, Ask, NoAnswer, StartTimer
from domain.pad.clerk_state import ClerkState, ClerkTimer, ClerkTransition, Pickup, in_hand
from domain.refusal import RETRYABLE
from domain.views.queries import PickupAnswer, PickupQuestion

TAG = "pickup:"
AGAIN_S = 2.0

_RETRY = (StartTimer(ClerkTimer.PICKUP, AGAIN_S),)


def answered(state: ClerkState, given: Answered) -> ClerkTransition:
    """The hall's answer. An answer about another ticket changes nothing."""
    pickup = _asked_by(state, given.tag)
    if pickup is None:
        return state, ()
    if isinstance(given.data, PickupAnswer):
        return replace(state, pickup=replace(pickup, code=given.data.code)), ()
    return state, _RETRY if given.code in RETRYABLE else ()


def unanswered(state: ClerkState, given: NoAnswer) -> ClerkTransition:
    """Without an answer, ask again after `AGAIN_S`."""
    return state, () if _asked_by(state, given.tag) is None else _RETRY


def again(state: ClerkState) -> ClerkTransition:
    """The timer has fired: ask again, if the code is still wanted."""
    pickup = state.pickup
    if pickup is None or pickup.code or not state.known.online:
        return state, ()
    return state, (_ask(state, pickup.ticket),)


def follow(before: ClerkState, state: ClerkState) -> ClerkTransition:
    """Ask for the code when a ticket with a code comes in hand or the hall is back; forget the code when the ticket
    leaves."""
    ticket = in_hand(state)
    if ticket is None or not ticket.pickup:
        return replace(state, pickup=None), ()
    came = state.pickup is None or state.pickup.ticket != ticket.ticket
    if came:
        state = replace(state, pickup=Pickup(ticket=ticket.ticket))
    back = not before.known.online and state.pickup is not None and not state.pickup.code
    return state, (_ask(state, ticket.ticket),) if state.known.online and (came or back) else ()


def _asked_by(state: ClerkState, tag: str) -> Pickup | None:
    """The document whose code is still wanted, if `tag` belongs to the query about it; else None."""
    pickup = state.pickup
    return pickup if pickup is not None and not pickup.code and tag == TAG + pickup.ticket else None


def _ask(state: ClerkState, ticket: str) -> Ask:
    return Ask(TAG + ticket, PickupQuestion(window=state.known.own, ticket=ticket))
