"""The queue-number machine's flow as one pure step: `(state, input, now) -> (state, effects)`.

Home (which queue?) → who (card, phone, neither) → priority, if claimed → the number. A card read on the home page
answers the question who; a booking code or card checks a booked person in. What is shown is a function of the state
alone.

Rules that hold everywhere:
- A touch within 400 ms after a change of page, or within 2 s after a time-out, chooses nothing: an elderly person's
  double tap must not choose for them, nor a touch that was meant for the page before.
- While a request waits for its answer, nothing can be chosen; after 5 s there is another way on (`issuing.py`).
- 30 s (elder 60 s) without a touch: 您还在吗, a countdown of 15 s, then all personal data is erased (`moves.end`).
- Nobody ends up with two numbers, whichever messages are lost (`lost_requests.py`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from domain.flow import (
    Answered,
    Arrived,
    ContinueTouched,
    DiskChanged,
    HallAway,
    HallOnline,
    HallReplaced,
    IdentityDoubted,
    LookChosen,
    NoAnswer,
    NotRecorded,
    StartTimer,
    StopTimer,
    TimerFired,
    is_deaf,
)
from domain.help.views import HelpSnapshot
from domain.number_machine import calling, helping, issuing, lost_requests, paper, scanning, touching
from domain.number_machine.effects import ForgetOrders, MachineEffect, PrintCopy, ReadCards, TimeKnown
from domain.number_machine.identifying import card_lies, part_changed
from domain.number_machine.inputs import (
    CardGone,
    CardLies,
    MachineInput,
    MachineTouch,
    OfflineIssued,
    OfflineRefused,
    Ordered,
    PaperRenamed,
    PartNews,
    PrintEnded,
    PrinterChanged,
    ReaderChanged,
    ShownToReader,
    ShownToScanner,
    SomeoneCame,
    SomewhereTouched,
)
from domain.number_machine.moves import LISTENING, MachineTimer, Transition, at_first, end, hears_codes, idle_timer
from domain.number_machine.paper import grow_old, number_timer, print_ended, printer_changed
from domain.number_machine.state import FLAPS, NOBODY, Machine, Page, Waiting
from domain.number_machine.touching import cancel_answered
from domain.views.catalogue import Catalogue
from domain.views.public import CallsSnapshot, ContentSnapshot, NoticesSnapshot, QueuesSnapshot
from domain.views.window import WindowSnapshot

NOTICE_S = 8.0


def begin(state: Machine) -> tuple[MachineEffect, ...]:
    """The effects at the start of the program."""
    return ReadCards(on=state.page in LISTENING), StartTimer(MachineTimer.NOTICE, NOTICE_S)


def step(state: Machine, given: MachineInput, now_ms: int) -> Transition:
    """Take one input. Total: every input has a next state in every state."""
    after, effects = _step(state, given, now_ms)
    if _seen(after) != _seen(state):
        after = replace(after, changed_at=now_ms, by_itself=isinstance(given, TimerFired) and at_first(after))
    listens, listened = _listens(after), _listens(state)
    return after, (*effects, ReadCards(on=listens)) if listens != listened else effects


def _seen(state: Machine) -> tuple[object, ...]:
    """What tells one screen from another."""
    return state.page, state.asking, state.help, (state.calling.phase, state.calling.taken) if state.help else None


def _listens(state: Machine) -> bool:
    return state.page in LISTENING and state.waiting is Waiting.NO


def _step(state: Machine, given: MachineInput, now_ms: int) -> Transition:
    if isinstance(given, MachineTouch | LookChosen):
        return _touched(state, given, now_ms)
    if isinstance(given, PartNews):
        return _told(state, given, now_ms)
    match given:
        case TimerFired(name):
            return _timer(state, name, now_ms)
        case Answered():
            return _answered(state, given)
        case NoAnswer():
            return _unanswered(state, given)
        case Arrived():
            return _heard(state, given, now_ms)
        case HallOnline():
            state = replace(state, online=True, collected=(), comebacks=(*state.comebacks, now_ms)[-FLAPS:])
            return state, (*lost_requests.settle(state), *calling.left_over(state.calling))
        case HallAway():
            state = replace(state, online=False)
            asked = state.visit.request and state.waiting is not Waiting.NO and state.outage(now_ms)
            return issuing.offline(state, now_ms) if asked else (state, ())
        case HallReplaced():
            return _replaced(state)
        case DiskChanged() | IdentityDoubted():
            return _ground_moved(state, given), ()
        case NotRecorded():  # only a print report can be missing: an engineer sees it in the machine's health
            return state, ()
        case _:
            assert_never(given)


def _ground_moved(state: Machine, given: DiskChanged | IdentityDoubted) -> Machine:
    """The disk's or the name's state has changed: offline numbers need a disk that works and a name that no other
    machine uses."""
    if isinstance(given, DiskChanged):
        return replace(state, disk_works=given.works)
    return replace(state, doubt=given.doubt)


_OF_A_TICKET = frozenset({Page.NUMBER, Page.SEND, Page.EXISTING, Page.CANCEL, Page.CANCELLED})


def _replaced(state: Machine) -> Transition:
    """The hall works on another store: nothing of the old one stays. A person who is being asked goes on; one who waits
    for a number gets one from the new store.

    A number on the screen belongs to the old store: in the new one the same number may be another person's ticket.
    """
    catalogue = state.catalogue if state.waiting is not Waiting.NO else None  # the new catalogue comes before a number
    state = replace(state, catalogue=catalogue, queues=None, notices=None, notice=0, owed=(), collected=())
    state = replace(state, calling=calling.replaced(state.calling))
    state, effects = end(state) if state.page in _OF_A_TICKET else (state, ())
    return state, (*effects, ForgetOrders())


def _told(state: Machine, given: PartNews, now_ms: int) -> Transition:
    """News from the machine's own parts, and orders to print for a clerk."""
    match given:
        case OfflineIssued() | OfflineRefused():
            return issuing.offline_ended(state, given)
        case PaperRenamed():
            return issuing.renamed(state, given)
        case PrintEnded():
            return print_ended(state, given, now_ms)
        case Ordered(order):  # 补打 by a clerk: the person at the machine sees nothing of it
            return state, (PrintCopy(order),)
        case PrinterChanged():
            return printer_changed(state, given)
        case ReaderChanged(part, present):
            return part_changed(state, part, present=present), ()
        case SomeoneCame():  # it neither answers a question nor keeps a session alive
            return _touched(state, SomewhereTouched(), now_ms) if state.page is Page.IDLE else (state, ())
        case CardLies() | CardGone():
            return card_lies(state, lies=isinstance(given, CardLies)), ()
        case _:
            assert_never(given)


