"""Ways out: 返回, out of a problem by one of its two actions, and cancelling an open number."""

from __future__ import annotations

from dataclasses import replace

from domain.commands import CancelTicket
from domain.flow import Answered, Ask, StartTimer
from domain.number_machine import number as issuing
from domain.number_machine import who as identifying
from domain.number_machine.moves import (
    MachineTimer,
    Transition,
    abandon,
    end,
    go,
    home,
    problem_page,
    start_waiting,
    stop_waiting,
)
from domain.number_machine.send import to_number
from domain.number_machine.state import Machine, Page, Problem, Visit, Waiting

CANCEL = "cancel:"
_BOOKINGS = {
    Problem.BOOKING_UNKNOWN,
    Problem.BOOKING_EARLY,
    Problem.BOOKING_LATE,
    Problem.BOOKING_USED,
    Problem.BOOKING_AWAY,
}
_AGAIN = {Problem.HALL_SICK, Problem.NO_ANSWER, Problem.BLOCK_USED, Problem.REFUSED}


def back(state: Machine) -> Transition:
    """返回: one question back; what that question had learned is unlearned."""
    match state.page:
        case Page.CARD | Page.PHONE:
            return go(state, Page.WHO if len(state.ways) > 1 else Page.HOME, Visit(queue=state.visit.queue)), ()
        case Page.PRIORITY if not state.visit.carded and len(state.ways) > 1:
            return go(state, Page.WHO, Visit(queue=state.visit.queue)), ()
        case Page.SEND:
            return to_number(state)
        case Page.CANCEL:
            return go(state, Page.EXISTING), ()
        case Page.PROBLEM if state.problem in identifying.CARD_PROBLEMS:
            return go(state, state.before), ()
        case Page.PROBLEM if state.problem is Problem.NOT_CANCELLED:
            return go(state, Page.EXISTING), ()
        case Page.NUMBER | Page.EXISTING | Page.CANCELLED:
            return end(state)
    return home(state, keep_card=True)


def retry(state: Machine, now_ms: int) -> Transition:
    """再试一次: the card again, the booking again, or the number again (a lost one under its own id)."""
    if state.problem in identifying.CARD_PROBLEMS:
        return go(state, Page.CARD if state.before is Page.WHO else state.before), ()
    if state.problem is Problem.NOT_CANCELLED:
        return cancel(state)
    if state.problem in _BOOKINGS:
        state, effects = abandon(state)
        state, more = identifying.check_in(replace(state, visit=Visit()), now_ms)
        return state, (*effects, *more)
    if state.problem in _AGAIN and (state.visit.queue or state.visit.checking_in):
        return issuing.issue(state, now_ms)
    return home(state, keep_card=True)


def go_on(state: Machine, now_ms: int) -> Transition:
    """The second way out: without card, a number of a paused queue, an own number, an ordinary number."""
    if state.problem in identifying.CARD_PROBLEMS and state.visit.queue:
        return go(state, Page.WHO, Visit(queue=state.visit.queue)), ()
    if state.problem is Problem.PAUSED and state.visit.pickup:
        return issuing.issue(state, now_ms)
    if state.problem is Problem.PAUSED:
        return identifying.ask_who(state, now_ms)
    if state.problem is Problem.HALL_SICK and state.own_block(state.visit.queue):
        return issuing.offline(state, now_ms)
    return home(state, keep_card=state.problem not in identifying.CARD_PROBLEMS)


def cancel(state: Machine) -> Transition:
    """取消这个号, after it was asked twice."""
    given = state.visit.given
    if given is None:
        return home(state)
    if not state.online:
        return problem_page(state, Problem.NOT_CANCELLED), ()
    tag = CANCEL + given.ticket
    state = replace(state, waiting=Waiting.QUIET, problem=None, visit=replace(state.visit, cancelling=tag))
    return state, (Ask(tag, CancelTicket(ticket=given.ticket)), *start_waiting())


def cancel_answered(state: Machine, tag: str, given: Answered) -> Transition:
    """The number is cancelled, or it cannot be any more (called meanwhile)."""
    if not tag or tag != state.visit.cancelling:
        return state, ()
    state = replace(state, visit=replace(state.visit, cancelling=""))
    if not given.ok:
        return problem_page(state, Problem.NOT_CANCELLED, given.code), stop_waiting()
    state = go(state, Page.CANCELLED, Visit(given=state.visit.given))
    return state, (*stop_waiting(), StartTimer(MachineTimer.NUMBER, state.times.number))
