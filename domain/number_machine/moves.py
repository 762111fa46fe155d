"""Steps that all parts of the machine's flow share: to a page, out of a request, to the end of a session."""

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
    COUNT = "count"  # each second while 您还在吗 is asked
    WORDS = "words"  # waited 0.3 s: show 正在取号
    AGAIN = "again"  # ask the hall once more
    SLOW = "slow"  # waited 5 s
    NUMBER = "number"  # the number screen goes back
    SETTLE = "settle"  # ask again about lost requests
    OWED = "owed"  # an unprinted number is no longer offered
    NOTICE = "notice"  # the next notice on the idle screen


HELP_S = 180.0
"""So long nobody has to touch who waits for help before the help sheet."""

WORDS_S = 0.3
SLOW_S = 5.0
LISTENING = frozenset({Page.IDLE, Page.HOME, Page.WHO, Page.CARD, Page.CHECK_IN})
"""Pages on which cards and codes count."""
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
    """Whether a code counts now. It also does on a page that an earlier code led to, so that the next person can
    scan."""
    if state.waiting is not Waiting.NO:
        return False
    if state.page is Page.EXISTING:
        return state.visit.looked_up
    return state.page in LISTENING or (state.page is Page.PROBLEM and state.problem in _OF_A_CODE)


def at_first(state: Machine) -> bool:
    """Whether the first page is on the screen, without a question over it."""
    return state.page in {Page.HOME, Page.IDLE} and not state.asking


def go(state: Machine, page: Page, visit: Visit | None = None) -> Machine:
    """Show another screen."""
    return replace(state, page=page, problem=None, waiting=Waiting.NO, visit=visit or state.visit)


def problem_page(state: Machine, problem: Problem, code: str = "") -> Machine:
    """Show a problem, and remember the page that 返回 leads to."""
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
    """The timers of a request that waits for its answer."""
    return StartTimer(MachineTimer.WORDS, WORDS_S), StartTimer(MachineTimer.SLOW, SLOW_S)


def stop_waiting() -> tuple[MachineEffect, ...]:
    return StopTimer(MachineTimer.WORDS), StopTimer(MachineTimer.SLOW)


def abandon(state: Machine) -> Transition:
    """Nobody waits any longer for the `ticket.issue` of this visit: it becomes lost, to be settled
    (`lost_requests.py`)."""
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
    """首页: what was entered is forgotten, the look stays. `keep_card`: the person of the card stays too."""
    state, effects = abandon(state)
    before = state.visit
    visit = (
        Visit(person=before.person, masked_name=before.masked_name, carded=before.carded, suggested=before.suggested)
        if keep_card
        else NOBODY
    )
    return go(state, Page.HOME, visit), (*effects, StopTimer(MachineTimer.NUMBER))
