"""The kiosk's flow with practice around it: `step`, and begin and end of practice.

While somebody practises, the state that is seen is one of its own. The true one stands aside at rest, and goes on
hearing of hall, parts and content; what it wants is carried out. What the one that is seen wants is not: its requests
are answered here (`stand_in.py`), its paper counts as printed at once, its records are dropped. Only what stays within
the machine is let through (`_WITHIN`).

Practice ends after `PRACTICE_S`, and by 换人, which is in the foot of every page. A session within it ends by its own
time-out, and practice goes on for the next learner.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.flow import (
    Answered,
    Arrived,
    Ask,
    DiskChanged,
    Doubt,
    HallAway,
    HallOnline,
    HallReplaced,
    IdentityDoubted,
    NoAnswer,
    NotRecorded,
    StartTimer,
    StopTimer,
    TimerFired,
)
from domain.help.views import HelpCallView, HelpSnapshot
from domain.number_machine.calling import Calling
from domain.number_machine.effects import IssueOffline, PrintTicket, ReadCards, WipeSession
from domain.number_machine.inputs import (
    CardGone,
    CardLies,
    CardRead,
    NoOwnNumber,
    OfflineRefused,
    PartNews,
    PrintEnded,
    ReaderChanged,
)
from domain.number_machine.state import Machine
from domain.self_service import inputs as i
from domain.self_service import moves
from domain.self_service import step as kiosk
from domain.self_service.effects import KioskEffect, PrintSlip, ReadContent
from domain.self_service.moves import Transition, moment_of
from domain.self_service.practice.stand_in import answer
from domain.self_service.reading import asks_for
from domain.self_service.staff.business import StaffOpen
from domain.self_service.state import Practice, SelfService
from domain.self_service.time_out import watch
from domain.views.business_names import BusinessName
from domain.views.public import QueuesSnapshot, QueueStatus

PRACTICE_S = 20 * 60.0
END = "practice-end"
_TIMER = "practice-{}:"
"""Before the names of timers within practice: those of another practice, or of the truth, are never meant."""
_SAYS = "says-"
ANSWER_S, PAPER_S, COMES_S = 0.5, 2.0, 5.0
"""How long the stand-in takes to answer, to print, and to send somebody who helps."""

_WITHIN = ReadCards | WipeSession | ReadContent
"""Effects that leave nothing outside this machine. Timers are let through under names of practice."""
_OF_THE_TRUTH = (
    Answered
    | NoAnswer
    | NotRecorded
    | Arrived
    | HallOnline
    | HallAway
    | HallReplaced
    | IdentityDoubted
    | DiskChanged
    | PartNews
    | i.ContentReady
    | i.SlipEnded
    | i.PartsChecked
    | i.StaffChecked
)
_OF_BOTH = CardLies | CardGone | ReaderChanged


def truth(state: SelfService) -> SelfService:
    """The kiosk as it is, whoever practises on it."""
    return state if state.practice is None else state.practice.aside


def step(state: SelfService, given: kiosk.KioskInput, now_ms: int) -> Transition:
    """One input. Total, as the kiosk's own step."""
    practice = state.practice
    if practice is None:
        if isinstance(given, TimerFired) and given.name.startswith("practice-"):
            return state, ()
        state, effects = kiosk.step(state, given, now_ms)
        top = state.top
        if top is not None and top.name is BusinessName.STAFF and isinstance(top.state, StaffOpen):
            return _begun(state, effects, now_ms) if top.state.practises else (state, effects)
        return state, effects
    if isinstance(given, i.SwitchPerson) or given == TimerFired(END) or now_ms >= practice.ends_at:
        return _ended(state, practice, given, now_ms)
    if isinstance(given, _OF_THE_TRUTH):
        return _heard_outside(state, practice, given, now_ms)
    if isinstance(given, TimerFired):
        return _timer(state, practice, given, now_ms)
    if isinstance(given, CardRead):
        given = replace(given, card="")  # nobody signs in within practice
    return _within(state, given, now_ms)


# ---- begin and end


def _begun(state: SelfService, effects: tuple[KioskEffect, ...], now_ms: int) -> Transition:
    """Whoever signed in is signed out, the true session is over, and a hall that grants everything stands there."""
    aside, ended = moves.end(state)
    aside = replace(aside, changed_at=now_ms)
    ends_at = now_ms + round(PRACTICE_S * 1000)
    seen = replace(aside, machine=_machine(aside.machine), practice=Practice(aside, ends_at))
    return seen, (*effects, *ended, asks_for(seen), StartTimer(END, PRACTICE_S))


