"""The queue-number machine's flow as one pure step: `(state, input, now) -> (state, effects)`.

Home (which queue?) → who (card, phone, neither) → priority, if claimed → the number. A card laid on at home saves the
question who; a booking code or card checks a booked person in. What is shown is a function of the state alone.

Rules that hold everywhere:
- A second touch within 400 ms of a new screen chooses nothing: an old hand's double tap must not choose for them.
- While a request is out, nothing can be chosen; after 5 s there is a way on (`journey_issue.py`).
- 30 s (elder 60 s) untouched: 您还在吗 with a count of 15 s, then everything personal is gone (`journey_moves.end`).
- Nobody ends up with two numbers, whatever gets lost on the way (`journey_lost.py`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain import journey_issue as number
from domain import journey_lost as lost
from domain import journey_scan as scan
from domain import journey_send as sending
from domain import journey_touch as touch
from domain.flow import (
    DOUBLE_TAP_MS,
    Answered,
    Arrived,
    HallAway,
    HallOnline,
    LookChosen,
    NoAnswer,
    Ordered,
    StartTimer,
    StopTimer,
    TimerFired,
)
from domain.journey_effects import MachineEffect, PrintCopy, ReadCards, TimeKnown
from domain.journey_exits import cancel_answered
from domain.journey_inputs import (
    CardGone,
    OfflineIssued,
    OfflineRefused,
    PrintEnded,
    PrinterChanged,
    ReaderChanged,
    SomeoneCame,
    SomewhereTouched,
    StillHere,
    Touch,
)
from domain.journey_moves import AGAIN, COUNT, LISTENING, NOTICE, Transition, end, idle_timer
from domain.journey_paper import grow_old, number_timer, print_ended, printer_changed
from domain.journey_state import NOBODY, Machine, Page, Waiting
from domain.journey_who import part_changed
from domain.views import Catalogue, NoticesSnapshot, QueuesSnapshot

NOTICE_S = 8.0


def begin(state: Machine) -> tuple[MachineEffect, ...]:
    """What a machine does first, at the first state of its life."""
    return ReadCards(on=state.page in LISTENING), StartTimer(NOTICE, NOTICE_S)


def step(state: Machine, given: Any, now_ms: int) -> Transition:
    """One input. Total: whatever comes in whatever state, there is a next state."""
    after, effects = _step(state, given, now_ms)
    if (after.page, after.asking, after.help) != (state.page, state.asking, state.help):
        after = replace(after, changed_at=now_ms)
    listens, listened = _listens(after), _listens(state)
    return after, (*effects, ReadCards(on=listens)) if listens != listened else effects


def _listens(state: Machine) -> bool:
    return state.page in LISTENING and state.waiting is Waiting.NO


def _step(state: Machine, given: Any, now_ms: int) -> Transition:
    match given:
        case Touch() | LookChosen():
            return _touched(state, given, now_ms)
        case TimerFired(name):
            return _timer(state, name, now_ms)
        case Answered(tag=tag):
            return _answered(state, tag, given)
        case NoAnswer(tag) if tag == number.ISSUE + state.visit.request:
            return state, (StartTimer(AGAIN, number.AGAIN_S),)
        case NoAnswer(tag) if state.visit.given is not None and tag == sending.LEAVE + state.visit.given.ticket:
            return sending.not_left(state)
        case Arrived(snapshot):
            after = _arrived(state, snapshot, now_ms)
            return after, (TimeKnown(after.hall_now(now_ms)),) if after.sure and not state.sure else ()
        case HallOnline():
            state = replace(state, online=True, collected=())
            return state, lost.settle(state)
        case HallAway():
            state = replace(state, online=False)
            asked = state.visit.request and state.waiting is not Waiting.NO
            return number.offline(state, now_ms) if asked else (state, ())
        case OfflineIssued() | OfflineRefused():
            return number.offline_ended(state, given)
        case PrintEnded() | PrinterChanged() | Ordered():
            return _paper(state, given, now_ms)
        case SomeoneCame() | ReaderChanged() | CardGone():
            return _sensed(state, given, now_ms)
    return state, ()


def _paper(state: Machine, given: Any, now_ms: int) -> Transition:
    match given:
        case PrintEnded():
            return print_ended(state, given, now_ms)
        case Ordered(order):  # 补打 by a clerk: nothing of it is seen by whoever stands at the machine
            return state, (PrintCopy(order),)
    return printer_changed(state, given)


def _sensed(state: Machine, given: Any, now_ms: int) -> Transition:
    match given:
        case SomeoneCame() if state.page is Page.IDLE:  # it answers no question and keeps nobody's session alive
            return _touched(state, SomewhereTouched(), now_ms)
        case ReaderChanged(part, present):
            return part_changed(state, part, present=present), ()
        case CardGone() if state.visit.reading:
            return replace(state, visit=replace(state.visit, reading=False)), ()
    return state, ()


def _touched(state: Machine, given: Any, now_ms: int) -> Transition:
    """A touch keeps the session alive. The question 您还在吗 swallows whatever answers it."""
    alive = (idle_timer(state),)
    if state.asking:
        state = replace(state, asking=False, count=0)
        if not touch.shown_to_reader(given):
            return state, (StopTimer(COUNT), *alive)
    if isinstance(given, StillHere) or (now_ms - state.changed_at < DOUBLE_TAP_MS and touch.chooses(given)):
        return state, alive
    after, effects = touch.touched(state, given, now_ms)
    if after.page is Page.NUMBER and state.page is Page.NUMBER:
        effects = (*effects, number_timer(after))
    return after, (*effects, idle_timer(after))


def _timer(state: Machine, name: str, now_ms: int) -> Transition:
    match name:
        case "idle":
            return _idle(state)
        case "count" if state.asking and state.count > 1:
            return replace(state, count=state.count - 1), (StartTimer(COUNT, 1.0),)
        case "count" if state.asking:
            return end(state, Page.IDLE)
        case "words" if state.waiting is Waiting.QUIET:
            return replace(state, waiting=Waiting.WORDS), ()
        case "again":
            return number.ask_again(state)
        case "slow":
            return number.too_slow(state, now_ms)
        case "number" if state.page in {Page.NUMBER, Page.CANCELLED}:
            return end(state)
        case "settle":
            return state, lost.settle(state)
        case "owed":
            return grow_old(state, now_ms)
        case "notice":
            boards = len(state.notices.boards) if state.notices else 0
            shown = (state.notice + 1) % boards if boards and state.page is Page.IDLE else 0
            return replace(state, notice=shown) if shown != state.notice else state, (StartTimer(NOTICE, NOTICE_S),)
    return state, ()


def _idle(state: Machine) -> Transition:
    """Nobody touched for a while. Nothing to lose: rest. Otherwise ask first."""
    if state.page is Page.IDLE or state.asking:
        return state, ()
    if state.waiting is not Waiting.NO or state.page is Page.NUMBER:
        return state, (idle_timer(state),)
    if state.page is Page.HOME and state.visit == NOBODY and state.look == state.default_look and not state.help:
        return replace(state, page=Page.IDLE), ()
    return replace(state, asking=True, count=round(state.times.question)), (StartTimer(COUNT, 1.0),)


def _answered(state: Machine, tag: str, given: Answered) -> Transition:
    if tag.startswith(number.ISSUE):
        request = tag.removeprefix(number.ISSUE)
        if request and request == state.visit.request:
            return number.answered(state, given)
        return lost.revealed(state, request, given)
    if tag.startswith(scan.LOOK_UP):
        return scan.looked_up(state, tag, given)
    if tag.startswith(lost.REVEAL):
        return lost.revealed(state, tag.removeprefix(lost.REVEAL), given)
    if tag.startswith(lost.WITHDRAW):
        return lost.withdrawn(state, tag.removeprefix(lost.WITHDRAW), given)
    if tag.startswith(sending.LEAVE):
        mine = state.visit.given is not None and tag == sending.LEAVE + state.visit.given.ticket
        return sending.left(state, given) if mine else (state, ())
    return cancel_answered(state, tag, given)


def _arrived(state: Machine, snapshot: Any, now_ms: int) -> Machine:
    match snapshot:
        case QueuesSnapshot():
            live = state.online and state.queues is not None  # the first one may be an old one that was retained
            heard = snapshot.at - now_ms
            offset = heard if live else max(heard, state.wall_offset_ms) if not state.sure else state.wall_offset_ms
            return replace(state, queues=snapshot, wall_offset_ms=offset, sure=state.sure or live)
        case NoticesSnapshot():
            return replace(state, notices=snapshot, notice=0)
        case Catalogue():
            return replace(state, catalogue=snapshot)
    return state
