"""Passes inputs to the number machine inside the frame, and draws the consequences for the frame."""

from __future__ import annotations

from dataclasses import replace

from domain.number_machine.inputs import MachineInput
from domain.number_machine.state import Page
from domain.self_service import moves, ticket
from domain.self_service.moves import Transition
from domain.self_service.state import SelfService
from domain.views.business_names import BusinessName


def to_machine(state: SelfService, given: MachineInput, now_ms: int) -> Transition:
    """Give the machine one input. If its visit ends, the session ends. If it was opened from elsewhere and is back at
    its list of queues, it closes."""
    stepped = ticket.stepped(state.machine, given, now_ms)
    who = ticket.who_of(stepped.machine, state.session.who)
    state = replace(state, machine=stepped.machine, session=replace(state.session, who=who))
    effects = stepped.effects
    opened = next((one for one in state.session.stack if one.name is BusinessName.TICKET), None)
    if stepped.ended and opened is not None:
        state, more = moves.end(state)
        return state, (*effects, *more)
    if opened is not None and opened.state.returns and ticket.is_at_its_beginning(state.machine):
        state, more = moves.close(state, opened.key)
        return state, (*effects, *more)
    return state, effects


def is_elsewhere(state: SelfService) -> bool:
    """Whether the machine has left its first page although nobody opened it: a code or card was shown at home."""
    machine = state.machine
    opened = any(one.name is BusinessName.TICKET for one in state.session.stack)
    return not opened and (machine.page not in {Page.HOME, Page.IDLE} or ticket.is_busy(machine))