def _machine(machine: Machine) -> Machine:
    """One whose hall is there and open, and whose parts work; of what it owes to people it knows nothing."""
    return replace(
        machine,
        online=True,
        doubt=Doubt.NONE,
        disk_works=True,
        can_print=True,
        queues=_open(machine.queues),
        comebacks=(),
        lost=(),
        owed=(),
        collected=(),
        calling=Calling(),
    )


def _open(queues: QueuesSnapshot | None) -> QueuesSnapshot | None:
    if queues is None:
        return None
    return replace(queues, queues=tuple(replace(one, status=QueueStatus.OPEN) for one in queues.queues))


def _ended(state: SelfService, practice: Practice, given: kiosk.KioskInput, now_ms: int) -> Transition:
    """Home, in the true state. What ended it is heard, unless it was a touch: that one was meant for practice."""
    aside = replace(practice.aside, opened=state.opened, changed_at=now_ms)
    effects: tuple[KioskEffect, ...] = ()
    if isinstance(given, _OF_THE_TRUTH) or (isinstance(given, TimerFired) and not given.name.startswith("practice-")):
        aside, effects = kiosk.step(aside, given, now_ms)
    return aside, (StopTimer(END), WipeSession(), *effects, *watch(aside), asks_for(aside))


# ---- what comes from outside


def _heard_outside(state: SelfService, practice: Practice, given: kiosk.KioskInput, now_ms: int) -> Transition:
    aside, effects = kiosk.step(practice.aside, given, now_ms)
    state = replace(state, practice=replace(practice, aside=aside))
    effects = tuple(effect for effect in effects if not isinstance(effect, ReadCards | WipeSession))
    if not isinstance(given, _OF_BOTH):
        return state, effects
    state, more = _within(state, given, now_ms)
    return state, (*effects, *more)


def _timer(state: SelfService, practice: Practice, given: TimerFired, now_ms: int) -> Transition:
    prefix = _TIMER.format(practice.ends_at)
    if not given.name.startswith(prefix):
        return (state, ()) if given.name.startswith("practice-") else _heard_outside(state, practice, given, now_ms)
    name = given.name.removeprefix(prefix)
    if not name.startswith(_SAYS):
        return _within(state, TimerFired(name), now_ms)
    said = practice.waiting.get(name)
    if said is None:
        return state, ()
    waiting = {other: what for other, what in practice.waiting.items() if other != name}
    return _within(replace(state, practice=replace(practice, waiting=waiting)), said, now_ms)


# ---- within practice


def _within(state: SelfService, given: Any, now_ms: int) -> Transition:
    """One input to the flow that is seen, and what the stand-in does for its effects."""
    after, effects = kiosk.step(state, given, now_ms)
    out: tuple[KioskEffect, ...] = ()
    for effect in effects:
        after, more = _instead(after, effect, now_ms)
        out = (*out, *more)
    return after, out


def _instead(state: SelfService, effect: KioskEffect, now_ms: int) -> Transition:
    practice = state.practice
    assert practice is not None, "only 换人 and its end lead out of practice"
    prefix = _TIMER.format(practice.ends_at)
    match effect:
        case StartTimer() | StopTimer():
            return state, (replace(effect, name=prefix + effect.name),)
        case Ask():
            hall, said = answer(practice.hall, effect, moment_of(state, now_ms))
            state, more = _says(replace(state, practice=replace(practice, hall=hall)), said, ANSWER_S)
            if not isinstance(said.data, HelpCallView):
                return state, more
            state, comes = _says(state, _on_the_way(said.data), COMES_S)
            return state, (*more, *comes)
        case PrintTicket():
            return _says(state, PrintEnded(effect.ticket, copy=effect.copy), PAPER_S)
        case PrintSlip():
            return _says(state, i.SlipEnded(effect.tag), PAPER_S)
        case IssueOffline():
            return _says(state, OfflineRefused(effect.request, NoOwnNumber.NO_BLOCK), ANSWER_S)
        case _:
            return state, (effect,) if isinstance(effect, _WITHIN) else ()


def _says(state: SelfService, said: object, seconds: float) -> Transition:
    """Let the flow hear this in a while."""
    practice = state.practice
    assert practice is not None, "as above"
    name = f"{_SAYS}{practice.said}"
    practice = replace(practice, said=practice.said + 1, waiting={**practice.waiting, name: said})
    timer = StartTimer(_TIMER.format(practice.ends_at) + name, seconds)
    return replace(state, practice=practice), (timer,)


def _on_the_way(call: HelpCallView) -> Arrived:
    """Somebody of the desk comes."""
    taken = replace(call, taken_at=call.called_at + 1)
    return Arrived(HelpSnapshot(version=1, at=call.called_at + 2, day="", calls=(taken,)), live=True)
