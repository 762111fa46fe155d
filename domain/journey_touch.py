"""What each touch, card and code leads to: a table of (touch, screen) and the few rules before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from domain import journey_exits as exits
from domain import journey_inputs as w
from domain import journey_issue as number
from domain import journey_scan as scan
from domain import journey_send as sending
from domain import journey_who as who
from domain.flow import LookChosen
from domain.journey_moves import LISTENING, Transition, end, go, home
from domain.journey_paper import reprint
from domain.journey_state import Machine, Page, Waiting
from domain.phone import is_mobile

_SHOWN_TO_READER = (w.CardLaid, w.CardRead, w.CardFailed, w.CodeScanned)
_CHOOSES_NOTHING = (w.SomewhereTouched, w.DigitTouched, w.DigitDeleted, LookChosen, *_SHOWN_TO_READER)

Lead = Callable[[Machine, Any, int], Transition]


def chooses(given: Any) -> bool:
    """Whether a double tap of it could choose something on the next screen."""
    return not isinstance(given, _CHOOSES_NOTHING)


def shown_to_reader(given: Any) -> bool:
    return isinstance(given, _SHOWN_TO_READER)


def touched(state: Machine, given: Any, now_ms: int) -> Transition:
    """Where `given` leads. On a screen that does not offer it, nowhere."""
    if isinstance(given, LookChosen):
        awake = go(state, Page.HOME) if state.page is Page.IDLE else state  # else nobody would ever reset it
        return replace(awake, look=given.look), ()
    if state.waiting is not Waiting.NO:
        return state, ()
    if state.help:
        closes = isinstance(given, w.HelpTouched | w.BackTouched | w.DoneTouched)
        return (replace(state, help=False) if closes else state), ()
    if state.page is Page.IDLE:
        state = go(state, Page.HOME)
        if not shown_to_reader(given):
            return state, ()
    if shown_to_reader(given):
        return _shown(state, given, now_ms) if state.page in LISTENING else (state, ())
    lead = _ANYWHERE.get(type(given)) or _OFFERED.get((type(given), state.page))
    return lead(state, given, now_ms) if lead else (state, ())


def _shown(state: Machine, given: Any, now_ms: int) -> Transition:
    match given:
        case w.CardRead():
            return who.card_read(state, given, now_ms)
        case w.CardFailed():
            return who.card_failed(state, given)
        case w.CodeScanned(code):
            return scan.scanned(state, code, now_ms)
    return replace(state, visit=replace(state.visit, reading=True)), ()


def _digit(state: Machine, given: w.DigitTouched, _now_ms: int) -> Transition:
    good = len(given.digit) == 1 and given.digit in "0123456789"
    return (who.type_phone(state, state.visit.phone + given.digit) if good else state), ()


def _delete(state: Machine, _given: w.DigitDeleted, _now_ms: int) -> Transition:
    return who.type_phone(state, state.visit.phone[:-1]), ()


def _phone_done(state: Machine, _given: w.PhoneDone, now_ms: int) -> Transition:
    return who.identified(state, now_ms) if is_mobile(state.visit.phone) else (state, ())


def _priority(state: Machine, given: w.PriorityChosen, now_ms: int) -> Transition:
    return number.issue(replace(state, visit=replace(state.visit, priority=given.priority)), now_ms)


_ANYWHERE: dict[type, Lead] = {
    w.HelpTouched: lambda state, _given, _now: (replace(state, help=True), ()),
    w.HomeTouched: lambda state, _given, _now: home(state),
    w.BackTouched: lambda state, _given, _now: exits.back(state),
    w.DoneTouched: lambda state, _given, _now: end(state),
}
_OFFERED: dict[tuple[type, Page], Lead] = {
    (w.QueueChosen, Page.HOME): lambda state, given, now: who.choose_queue(state, given.queue, now),
    (w.CheckInChosen, Page.HOME): lambda state, _given, now: who.check_in(state, now),
    (w.WayChosen, Page.WHO): lambda state, given, now: who.choose_way(state, given.way, now),
    (w.DigitTouched, Page.PHONE): _digit,
    (w.DigitDeleted, Page.PHONE): _delete,
    (w.PhoneDone, Page.PHONE): _phone_done,
    (w.SendTouched, Page.NUMBER): lambda state, _given, _now: sending.ask_phone(state),
    (w.DigitTouched, Page.SEND): _digit,
    (w.DigitDeleted, Page.SEND): _delete,
    (w.PhoneDone, Page.SEND): lambda state, _given, _now: sending.leave(state),
    (w.PriorityChosen, Page.PRIORITY): _priority,
    (w.Retry, Page.PROBLEM): lambda state, _given, now: exits.retry(state, now),
    (w.GoOnAnyway, Page.PROBLEM): lambda state, _given, now: exits.go_on(state, now),
    (w.ReprintTouched, Page.HOME): lambda state, given, _now: reprint(state, given.ticket),
    (w.ReprintTouched, Page.NUMBER): lambda state, given, _now: reprint(state, given.ticket),
    (w.ReprintTouched, Page.EXISTING): lambda state, given, _now: reprint(state, given.ticket),
    (w.CancelTouched, Page.EXISTING): lambda state, _given, _now: (go(state, Page.CANCEL), ()),
    (w.CancelConfirmed, Page.CANCEL): lambda state, _given, _now: exits.cancel(state),
}
