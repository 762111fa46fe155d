"""Where each touch, card and code leads: a table of touch and page (`_offered`), and the few rules that come before it.

Here too: 返回, the two actions of a problem page, and cancelling an open number.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from domain.commands import CancelTicket
from domain.flow import Answered, Ask, BackTouched, DoneTouched, LookChosen, StartTimer
from domain.number_machine import helping, identifying, issuing, paper, scanning
from domain.number_machine import inputs as i
from domain.number_machine.moves import (
    LISTENING,
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
from domain.number_machine.paper import reprint, to_number
from domain.number_machine.state import Machine, Page, Problem, Visit, Waiting
from domain.phone import is_mobile

_CHOOSES_NOTHING = i.ShownToReader | i.SomewhereTouched | i.DigitTouched | i.DigitDeleted | LookChosen


def chooses(given: i.MachineTouch | LookChosen) -> bool:
    """Whether the second touch of a double tap could choose something on the next page."""
    return not isinstance(given, _CHOOSES_NOTHING)


def touched(state: Machine, given: i.MachineTouch | LookChosen, now_ms: int) -> Transition:
    """Where `given` leads; nowhere on a page that does not offer it."""
    if isinstance(given, LookChosen):
        awake = go(state, Page.HOME) if state.page is Page.IDLE else state  # IDLE never resets a look
        return replace(awake, look=given.look), ()
    if state.waiting is not Waiting.NO:
        return state, ()
    if state.help and isinstance(given, i.HelpAct):
        return helping.acted(state, given, now_ms)
    if state.help:
        closes = isinstance(given, i.HelpTouched | BackTouched | DoneTouched)
        return (replace(state, help=False) if closes else state), ()
    if state.page is Page.IDLE:
        state = go(state, Page.HOME)
        if not isinstance(given, i.ShownToReader):
            return state, ()
    if isinstance(given, i.ShownToReader):
        return _shown(state, given, now_ms)
    return _offered(state, given, now_ms)


def _shown(state: Machine, given: i.ShownToReader, now_ms: int) -> Transition:
    if isinstance(given, i.ShownToScanner):
        return scanning.shown(state, given, now_ms)
    if state.page not in LISTENING:
        return state, ()
    match given:
        case i.CardLaid():
            return replace(state, visit=replace(state.visit, reading=True)), ()
        case i.CardRead():
            return identifying.card_read(state, given, now_ms)
        case i.CardFailed():
            return identifying.card_failed(state, given)
        case _:
            assert_never(given)


def _offered(state: Machine, given: i.MachineTouch, now_ms: int) -> Transition:  # noqa: PLR0912 - a table
    """The table of touch and page."""
    match given, state.page:
        # on every page
        case i.HelpTouched(), _:
            return helping.opened(state), ()
        case i.HomeTouched(), _:
            return home(state)
        case BackTouched(), _:
            return back(state)
        case DoneTouched(), _:
            return end(state)
        # which queue, and who
        case i.QueueChosen(queue), Page.HOME:
            return identifying.choose_queue(state, queue, now_ms)
        case i.CheckInChosen(), Page.HOME:
            return identifying.check_in(state, now_ms)
        case i.WayChosen(way), Page.WHO:
            return identifying.choose_way(state, way, now_ms)
        case i.DigitTouched(digit), Page.PHONE | Page.SEND:
            return _digit(state, digit), ()
        case i.DigitDeleted(), Page.PHONE | Page.SEND:
            return identifying.type_phone(state, state.visit.phone[:-1]), ()
        case i.PhoneDone(), Page.PHONE if is_mobile(state.visit.phone):
            return identifying.identified(state, now_ms)
        case i.PriorityChosen(priority), Page.PRIORITY:
            return issuing.issue(replace(state, visit=replace(state.visit, priority=priority)), now_ms)
        # the number, and an open one
        case i.SendTouched(), Page.NUMBER:
            return paper.ask_phone(state)
        case i.PhoneDone(), Page.SEND:
            return paper.leave(state)
        case i.ReprintTouched(ticket), Page.HOME | Page.NUMBER | Page.EXISTING:
            return reprint(state, ticket)
        case i.CancelTouched(), Page.EXISTING if not state.visit.looked_up:
            return go(state, Page.CANCEL), ()
        case i.CancelConfirmed(), Page.CANCEL:
            return cancel(state)
        # out of a problem
        case i.Retry(), Page.PROBLEM:
            return retry(state, now_ms)
        case i.GoOnAnyway(), Page.PROBLEM:
            return go_on(state, now_ms)
    return state, ()


def _digit(state: Machine, digit: str) -> Machine:
    good = len(digit) == 1 and digit in "0123456789"
    return identifying.type_phone(state, state.visit.phone + digit) if good else state


CANCEL = "cancel:"
_BOOKINGS = {
    Problem.BOOKING_UNKNOWN,
    Problem.BOOKING_EARLY,
    Problem.BOOKING_LATE,
    Problem.BOOKING_USED,
    Problem.BOOKING_AWAY,
}
_AGAIN = {Problem.HALL_SICK, Problem.NO_ANSWER, Problem.OWN_DISK, Problem.BLOCK_USED, Problem.REFUSED}


def back(state: Machine) -> Transition:
    """返回: one question back; the answer to that question is forgotten."""
    match state.page:
        case Page.CARD | Page.PHONE:
            return go(state, Page.WHO if len(state.ways) > 1 else Page.HOME, state.visit.matter), ()
        case Page.PRIORITY if not state.visit.carded and len(state.ways) > 1:
            return go(state, Page.WHO, state.visit.matter), ()
        case Page.SEND:
            return to_number(state)
        case Page.CANCEL:
            return go(state, Page.EXISTING), ()
        case Page.PROBLEM if state.problem in identifying.CARD_PROBLEMS | {Problem.CODE_UNREADABLE}:
            return go(state, state.before), ()
        case Page.PROBLEM if state.problem is Problem.NOT_CANCELLED:
            return go(state, Page.EXISTING), ()
        case Page.NUMBER | Page.EXISTING | Page.CANCELLED:
            return end(state)
    return home(state, keep_card=True)


def retry(state: Machine, now_ms: int) -> Transition:
    """再试一次: the card again, the booking again, or the number again (a lost request under its own id)."""
    if state.problem in identifying.CARD_PROBLEMS:
        return go(state, Page.CARD if state.before is Page.WHO else state.before), ()
    if state.problem is Problem.CODE_UNREADABLE:
        return go(state, state.before), ()
    if state.problem is Problem.NOT_CANCELLED:
        return cancel(state)
    if state.problem is Problem.PHONE_LIMIT:
        return go(state, Page.PHONE, replace(state.visit, phone="", priority=None)), ()
    if state.problem in _BOOKINGS:
        state, effects = abandon(state)
        state, more = identifying.check_in(replace(state, visit=Visit()), now_ms)
        return state, (*effects, *more)
    if state.problem in _AGAIN and (state.visit.queue or state.visit.checking_in):
        return issuing.issue(state, now_ms)
    return home(state, keep_card=True)


def go_on(state: Machine, now_ms: int) -> Transition:
    """The second action of a problem page: go on without a card, with a paused queue, with an offline number, or with
    an ordinary number."""
    if state.problem in identifying.CARD_PROBLEMS and state.visit.queue:
        return go(state, Page.WHO, state.visit.matter), ()
    if state.problem is Problem.PHONE_LIMIT:
        return issuing.issue(replace(state, visit=replace(state.visit, phone="")), now_ms)
    if state.problem is Problem.PAUSED and state.visit.pickup:
        return issuing.issue(state, now_ms)
    if state.problem is Problem.PAUSED:
        return identifying.ask_who(state, now_ms)
    if state.problem is Problem.HALL_SICK and state.gives_own(state.visit.queue):
        return issuing.offline(state, now_ms)
    return home(state, keep_card=state.problem not in identifying.CARD_PROBLEMS)


def cancel(state: Machine) -> Transition:
    """取消这个号, after the person confirmed it."""
    given = state.visit.given
    if given is None:
        return home(state)
    if not state.online:
        return problem_page(state, Problem.NOT_CANCELLED), ()
    tag = CANCEL + given.ticket
    state = replace(state, waiting=Waiting.QUIET, problem=None, visit=replace(state.visit, cancelling=tag))
    return state, (Ask(tag, CancelTicket(ticket=given.ticket)), *start_waiting())


def cancel_answered(state: Machine, tag: str, given: Answered) -> Transition:
    """The hall's answer: the number is cancelled, or no longer can be (it was called meanwhile)."""
    if not tag or tag != state.visit.cancelling:
        return state, ()
    state = replace(state, visit=replace(state.visit, cancelling=""))
    if not given.ok:
        return problem_page(state, Problem.NOT_CANCELLED, given.code), stop_waiting()
    state = go(state, Page.CANCELLED, Visit(given=state.visit.given))
    return state, (*stop_waiting(), StartTimer(MachineTimer.NUMBER, state.times.number))
