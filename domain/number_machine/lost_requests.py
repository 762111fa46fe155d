"""Requests for a number whose answer was lost: nobody ends up with two numbers.

A `ticket.issue` without answer may or may not have made a ticket. While the person waits it is asked again under the
same id, which is safe. When they stop waiting (an offline number instead, 返回, the end of their session) the id is
*lost*: stored on disk, by `RememberLost` or with the offline number, and settled once the hall is there:

1. The machine asks again under the same id with an empty body. The hall either repeats its answer with the ticket it
   made, or refuses (there is no queue ""). That refusal uses up the id: if the first request is still on its way, it
   can no longer make a ticket. Nothing about the person has to be stored.
2. If a ticket was made, nobody has seen it: the machine cancels it.
3. Only then the id is forgotten. Every step may be repeated after a power cut.

So the number on the screen or paper is the only one that is ever called. If a window calls a ticket of a lost id before
that, it becomes a no-show; nobody else is harmed.
"""

from __future__ import annotations

from dataclasses import replace

from domain.commands import CancelTicket
from domain.flow import Answered, Ask, Reveal, StartTimer
from domain.number_machine.effects import ForgetLost, MachineEffect
from domain.number_machine.moves import MachineTimer, Transition
from domain.number_machine.state import Machine
from domain.refusal import RETRYABLE
from domain.views.ticket import IssueAnswer

REVEAL = "reveal:"
WITHDRAW = "withdraw:"
AGAIN_S = 20.0


def settle(state: Machine) -> tuple[MachineEffect, ...]:
    """Ask the hall about each lost id."""
    if not state.online or not state.lost:
        return ()
    asks = tuple(Ask(REVEAL + request, Reveal(), request_id=request) for request in state.lost)
    return (*asks, StartTimer(MachineTimer.SETTLE, AGAIN_S))


def revealed(state: Machine, request: str, given: Answered) -> Transition:
    """The hall's answer for a lost id: the answer to `settle`, or the first answer, late."""
    if request not in state.lost:
        return state, ()
    if not given.ok:
        return (state, ()) if given.code in RETRYABLE else _forget(state, request)
    if not isinstance(given.data, IssueAnswer):
        return _forget(state, request)
    return state, (Ask(WITHDRAW + request, CancelTicket(ticket=given.data.ticket)),)


def withdrawn(state: Machine, request: str, given: Answered) -> Transition:
    """The ticket that nobody saw is cancelled, or is over in another way."""
    if request not in state.lost or (not given.ok and given.code in RETRYABLE):
        return state, ()
    return _forget(state, request)


def _forget(state: Machine, request: str) -> Transition:
    return replace(state, lost=tuple(other for other in state.lost if other != request)), (ForgetLost(request),)
