"""Ways out: 返回, out of a trouble by one of its two actions, and cancelling an open number."""

from __future__ import annotations

from dataclasses import replace

from domain import journey_issue as number
from domain import journey_who as who
from domain.commands import CancelTicket
from domain.flow import Answered, Ask, StartTimer
from domain.journey_moves import NUMBER, Move, abandon, end, go, home, in_trouble, waited, waiting
from domain.journey_send import to_number
from domain.journey_state import Busy, Machine, Place, Trouble, Visit

CANCEL = "cancel:"
_BOOKINGS = {
    Trouble.BOOKING_UNKNOWN,
    Trouble.BOOKING_EARLY,
    Trouble.BOOKING_LATE,
    Trouble.BOOKING_USED,
    Trouble.BOOKING_AWAY,
}
_AGAIN = {Trouble.HALL_SICK, Trouble.NO_ANSWER, Trouble.BLOCK_USED, Trouble.REFUSED}


def back(state: Machine) -> Move:
    """返回: one question back; what that question had learned is unlearned."""
    match state.place:
        case Place.CARD | Place.PHONE:
            return go(state, Place.WHO if len(state.ways) > 1 else Place.HOME, Visit(queue=state.visit.queue)), ()
        case Place.PRIORITY if not state.visit.carded and len(state.ways) > 1:
            return go(state, Place.WHO, Visit(queue=state.visit.queue)), ()
        case Place.SEND:
            return to_number(state)
        case Place.CANCEL:
            return go(state, Place.EXISTING), ()
        case Place.TROUBLE if state.trouble in who.CARD_TROUBLES:
            return go(state, state.before), ()
        case Place.TROUBLE if state.trouble is Trouble.NOT_CANCELLED:
            return go(state, Place.EXISTING), ()
        case Place.NUMBER | Place.EXISTING | Place.CANCELLED:
            return end(state)
    return home(state, keep_card=True)


def retry(state: Machine, now_ms: int) -> Move:
    """再试一次: the card again, the booking again, or the number again (a lost one under its own id)."""
    if state.trouble in who.CARD_TROUBLES:
        return go(state, Place.CARD if state.before is Place.WHO else state.before), ()
    if state.trouble is Trouble.NOT_CANCELLED:
        return cancel(state)
    if state.trouble in _BOOKINGS:
        state, effects = abandon(state)
        state, more = who.check_in(replace(state, visit=Visit()), now_ms)
        return state, (*effects, *more)
    if state.trouble in _AGAIN and (state.visit.queue or state.visit.checking_in):
        return number.issue(state, now_ms)
    return home(state, keep_card=True)


def go_on(state: Machine, now_ms: int) -> Move:
    """The second way out: without card, a number of a paused queue, an own number, an ordinary number."""
    if state.trouble in who.CARD_TROUBLES and state.visit.queue:
        return go(state, Place.WHO, Visit(queue=state.visit.queue)), ()
    if state.trouble is Trouble.PAUSED and state.visit.pickup:
        return number.issue(state, now_ms)
    if state.trouble is Trouble.PAUSED:
        return who.ask_who(state, now_ms)
    if state.trouble is Trouble.HALL_SICK and state.own_block(state.visit.queue):
        return number.offline(state, now_ms)
    return home(state, keep_card=state.trouble not in who.CARD_TROUBLES)


def cancel(state: Machine) -> Move:
    """取消这个号, after it was asked twice."""
    given = state.visit.given
    if given is None:
        return home(state)
    if not state.online:
        return in_trouble(state, Trouble.NOT_CANCELLED), ()
    tag = CANCEL + given.ticket
    state = replace(state, busy=Busy.QUIET, trouble=None, visit=replace(state.visit, cancelling=tag))
    return state, (Ask(tag, CancelTicket(ticket=given.ticket)), *waiting())


def cancel_answered(state: Machine, tag: str, given: Answered) -> Move:
    """The number is cancelled, or it cannot be any more (called meanwhile)."""
    if not tag or tag != state.visit.cancelling:
        return state, ()
    state = replace(state, visit=replace(state.visit, cancelling=""))
    if not given.ok:
        return in_trouble(state, Trouble.NOT_CANCELLED, given.code), waited()
    state = go(state, Place.CANCELLED, Visit(given=state.visit.given))
    return state, (*waited(), StartTimer(NUMBER, state.pace.number))