def _touched(state: Machine, given: MachineTouch | LookChosen, now_ms: int) -> Transition:
    """A touch keeps the session alive. A touch that answers 您还在吗 does nothing else."""
    if isinstance(given, ShownToScanner) and not hears_codes(state):
        return state, ()
    alive = (idle_timer(state),)
    if state.asking:
        state = replace(state, asking=False, count=0)
        if not isinstance(given, ShownToReader):
            return state, (StopTimer(MachineTimer.COUNT), *alive)
    deaf = is_deaf(state.changed_at, now_ms, by_itself=state.by_itself)
    if isinstance(given, ContinueTouched) or (deaf and touching.chooses(given)):
        return state, alive
    after, effects = touching.touched(state, given, now_ms)
    if after.page is Page.NUMBER and state.page is Page.NUMBER:
        effects = (*effects, number_timer(after))
    return after, (*effects, idle_timer(after))


def _timer(state: Machine, name: str, now_ms: int) -> Transition:
    match name:
        case MachineTimer.IDLE:
            return _idle(state)
        case MachineTimer.COUNT if state.asking and state.count > 1:
            return replace(state, count=state.count - 1), (StartTimer(MachineTimer.COUNT, 1.0),)
        case MachineTimer.COUNT if state.asking:
            return end(state, Page.IDLE)
        case MachineTimer.WORDS if state.waiting is Waiting.QUIET:
            return replace(state, waiting=Waiting.WORDS), ()
        case MachineTimer.AGAIN:
            return issuing.ask_again(state)
        case MachineTimer.SLOW:
            return issuing.too_slow(state, now_ms)
        case MachineTimer.NUMBER if _waits_for_help(state) and state.page in {Page.NUMBER, Page.CANCELLED}:
            return replace(state, help=True), (number_timer(state),)
        case MachineTimer.NUMBER if state.page in {Page.NUMBER, Page.CANCELLED}:
            return end(state)
        case MachineTimer.SETTLE:
            return state, lost_requests.settle(state)
        case MachineTimer.OWED:
            return grow_old(state, now_ms)
        case MachineTimer.NOTICE:
            shown = state.notice + 1 if state.page is Page.IDLE else 0
            state = replace(state, notice=shown) if shown != state.notice else state
            return state, (StartTimer(MachineTimer.NOTICE, NOTICE_S),)
    return state, ()


