"""What each touch, card and code leads to: a table of (touch, screen) and the few rules before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from domain import journey_exits as exits
from domain import journey_issue as number
from domain import journey_scan as scan
from domain import journey_send as sending
from domain import journey_who as who
from domain import journey_words as w
from domain.flow import LookChosen
from domain.journey_moves import LISTENING, Move, end, go, home
from domain.journey_paper import reprint
from domain.journey_state import Busy, Machine, Place
from domain.phone import is_mobile

_SHOWN_TO_READER = (w.CardLaid, w.CardRead, w.CardFailed, w.CodeScanned)
_CHOOSES_NOTHING = (w.Touched, w.DigitTouched, w.DigitDeleted, LookChosen, *_SHOWN_TO_READER)

Lead = Callable[[Machine, Any, int], Move]


def chooses(given: Any) -> bool:
    """Whether a double tap of it could choose something on the next screen."""
    return not isinstance(given, _CHOOSES_NOTHING)


def shown_to_reader(given: Any) -> bool:
    return isinstance(given, _SHOWN_TO_READER)


def touched(state: Machine, given: Any, now_ms: int) -> Move:
    """Where `given` leads. On a screen that does not offer it, nowhere."""
    if isinstance(given, LookChosen):
        awake = go(state, Place.HOME) if state.place is Place.IDLE else state  # else nobody would ever reset it
        return replace(awake, look=given.look), ()
    if state.busy is not Busy.NO:
        return state, ()
    if state.help:
        closes = isinstance(given, w.HelpTouched | w.BackTouched | w.Done)
        return (replace(state, help=False) if closes else state), ()
    if state.place is Place.IDLE:
        state = go(state, Place.HOME)
        if not shown_to_reader(given):
            return state, ()
    if shown_to_reader(given):
        return _shown(state, given, now_ms) if state.place in LISTENING else (state, ())
    lead = _ANYWHERE.get(type(given)) or _OFFERED.get((type(given), state.place))
    return lead(state, given, now_ms) if lead else (state, ())


def _shown(state: Machine, given: Any, now_ms: int) -> Move:
    match given:
        case w.CardRead():
            return who.card_read(state, given, now_ms)
        case w.CardFailed():
            return who.card_failed(state, given)
        case w.CodeScanned(code):
            return scan.scanned(state, code, now_ms)
    return replace(state, visit=replace(state.visit, reading=True)), ()


def _digit(state: Machine, given: w.DigitTouched, _now_ms: int) -> Move:
    good = len(given.digit) == 1 and given.digit in "0123456789"
    return (who.type_phone(state, state.visit.phone + given.digit) if good else state), ()


def _delete(state: Machine, _given: w.DigitDeleted, _now_ms: int) -> Move:
    return who.type_phone(state, state.visit.phone[:-1]), ()


def _phone_done(state: Machine, _given: w.PhoneDone, now_ms: int) -> Move:
    return who.identified(state, now_ms) if is_mobile(state.visit.phone) else (state, ())


def _priority(state: Machine, given: w.PriorityChosen, now_ms: int) -> Move:
    return number.issue(replace(state, visit=replace(state.visit, priority=given.priority)), now_ms)


_ANYWHERE: dict[type, Lead] = {
    w.HelpTouched: lambda state, _given, _now: (replace(state, help=True), ()),
    w.HomeTouched: lambda state, _given, _now: home(state),
    w.BackTouched: lambda state, _given, _now: exits.back(state),
    w.Done: lambda state, _given, _now: end(state),
}
_OFFERED: dict[tuple[type, Place], Lead] = {
    (w.QueueChosen, Place.HOME): lambda state, given, now: who.choose_queue(state, given.queue, now),
    (w.CheckInChosen, Place.HOME): lambda state, _given, now: who.check_in(state, now),
    (w.WayChosen, Place.WHO): lambda state, given, now: who.choose_way(state, given.way, now),
    (w.DigitTouched, Place.PHONE): _digit,
    (w.DigitDeleted, Place.PHONE): _delete,
    (w.PhoneDone, Place.PHONE): _phone_done,
    (w.SendTouched, Place.NUMBER): lambda state, _given, _now: sending.ask_phone(state),
    (w.DigitTouched, Place.SEND): _digit,
    (w.DigitDeleted, Place.SEND): _delete,
    (w.PhoneDone, Place.SEND): lambda state, _given, _now: sending.leave(state),
    (w.PriorityChosen, Place.PRIORITY): _priority,
    (w.Retry, Place.TROUBLE): lambda state, _given, now: exits.retry(state, now),
    (w.GoOnAnyway, Place.TROUBLE): lambda state, _given, now: exits.go_on(state, now),
    (w.ReprintTouched, Place.HOME): lambda state, given, _now: reprint(state, given.ticket),
    (w.ReprintTouched, Place.NUMBER): lambda state, given, _now: reprint(state, given.ticket),
    (w.ReprintTouched, Place.EXISTING): lambda state, given, _now: reprint(state, given.ticket),
    (w.CancelTouched, Place.EXISTING): lambda state, _given, _now: (go(state, Place.CANCEL), ()),
    (w.CancelConfirmed, Place.CANCEL): lambda state, _given, _now: exits.cancel(state),
}
