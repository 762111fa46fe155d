"""找人帮忙 in the machine's flow: how touches, answers and the hall's snapshots change the call, and how long the help
sheet stays. On a self-service kiosk the frame opens and closes the sheet; the call is also the machine's."""

from __future__ import annotations

from dataclasses import replace

from domain.flow import Answered, NoAnswer, request_id
from domain.help.views import HelpSnapshot
from domain.number_machine import calling as c
from domain.number_machine.inputs import HelpAct, HelpCame, HelpWanted
from domain.number_machine.moves import Transition
from domain.number_machine.state import Machine

TAGS = (c.CALL, c.END)


def opened(state: Machine) -> Machine:
    """Open the help sheet."""
    return replace(state, help=True, calling=c.begun_anew(state.calling))


def acted(state: Machine, given: HelpAct, now_ms: int) -> Transition:
    """Take a touch on the help sheet. While the hall is away nobody can be called; the sheet says where to find
    staff."""
    if isinstance(given, HelpWanted):
        if not state.online:
            return state, ()
        request = request_id(state.hall_now(now_ms), state.seed, state.serial)
        made, effects = c.asked(state.calling, state.look.language, request)
        serial = state.serial + len(effects)
        return replace(state, calling=made, serial=serial), effects
    made, effects = c.met(state.calling) if isinstance(given, HelpCame) else c.given_up(state.calling)
    return replace(state, calling=made, help=False), effects


def came_back(state: Machine, given: Answered | NoAnswer) -> Transition:
    """Take the answer to a request about the call, or that none came. A withdrawal without an answer is sent again, now
    or when the hall is back."""
    if isinstance(given, Answered):
        return replace(state, calling=c.answered(state.calling, given)), ()
    again = c.left_over(state.calling) if given.tag == c.END and state.online else ()
    return replace(state, calling=c.unanswered(state.calling, given.tag)), again


def heard(state: Machine, snapshot: HelpSnapshot) -> Transition:
    made, effects = c.heard(state.calling, snapshot, state.device)
    return replace(state, calling=made), effects
