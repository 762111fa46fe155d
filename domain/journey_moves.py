"""Steps that every part of the machine's flow takes: to a screen, out of a request, to the end of a session."""

from __future__ import annotations

from dataclasses import replace

from domain.flow import StartTimer, StopTimer
from domain.journey_state import NOBODY, Busy, Machine, Place, Trouble, Visit
from domain.journey_words import JourneyEffect, RememberLost, WipeSession

Move = tuple[Machine, tuple[JourneyEffect, ...]]

IDLE = "idle"  # nobody touched for a while
COUNT = "count"  # one second of the question 您还在吗
WORDS = "words"  # 0.3 s of waiting
AGAIN = "again"  # the same question once more
SLOW = "slow"  # 5 s of waiting
NUMBER = "number"  # the number screen goes back
SETTLE = "settle"  # look again after lost requests
OWED = "owed"  # unprinted numbers grow old
NOTICE = "notice"  # the next notice on the idle screen

WORDS_S = 0.3
SLOW_S = 5.0
LISTENING = frozenset({Place.IDLE, Place.HOME, Place.WHO, Place.CARD, Place.CHECK_IN})


def go(state: Machine, place: Place, visit: Visit | None = None) -> Machine:
    """Show another screen."""
    return replace(state, place=place, trouble=None, busy=Busy.NO, visit=visit or state.visit)


def in_trouble(state: Machine, trouble: Trouble, code: str = "") -> Machine:
    """Show a fault, remembering the screen that 返回 leads to."""
    before = state.before if state.place is Place.TROUBLE else state.place
    if before in {Place.IDLE, Place.NUMBER}:
        before = Place.HOME
    return replace(
        state,
        place=Place.TROUBLE,
        before=before,
        trouble=trouble,
        busy=Busy.NO,
        visit=replace(state.visit, refusal=code, reading=False),
    )


def waiting() -> tuple[JourneyEffect, ...]:
    """Timers of a request that is out."""
    return StartTimer(WORDS, WORDS_S), StartTimer(SLOW, SLOW_S)


def waited() -> tuple[JourneyEffect, ...]:
    return StopTimer(WORDS), StopTimer(SLOW)


def abandon(state: Machine) -> Move:
    """Nobody waits any more for the `ticket.issue` in hand: it is lost, and will be settled (see `journey_lost`)."""
    request = state.visit.request
    if not request:
        return state, ()
    state = replace(state, visit=replace(state.visit, request=""))
    if request in state.lost:
        return state, ()
    return replace(state, lost=(*state.lost, request)), (RememberLost(request), StartTimer(SETTLE, 1.0))


def idle_timer(state: Machine) -> JourneyEffect:
    return StartTimer(IDLE, state.pace.elder_idle if state.look.elder else state.pace.idle)


def end(state: Machine, place: Place = Place.HOME) -> Move:
    """The session is over: look, name, phone, everything of this person goes."""
    state, effects = abandon(state)
    state = replace(
        state,
        place=place,
        before=Place.HOME,
        trouble=None,
        visit=NOBODY,
        look=state.default_look,
        busy=Busy.NO,
        asking=False,
        count=0,
        help=False,
    )
    return state, (*effects, *waited(), StopTimer(COUNT), StopTimer(NUMBER), WipeSession(), idle_timer(state))


def home(state: Machine, *, keep_card: bool = False) -> Move:
    """首页: what was entered goes, the look stays; coming back one step keeps who tapped a card."""
    state, effects = abandon(state)
    kept = state.visit
    visit = (
        Visit(person=kept.person, masked_name=kept.masked_name, carded=kept.carded, suggested=kept.suggested)
        if keep_card
        else NOBODY
    )
    return go(state, Place.HOME, visit), (*effects, StopTimer(NUMBER))
