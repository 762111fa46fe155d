"""Getting the number: the machine asks the hall, asks again under the same id, or takes a number of its own block.

The order of things, for a person who waits:
0.3 s  正在取号… ; 2 s without answer: asked again, same id (the hall answers an id once, however often it is asked).
5 s    still no answer, or the hall has gone meanwhile: a number of the own block. The id is now *lost*: if the hall
       has made a ticket for it, that ticket is cancelled before anybody calls it (`lost_requests.py`).
       Without a block of its own the machine says so and offers to try again (same id) or to go to the help desk.

A number given offline for a pick-up code is remembered until the hall is back, because nobody else knows of it until
then. It is kept in memory alone, under a hash that needs this run's secret.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from domain.commands import IssueTicket
from domain.flow import Answered, Ask, StartTimer, request_id
from domain.number_machine.effects import IssueOffline, MachineEffect
from domain.number_machine.inputs import NoOwnNumber, OfflineIssued, OfflineRefused, PaperRenamed
from domain.number_machine.moves import MachineTimer, Transition, abandon, go, problem_page, start_waiting, stop_waiting
from domain.number_machine.paper import not_left, show_number
from domain.number_machine.state import Given, Machine, Page, Paper, Problem, Waiting
from domain.refusal import Code
from domain.refusal_data import EarlyBooking
from domain.ticket_number import numbers_like
from domain.views.ticket import IssueAnswer

ISSUE = "issue:"
ASK_S = 2.0
AGAIN_S = 0.2  # before asking again: without a link, "no answer" may come at once

_PROBLEMS: dict[str, Problem] = {
    Code.HALL_CLOSED: Problem.CLOSED,
    Code.QUEUE_CLOSED: Problem.CLOSED,
    Code.QUEUE_FULL: Problem.FULL,
    Code.PERSON_LIMIT: Problem.PERSON_LIMIT,
    Code.PHONE_LIMIT: Problem.PHONE_LIMIT,
    Code.HALL_DISK_FULL: Problem.HALL_SICK,
    Code.HALL_BUSY: Problem.HALL_SICK,
    Code.APPOINTMENT_UNKNOWN: Problem.BOOKING_UNKNOWN,
    Code.APPOINTMENT_EARLY: Problem.BOOKING_EARLY,
    Code.APPOINTMENT_LATE: Problem.BOOKING_LATE,
    Code.APPOINTMENT_USED: Problem.BOOKING_USED,
}

_NO_OWN = {NoOwnNumber.USED_UP: Problem.BLOCK_USED, NoOwnNumber.DISK: Problem.OWN_DISK}


def issue(state: Machine, now_ms: int) -> Transition:
    """Ask the hall for the number of this visit. While the hall is away, take one of our own block.

    While the link comes and goes, ask the hall all the same: it will be back in a moment.
    """
    if not state.online and state.outage(now_ms):
        return offline(state, now_ms)
    if not state.visit.request:
        made = request_id(state.hall_now(now_ms), state.seed, state.serial)
        state = replace(state, serial=state.serial + 1, visit=replace(state.visit, request=made))
    state = replace(state, waiting=Waiting.QUIET, problem=None, visit=replace(state.visit, refusal=""))
    return state, (_ask(state), *start_waiting())


def _ask(state: Machine) -> Ask:
    visit = state.visit
    booked = visit.checking_in
    command = IssueTicket(
        queue="" if booked else visit.queue,
        items=() if booked else visit.items,
        priority=None if booked else visit.priority,
        person=visit.person,
        phone=visit.phone or None,
        appointment=(visit.code or None) if booked else None,
        pickup=visit.pickup or None,
        language=state.look.language,
    )
    return Ask(ISSUE + visit.request, command, request_id=visit.request, timeout_s=ASK_S)


def ask_again(state: Machine) -> Transition:
    """No answer within 2 s: the same question once more, under the same id. The 5 s run on."""
    if not state.visit.request or state.waiting is Waiting.NO:
        return state, ()
    return state, (_ask(state),)


def too_slow(state: Machine, now_ms: int) -> Transition:
    """5 s without an answer: offer another way on."""
    if state.waiting is Waiting.NO or state.visit.offline:
        return state, ()  # a number of our own is being written to disk: wait for it
    if state.visit.cancelling:
        # not NO_ANSWER: after that, 再试一次 would take a new number instead of cancelling again
        state = replace(state, visit=replace(state.visit, cancelling=""))
        return problem_page(state, Problem.NOT_CANCELLED), stop_waiting()
    if state.page is Page.SEND:
        return not_left(state)
    if state.visit.looking_up:
        state = replace(state, visit=replace(state.visit, looking_up=""))
        return problem_page(state, Problem.NO_ANSWER), stop_waiting()
    return offline(state, now_ms) if state.visit.request else (replace(state, waiting=Waiting.NO), stop_waiting())


def offline(state: Machine, now_ms: int) -> Transition:
    """Take a number of the own block. An unanswered request becomes lost, and both are written to disk together. A hall
    that was only slow comes back without a new link, so lost requests are also settled after a moment."""
    visit = state.visit
    if visit.checking_in:
        state, effects = abandon(state)
        return problem_page(state, Problem.BOOKING_AWAY), (*effects, *stop_waiting())
    if not state.outage(now_ms):
        return problem_page(state, Problem.NO_ANSWER), stop_waiting()
    if not state.gives_own(visit.queue):
        # trying again repeats the same request: its id is kept until the person leaves
        problem = Problem.OWN_DISK if state.own_block(visit.queue) else Problem.NO_ANSWER
        return problem_page(state, problem), stop_waiting()
    own = request_id(state.hall_now(now_ms), state.seed, state.serial)
    lost = state.lost
    look: tuple[MachineEffect, ...] = ()
    if visit.request and visit.request not in lost:
        lost = (*lost, visit.request)
        look = (StartTimer(MachineTimer.SETTLE, 1.0),)
    effect = IssueOffline(
        request=own,
        queue=visit.queue,
        issued_at=state.hall_now(now_ms),
        language=state.look.language,
        sure=state.time.sure,
        lost=visit.request,
        items=visit.items,
        priority=visit.priority,
        person=visit.person,
        phone=visit.phone or None,
        pickup=visit.pickup or None,
    )
    state = replace(
        state, serial=state.serial + 1, lost=lost, waiting=Waiting.QUIET, visit=replace(visit, request="", offline=own)
    )
    return state, (*stop_waiting(), effect, *start_waiting(), *look)


def offline_ended(state: Machine, given: OfflineIssued | OfflineRefused) -> Transition:
    """The number of our own block is on disk and in the outbox, or there is none."""
    if given.request != state.visit.offline:
        return state, ()  # cannot happen: nobody can leave while a number is being written, and no time-out runs
    state = replace(state, visit=replace(state.visit, offline=""))
    if isinstance(given, OfflineRefused):
        problem = _NO_OWN.get(given.reason, Problem.HALL_SICK)
        return problem_page(state, problem, f"offline.{given.reason}"), stop_waiting()
    number = Given(given.ticket, given.number, state.visit.queue, given.issued_at, offline=True)
    if state.visit.pickup:
        state = remember(state, state.visit.pickup, number)
    return show_number(state, number)


def renamed(state: Machine, given: PaperRenamed) -> Transition:
    """If the number is still on the screen, show the new number and print it."""
    shown = state.visit.given
    if state.page is not Page.NUMBER or shown is None or not shown.offline:
        return state, ()
    if shown.number != next(numbers_like(given.number)):
        return state, ()
    return show_number(state, replace(shown, ticket=given.ticket, number=given.number))


def answered(state: Machine, given: Answered) -> Transition:
    """The hall's answer to the request of this visit."""
    number = _on_the_screen(given.data) if isinstance(given.data, IssueAnswer) else None
    if given.ok and number is None:
        state, effects = abandon(state)
        return problem_page(state, Problem.REFUSED, "answer"), (*effects, *stop_waiting())
    state = replace(state, visit=replace(state.visit, request=""))
    if given.ok and number is not None:
        return show_number(state, number)
    if given.code in {Code.PERSON_HAS_TICKET, Code.PICKUP_HAS_TICKET} and number is not None:
        return go(state, Page.EXISTING, replace(state.visit, given=number, paper=Paper.NONE)), stop_waiting()
    if given.code == Code.APPOINTMENT_EARLY:
        starts_at = given.data.starts_at if isinstance(given.data, EarlyBooking) else None
        state = replace(state, visit=replace(state.visit, starts_at=starts_at))
    problem = _PROBLEMS.get(given.code, Problem.REFUSED)
    if problem is Problem.REFUSED and state.visit.checking_in:
        problem = Problem.BOOKING_UNKNOWN
    return problem_page(state, problem, given.code), stop_waiting()


def _on_the_screen(answer: IssueAnswer) -> Given | None:
    """The number that the hall has issued now or earlier; None: the answer has none."""
    if not answer.number:
        return None
    return Given(
        ticket=answer.ticket,
        number=answer.number,
        queue=answer.queue,
        issued_at=answer.issued_at,
        ahead=answer.ahead,
        wait=answer.wait,
        state=answer.state,
        windows=answer.windows,
        key=answer.key or "",
    )


LIMIT = 32
REMEMBERED_MS = 12 * 3_600_000


def remember(state: Machine, code: str, given: Given) -> Machine:
    """Remember that pick-up code `code` got this number offline."""
    collected = (*state.collected, (_digest(state, code), given))
    return replace(state, collected=collected[-LIMIT:])


def given_alone(state: Machine, code: str, now_ms: int) -> Given | None:
    """The number that this machine gave for pick-up code `code`; None: it gave none."""
    digest, since = _digest(state, code), state.hall_now(now_ms) - REMEMBERED_MS
    return next((given for known, given in state.collected if known == digest and given.issued_at >= since), None)


def _digest(state: Machine, code: str) -> str:
    return hashlib.blake2b(code.encode(), key=state.seed.to_bytes(8, "big"), digest_size=16).hexdigest()
