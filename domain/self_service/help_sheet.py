"""找人帮忙 in the frame: the sheet opens over any page, comes back while somebody waits, and closes when nobody
does."""

from __future__ import annotations

from dataclasses import replace

from domain.flow import Arrived
from domain.number_machine import helping
from domain.number_machine.inputs import HelpAct, HelpWanted
from domain.self_service import moves
from domain.self_service.moves import Transition
from domain.self_service.state import SelfService
from domain.self_service.ticketing import to_machine
from domain.self_service.time_out import stop_asking, watch
from domain.views.business_names import BusinessName


def opens(state: SelfService, now_ms: int) -> Transition:
    machine = replace(helping.opened(state.machine), help=False)
    return moves.enter(replace(state, machine=machine), BusinessName.HELP, now_ms)


def is_seen(state: SelfService) -> bool:
    return state.top is not None and state.top.name is BusinessName.HELP


def what_is_seen(state: SelfService) -> tuple[object, ...] | None:
    """What distinguishes one help sheet from another, for the double-tap rule."""
    calling = state.machine.calling
    return (calling.phase, calling.taken) if is_seen(state) else None


def touched(state: SelfService, given: HelpAct, now_ms: int) -> Transition:
    top = state.top
    if top is None or not is_seen(state):
        return state, ()
    machine, effects = helping.acted(state.machine, given, now_ms)
    state = replace(state, machine=machine)
    if isinstance(given, HelpWanted):
        return state, effects
    state, more = moves.close(state, top.key)
    return state, (*effects, *more)


def heard(state: SelfService, given: Arrived, now_ms: int) -> Transition:
    """Take in `public/help`. When somebody is on the way, the waiting person gets the full time again."""
    before = state.machine.calling
    state, effects = to_machine(state, given, now_ms)
    if before.taken or not state.machine.calling.taken:
        return state, effects
    state = stop_asking(state)
    return state, (*effects, *watch(state))