def _waits_for_help(state: Machine) -> bool:
    return state.help or state.calling.is_open


def _idle(state: Machine) -> Transition:
    """Nobody touched for a while. Ask 您还在吗, or go to the idle page at once if the person would lose nothing.
    Whoever waits for help is before the help sheet again."""
    if state.page is Page.IDLE or state.asking:
        return state, ()
    if state.waiting is not Waiting.NO or (state.page is Page.NUMBER and not _waits_for_help(state)):
        return state, (idle_timer(state),)
    if state.calling.is_open and not state.help:
        state = replace(state, help=True)
        return state, (idle_timer(state),)
    if state.page is Page.HOME and state.visit == NOBODY and state.look == state.default_look and not state.help:
        return replace(state, page=Page.IDLE), ()
    return replace(state, asking=True, count=round(state.times.question)), (StartTimer(MachineTimer.COUNT, 1.0),)


def _answered(state: Machine, given: Answered) -> Transition:
    tag, visit = given.tag, state.visit
    if tag.startswith(helping.TAGS):
        return helping.came_back(state, given)
    if tag.startswith(issuing.ISSUE):
        request = tag.removeprefix(issuing.ISSUE)
        if request and request == visit.request:
            return issuing.answered(state, given)
        return lost_requests.revealed(state, request, given)
    if tag.startswith(scanning.LOOK_UP):
        return scanning.looked_up(state, tag, given)
    if tag.startswith(lost_requests.REVEAL):
        return lost_requests.revealed(state, tag.removeprefix(lost_requests.REVEAL), given)
    if tag.startswith(lost_requests.WITHDRAW):
        return lost_requests.withdrawn(state, tag.removeprefix(lost_requests.WITHDRAW), given)
    if tag.startswith(paper.LEAVE):
        mine = visit.given is not None and tag == paper.LEAVE + visit.given.ticket
        return paper.left(state, given) if mine else (state, ())
    return cancel_answered(state, tag, given)


def _unanswered(state: Machine, given: NoAnswer) -> Transition:
    tag, visit = given.tag, state.visit
    if tag.startswith(helping.TAGS):
        return helping.came_back(state, given)
    if tag == issuing.ISSUE + visit.request:
        return state, (StartTimer(MachineTimer.AGAIN, issuing.AGAIN_S),)
    if visit.given is not None and tag == paper.LEAVE + visit.given.ticket:
        return paper.not_left(state)
    return state, ()


def _heard(state: Machine, given: Arrived, now_ms: int) -> Transition:
    if isinstance(given.snapshot, HelpSnapshot):
        return _help_heard(state, given.snapshot)
    after = _arrived(state, given, now_ms)
    return after, (TimeKnown(after.hall_now(now_ms)),) if after.time.sure and not state.time.sure else ()


def _help_heard(state: Machine, told: HelpSnapshot) -> Transition:
    """Somebody is on the way: whoever waits here is given the time for that anew."""
    after, effects = helping.heard(state, told)
    if not after.calling.taken or state.calling.taken:
        return after, effects
    return replace(after, asking=False, count=0), (*effects, StopTimer(MachineTimer.COUNT), idle_timer(after))


def _arrived(state: Machine, given: Arrived, now_ms: int) -> Machine:
    snapshot = given.snapshot
    match snapshot:
        case QueuesSnapshot():
            return replace(state, queues=snapshot, time=state.time.heard(snapshot.at, now_ms, live=given.live))
        case NoticesSnapshot():
            return replace(state, notices=snapshot, notice=0)
        case Catalogue():
            return replace(state, catalogue=snapshot)
        case CallsSnapshot() | WindowSnapshot() | ContentSnapshot() | HelpSnapshot():  # help: `_help_heard`
            return state  # the others are of screens and kiosks; a machine follows none
        case _:
            assert_never(snapshot)
