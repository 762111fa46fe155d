"""取件码 of the ticket in hand: asked of the hall by the window's own pad, and forgotten with the ticket.

Everybody may read a window's retained state, so the code is not in it; that there is one is.
"""

from __future__ import annotations

from dataclasses import replace

from domain.flow import Answered, Ask, CommonEffect, NoAnswer, StartTimer, TimerFired
from domain.pad_desk import Clerk, Pickup, in_hand
from domain.refusal import RETRYABLE
from domain.views import PickupAnswer, PickupQuestion

TAG = "pickup:"
AGAIN, AGAIN_S = "pickup", 2.0


def is_of(given: object) -> bool:
    """Whether `given` is an input of this file alone."""
    match given:
        case Answered(tag=tag) | NoAnswer(tag=tag):
            return tag.startswith(TAG)
        case TimerFired(name):
            return name == AGAIN
    return False


def hear(state: Clerk, given: object) -> tuple[Clerk, list[CommonEffect]]:
    """The hall's answer, or none; what is of another ticket changes nothing."""
    pickup = state.pickup
    if pickup is None or pickup.code:
        return state, []
    match given:
        case Answered(tag=tag) if tag == TAG + pickup.ticket:
            if isinstance(given.data, PickupAnswer):
                return replace(state, pickup=replace(pickup, code=given.data.code)), []
            return state, [StartTimer(AGAIN, AGAIN_S)] if given.code in RETRYABLE else []
        case NoAnswer(tag) if tag == TAG + pickup.ticket:
            return state, [StartTimer(AGAIN, AGAIN_S)]
        case TimerFired() if state.known.online:
            return state, [_ask(state, pickup.ticket)]
    return state, []


def follow(before: Clerk, state: Clerk) -> tuple[Clerk, list[CommonEffect]]:
    """Ask for the code of a ticket that has just come in hand; know nothing of one that has gone."""
    ticket = in_hand(state)
    if ticket is None or not ticket.pickup:
        return replace(state, pickup=None), []
    came = state.pickup is None or state.pickup.ticket != ticket.ticket
    if came:
        state = replace(state, pickup=Pickup(ticket=ticket.ticket))
    back = not before.known.online and state.pickup is not None and not state.pickup.code
    return state, [_ask(state, ticket.ticket)] if state.known.online and (came or back) else []


def _ask(state: Clerk, ticket: str) -> Ask:
    return Ask(TAG + ticket, PickupQuestion(window=state.known.own, ticket=ticket))
