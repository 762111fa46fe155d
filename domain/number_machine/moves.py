"""Steps that every part of the machine's flow takes: to a screen, out of a request, to the end of a session."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from domain.flow import StartTimer, StopTimer
from domain.number_machine.calling import given_up
from domain.number_machine.effects import MachineEffect, RememberLost, WipeSession
from domain.number_machine.state import NOBODY, Machine, Page, Problem, Visit, Waiting

Transition = tuple[Machine, tuple[MachineEffect, ...]]


class MachineTimer(StrEnum):
    IDLE = "idle"  # nobody touched for a while
    COUNT = "count"  # one second of the question 您还在吗
    WORDS = "words"  # 0.3 s of waiting
    AGAIN = "again"  # the same question once more
    SLOW = "slow"  # 5 s of waiting
    NUMBER = "number"  # the number screen goes back
    SETTLE = "settle"  # look again after lost requests
    OWED = "owed"  # unprinted numbers grow old
    NOTICE = "notice"  # the next notice on the idle screen


HELP_S = 180.0
"""So long nobody has to touch who waits for help before the help sheet."""

WORDS_S = 0.3
SLOW_S = 5.0
LISTENING = frozenset({Page.IDLE, Page.HOME, Page.WHO, Page.CARD, Page.CHECK_IN})
"""Where cards and codes are heard."""
_OF_A_CODE = frozenset(
    {
        Problem.CODE_UNREADABLE,
        Problem.TICKET_OVER,
        Problem.BOOKING_UNKNOWN,
        Problem.BOOKING_EARLY,
        Problem.BOOKING_LATE,
        Problem.BOOKING_USED,
    }
)


def hears_codes(state: Machine) -> bool:
    """Whether a code is heard now: also beside what the code before it has led to, for whoever comes next."""
    if state.waiting is not Waiting.NO:
        return False
    if state.page is Page.EXISTING:
        return state.visit.looked_up
    return state.page in LISTENING or (state.page is Page.PROBLEM and state.problem in _OF_A_CODE)


def go(state: Machine, page: Page, visit: Visit | None = None) -> Machine:
    """Show another screen."""
    return replace(state, page=page, problem=None, waiting=Waiting.NO, visit=visit or state.visit)


def problem_page(state: Machine, problem: Problem, code: str = "") -> Machine:
    """Show a fault, remembering the screen that 返回 leads to."""
    before = state.before if state.page is Page.PROBLEM else state.page
    if before in {Page.IDLE, Page.NUMBER}:
        before = Page.HOME
    return replace(
        state,
        page=Page.PROBLEM,
        before=before,
        problem=problem,
        waiting=Waiting.NO,
        visit=replace(state.visit, refusal=code, reading=False),
    )


def start_waiting() -> tuple[MachineEffect, ...]:
    """Timers of a request that is out."""
    return StartTimer(MachineTimer.WORDS, WORDS_S), StartTimer(MachineTimer.SLOW, SLOW_S)


def stop_waiting() -> tuple[MachineEffect, ...]:
    return StopTimer(MachineTimer.WORDS), StopTimer(MachineTimer.SLOW)


def abandon(state: Machine) -> Transition:
    """Nobody waits any more for the `ticket.issue` in hand: it is lost, and will be settled (`lost_requests.py`)."""
    request = state.visit.request
    if not request:
        return state, ()
    state = replace(state, visit=replace(state.visit, request=""))
    if request in state.lost:
        return state, ()
    return replace(state, lost=(*state.lost, request)), (RememberLost(request), StartTimer(MachineTimer.SETTLE, 1.0))


def idle_timer(state: Machine) -> MachineEffect:
    if state.help and state.calling.is_open:
        return StartTimer(MachineTimer.IDLE, HELP_S)
    return StartTimer(MachineTimer.IDLE, state.times.elder_idle if state.look.elder else state.times.idle)


def end(state: Machine, page: Page = Page.HOME) -> Transition:
    """The session is over: look, name, phone, everything of this person goes, and nobody comes to help any more."""
    state, effects = abandon(state)
    calling, withdrawn = given_up(state.calling)
    state = replace(
        state,
        page=page,
        before=Page.HOME,
        problem=None,
        visit=NOBODY,
        look=state.default_look,
        waiting=Waiting.NO,
        asking=False,
        count=0,
        help=False,
        calling=calling,
    )
    timers = (StopTimer(MachineTimer.COUNT), StopTimer(MachineTimer.NUMBER), idle_timer(state))
    return state, (*effects, *withdrawn, *stop_waiting(), *timers, WipeSession())


def home(state: Machine, *, keep_card: bool = False) -> Transition:
    """首页: what was entered goes, the look stays; coming back one step keeps who tapped a card."""
    state, effects = abandon(state)
    before = state.visit
    visit = (
        Visit(person=before.person, masked_name=before.masked_name, carded=before.carded, suggested=before.suggested)
        if keep_card
        else NOBODY
    )
    return go(state, Page.HOME, visit), (*effects, StopTimer(MachineTimer.NUMBER))
