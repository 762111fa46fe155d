"""What each touch, card and code leads to: a table of touch and page (`_offered`) and the few rules before it."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from domain.flow import BackTouched, DoneTouched, LookChosen
from domain.number_machine import codes as scanning
from domain.number_machine import exits as leaving
from domain.number_machine import inputs as i
from domain.number_machine import number as issuing
from domain.number_machine import send as sending
from domain.number_machine import who as identifying
from domain.number_machine.moves import LISTENING, Transition, end, go, home
from domain.number_machine.paper import reprint
from domain.number_machine.state import Machine, Page, Waiting
from domain.phone import is_mobile

_CHOOSES_NOTHING = i.ShownToReader | i.SomewhereTouched | i.DigitTouched | i.DigitDeleted | LookChosen


def chooses(given: i.MachineTouch | LookChosen) -> bool:
    """Whether a double tap of it could choose something on the next page."""
    return not isinstance(given, _CHOOSES_NOTHING)


def touched(state: Machine, given: i.MachineTouch | LookChosen, now_ms: int) -> Transition:
    """Where `given` leads. On a page that does not offer it, nowhere."""
    if isinstance(given, LookChosen):
        awake = go(state, Page.HOME) if state.page is Page.IDLE else state  # else nobody would ever reset it
        return replace(awake, look=given.look), ()
    if state.waiting is not Waiting.NO:
        return state, ()
    if state.help:
        closes = isinstance(given, i.HelpTouched | BackTouched | DoneTouched)
        return (replace(state, help=False) if closes else state), ()
    if state.page is Page.IDLE:
        state = go(state, Page.HOME)
        if not isinstance(given, i.ShownToReader):
            return state, ()
    if isinstance(given, i.ShownToReader):
        return _shown(state, given, now_ms) if state.page in LISTENING else (state, ())
    return _offered(state, given, now_ms)


def _shown(state: Machine, given: i.ShownToReader, now_ms: int) -> Transition:
    match given:
        case i.CardLaid():
            return replace(state, visit=replace(state.visit, reading=True)), ()
        case i.CardRead():
            return identifying.card_read(state, given, now_ms)
        case i.CardFailed():
            return identifying.card_failed(state, given)
        case i.CodeScanned(code):
            return scanning.scanned(state, code, now_ms)
        case _:
            assert_never(given)


def _offered(state: Machine, given: i.MachineTouch, now_ms: int) -> Transition:  # noqa: PLR0912 - a table
    """The table: this touch, on this page, leads there."""
    match given, state.page:
        # on every page
        case i.HelpTouched(), _:
            return replace(state, help=True), ()
        case i.HomeTouched(), _:
            return home(state)
        case BackTouched(), _:
            return leaving.back(state)
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
            return sending.ask_phone(state)
        case i.PhoneDone(), Page.SEND:
            return sending.leave(state)
        case i.ReprintTouched(ticket), Page.HOME | Page.NUMBER | Page.EXISTING:
            return reprint(state, ticket)
        case i.CancelTouched(), Page.EXISTING:
            return go(state, Page.CANCEL), ()
        case i.CancelConfirmed(), Page.CANCEL:
            return leaving.cancel(state)
        # out of a problem
        case i.Retry(), Page.PROBLEM:
            return leaving.retry(state, now_ms)
        case i.GoOnAnyway(), Page.PROBLEM:
            return leaving.go_on(state, now_ms)
    return state, ()


def _digit(state: Machine, digit: str) -> Machine:
    good = len(digit) == 1 and digit in "0123456789"
    return identifying.type_phone(state, state.visit.phone + digit) if good else state
