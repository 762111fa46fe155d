"""Getting the number: asked of the hall, asked again under the same id, or taken from the machine's own block.

The order of things, for a person who waits:
0.3 s  正在取号… ; 2 s without answer: asked again, same id (the hall answers an id once, however often it is asked).
5 s    still nothing, or the hall has gone meanwhile: a number of the own block. The id is lost, not forgotten: should
       the hall have made a ticket for it, that ticket is cancelled before anybody calls it (`journey_lost.py`).
       Without a block of its own the machine says so and offers to try again (same id) or to go to the desk.
"""

from __future__ import annotations

from dataclasses import replace

from domain.commands import IssueTicket
from domain.flow import Answered, Ask
from domain.journey_collected import remember
from domain.journey_moves import Move, abandon, go, in_trouble, waited, waiting
from domain.journey_paper import show_number
from domain.journey_send import not_left
from domain.journey_state import Busy, Given, Machine, Paper, Place, Trouble
from domain.journey_words import IssueOffline, OfflineIssued, OfflineRefused
from domain.refusal import Code
from domain.refusal_data import EarlyBooking
from domain.request_id import request_id
from domain.views import IssueAnswer

ISSUE = "issue:"
ASK_S = 2.0
AGAIN_S = 0.2  # after no answer: it may come at once, when nobody is there to ask

_TROUBLES: dict[str, Trouble] = {
    Code.HALL_CLOSED: Trouble.CLOSED,
    Code.QUEUE_CLOSED: Trouble.CLOSED,
    Code.QUEUE_FULL: Trouble.FULL,
    Code.PERSON_LIMIT: Trouble.PERSON_LIMIT,
    Code.HALL_DISK_FULL: Trouble.HALL_SICK,
    Code.HALL_BUSY: Trouble.HALL_SICK,
    Code.APPOINTMENT_UNKNOWN: Trouble.BOOKING_UNKNOWN,
    Code.APPOINTMENT_EARLY: Trouble.BOOKING_EARLY,
    Code.APPOINTMENT_LATE: Trouble.BOOKING_LATE,
    Code.APPOINTMENT_USED: Trouble.BOOKING_USED,
}


def issue(state: Machine, now_ms: int) -> Move:
    """Ask the hall for the number of this visit; while it is away, take one of our own."""
    if not state.online:
        return offline(state, now_ms)
    if not state.visit.request:
        made = request_id(state.hall_now(now_ms), state.seed, state.serial)
        state = replace(state, serial=state.serial + 1, visit=replace(state.visit, request=made))
    state = replace(state, busy=Busy.QUIET, trouble=None, visit=replace(state.visit, refusal=""))
    return state, (_ask(state), *waiting())


def _ask(state: Machine) -> Ask:
    visit = state.visit
    booked = visit.checking_in
    command = IssueTicket(
        queue="" if booked else visit.queue,
        priority=None if booked else visit.priority,
        person=visit.person,
        phone=visit.phone or None,
        appointment=(visit.code or None) if booked else None,
        pickup=visit.pickup or None,
        language=state.look.language,
    )
    return Ask(ISSUE + visit.request, command, request_id=visit.request, timeout_s=ASK_S)


def ask_again(state: Machine) -> Move:
    """No answer within 2 s: the same question once more, under the same id. The 5 s run on."""
    if not state.visit.request or state.busy is Busy.NO:
        return state, ()
    return state, (_ask(state),)


def too_slow(state: Machine, now_ms: int) -> Move:
    """5 s: a way on."""
    if state.busy is Busy.NO or state.visit.offline:
        return state, ()  # our own disk: a number that is being written is waited for
    if state.visit.cancelling:
        # 再试一次 must cancel again: after NO_ANSWER it would take a new number
        return in_trouble(replace(state, visit=replace(state.visit, cancelling="")), Trouble.NOT_CANCELLED), waited()
    if state.place is Place.SEND:
        return not_left(state)
    if state.visit.looking_up:
        return in_trouble(replace(state, visit=replace(state.visit, looking_up="")), Trouble.NO_ANSWER), waited()
    return offline(state, now_ms) if state.visit.request else (replace(state, busy=Busy.NO), waited())


def offline(state: Machine, now_ms: int) -> Move:
    """Take a number of the own block. A request that is still out becomes lost; both are written in one go."""
    visit = state.visit
    if visit.checking_in:
        state, effects = abandon(state)
        return in_trouble(state, Trouble.BOOKING_AWAY), (*effects, *waited())
    if not state.own_block(visit.queue):
        # a repeated try is the same request: its id stays in hand until the person goes away
        return in_trouble(state, Trouble.NO_ANSWER), waited()
    own = request_id(state.hall_now(now_ms), state.seed, state.serial)
    lost = (*state.lost, visit.request) if visit.request and visit.request not in state.lost else state.lost
    effect = IssueOffline(
        request=own,
        queue=visit.queue,
        issued_at=state.hall_now(now_ms),
        language=state.look.language,
        sure=state.sure,
        lost=visit.request,
        priority=visit.priority,
        person=visit.person,
        phone=visit.phone or None,
        pickup=visit.pickup or None,
    )
    state = replace(
        state, serial=state.serial + 1, lost=lost, busy=Busy.QUIET, visit=replace(visit, request="", offline=own)
    )
    return state, (*waited(), effect, *waiting())


def offline_ended(state: Machine, given: OfflineIssued | OfflineRefused) -> Move:
    """The own number is on disk and in the outbox, or there is none."""
    if given.request != state.visit.offline:
        return state, ()  # cannot be: who waits for a number cannot leave, and no time-out runs
    state = replace(state, visit=replace(state.visit, offline=""))
    if isinstance(given, OfflineRefused):
        trouble = Trouble.BLOCK_USED if given.reason == "used_up" else Trouble.HALL_SICK
        return in_trouble(state, trouble, f"offline.{given.reason}"), waited()
    number = Given(given.ticket, given.number, state.visit.queue, given.issued_at, offline=True)
    if state.visit.pickup:
        state = remember(state, state.visit.pickup, number)
    return show_number(state, number)


def answered(state: Machine, given: Answered) -> Move:
    """The hall's answer to the request of this visit."""
    number = _on_the_screen(given.data) if isinstance(given.data, IssueAnswer) else None
    if given.ok and number is None:
        state, effects = abandon(state)
        return in_trouble(state, Trouble.REFUSED, "answer"), (*effects, *waited())
    state = replace(state, visit=replace(state.visit, request=""))
    if given.ok and number is not None:
        return show_number(state, number)
    if given.code in {Code.PERSON_HAS_TICKET, Code.PICKUP_HAS_TICKET} and number is not None:
        return go(state, Place.EXISTING, replace(state.visit, given=number, paper=Paper.NONE)), waited()
    if given.code == Code.APPOINTMENT_EARLY:
        starts_at = given.data.starts_at if isinstance(given.data, EarlyBooking) else None
        state = replace(state, visit=replace(state.visit, starts_at=starts_at))
    trouble = _TROUBLES.get(given.code, Trouble.REFUSED)
    if trouble is Trouble.REFUSED and state.visit.checking_in:
        trouble = Trouble.BOOKING_UNKNOWN
    return in_trouble(state, trouble, given.code), waited()


def _on_the_screen(answer: IssueAnswer) -> Given | None:
    """The number that the hall has issued, or has issued before. None: it is no number."""
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
