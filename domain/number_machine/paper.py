"""The number on the screen, and its way to paper or to a phone.

发到手机: a number that is on no paper, and later its call, can be sent to its holder's phone. The hall sends; the
machine only tells the hall the phone. Offline numbers cannot be sent, because the hall may not know them yet.
"""

from __future__ import annotations

from dataclasses import replace

from domain.commands import LeavePhone, RecordPrint
from domain.flow import Answered, Ask, Record, StartTimer
from domain.number_machine.effects import MachineEffect, PrintTicket
from domain.number_machine.inputs import PrintEnded, PrinterChanged
from domain.number_machine.moves import MachineTimer, Transition, go, start_waiting, stop_waiting
from domain.number_machine.state import Given, Machine, Owed, Page, Paper, Sending, Waiting
from domain.phone import is_mobile
from domain.views.catalogue import TicketWay

UNPRINTED_S = 60.0  # time to write the number down or photograph it
OWED_S = 300.0  # how long an unprinted number may still be printed
OWED_LIMIT = 4
COPIES_LIMIT = 2


def show_number(state: Machine, given: Given) -> Transition:
    """Show the number, and print it at the same moment."""
    paper = Paper.PRINTING if state.has_printer else Paper.NONE
    state = go(state, Page.NUMBER, replace(state.visit, given=given, paper=paper))
    return state, (*stop_waiting(), *_print(state, given, state.look.language), number_timer(state))


def number_timer(state: Machine) -> StartTimer:
    """The time-out of the number's page: usually 30 s, twice that for elders, a minute if the number is only on the
    screen."""
    seconds = state.times.number * (2 if state.look.elder else 1)
    on_paper = state.visit.paper in {Paper.PRINTING, Paper.PRINTED}
    return StartTimer(MachineTimer.NUMBER, seconds if on_paper else max(seconds, UNPRINTED_S))


def _print(state: Machine, given: Given, language: str, *, copy: bool = False) -> tuple[MachineEffect, ...]:
    if not state.has_printer:
        return ()
    effect = PrintTicket(
        ticket=given.ticket,
        number=given.number,
        queue=given.queue,
        issued_at=given.issued_at if state.time.sure or not given.offline else None,
        language=language,
        ahead=given.ahead,
        wait=given.wait,
        offline=given.offline,
        copy=copy,
        key=given.key,
    )
    return (effect,)


def reprint(state: Machine, ticket: str) -> Transition:
    """补打: of an open number (a copy), or of one whose paper never came."""
    given = state.visit.given
    owed = next((one for one in state.owed if ticket in {"", one.given.ticket}), None)
    if ticket and owed:
        state = replace(state, owed=tuple(one for one in state.owed if one is not owed))
        return state, _print(state, owed.given, owed.language)
    if (
        ticket
        or given is None
        or state.visit.looked_up
        or state.visit.paper is Paper.PRINTING
        or state.visit.copies >= COPIES_LIMIT
    ):
        return state, ()
    copy = state.page is Page.EXISTING or state.visit.paper is Paper.PRINTED
    paper = Paper.PRINTING if state.has_printer else Paper.NONE
    state = replace(
        state,
        visit=replace(state.visit, paper=paper, copies=state.visit.copies + copy),
        owed=tuple(one for one in state.owed if one.given.ticket != given.ticket),
    )
    return state, _print(state, given, state.look.language, copy=copy)


def print_ended(state: Machine, ended: PrintEnded, now_ms: int) -> Transition:
    """A print has ended, well or not: the hall and the person are told."""
    effects: tuple[MachineEffect, ...] = (
        Record(RecordPrint(ticket=ended.ticket, fault=ended.fault or "", copy=ended.copy)),
    )
    given = state.visit.given
    if given is None or given.ticket != ended.ticket:
        return state, effects
    paper = Paper.FAILED if ended.fault else Paper.PRINTED
    state = replace(state, visit=replace(state.visit, paper=paper))
    if ended.fault and not ended.copy:
        owed = Owed(given, state.look.language, now_ms + int(OWED_S * 1000))
        others = tuple(one for one in state.owed if one.given.ticket != given.ticket)
        state = replace(state, owed=(*others, owed)[-OWED_LIMIT:])
        effects = (*effects, _owed_timer(state.owed, now_ms))
    if state.page is Page.NUMBER:
        effects = (*effects, number_timer(state))
    return state, effects


def printer_changed(state: Machine, given: PrinterChanged) -> Transition:
    """The printer's status changed. If it can print again, an unprinted number that is still on the screen is
    printed."""
    was, state = state.can_print, replace(state, can_print=given.can_print)
    if given.can_print and not was and state.page is Page.NUMBER and state.visit.paper is Paper.FAILED:
        return reprint(state, "")
    return state, ()


def grow_old(state: Machine, now_ms: int) -> Transition:
    """Unprinted numbers are offered for a few minutes only."""
    owed = tuple(one for one in state.owed if one.until_ms > now_ms)
    return replace(state, owed=owed), (_owed_timer(owed, now_ms),) if owed else ()


def _owed_timer(owed: tuple[Owed, ...], now_ms: int) -> StartTimer:
    """The timer for the moment when the oldest unprinted number is no longer offered."""
    return StartTimer(MachineTimer.OWED, max(owed[0].until_ms - now_ms, 0) / 1000)


LEAVE = "leave:"
ANSWER_S = 4.0  # less than the 5 s after which another way on is offered


def can_send(state: Machine) -> bool:
    """Whether the number on the screen may go to a phone: it is on no paper, and no phone is known."""
    visit = state.visit
    return (
        state.online
        and state.catalogue is not None
        and TicketWay.PHONE in state.catalogue.identify
        and visit.given is not None
        and not visit.given.offline
        and visit.paper in {Paper.NONE, Paper.FAILED}
        and visit.sending in {Sending.NO, Sending.FAILED}
        and (visit.sending is Sending.FAILED or not visit.phone)
    )


def ask_phone(state: Machine) -> Transition:
    """Ask for the phone that the number is sent to."""
    if not can_send(state):
        return state, ()
    return go(state, Page.SEND, replace(state.visit, phone="", sending=Sending.NO)), ()


def leave(state: Machine) -> Transition:
    """The phone is typed: tell it to the hall (`LeavePhone`)."""
    visit = state.visit
    if visit.given is None or not is_mobile(visit.phone):
        return state, ()
    state = replace(state, waiting=Waiting.QUIET, visit=replace(visit, sending=Sending.ASKED))
    command = LeavePhone(ticket=visit.given.ticket, phone=visit.phone)
    return state, (Ask(LEAVE + visit.given.ticket, command, timeout_s=ANSWER_S), *start_waiting())


def left(state: Machine, given: Answered) -> Transition:
    """The hall's answer: it sends, or refuses."""
    return _back(state, Sending.SENT if given.ok else Sending.FAILED)


def not_left(state: Machine) -> Transition:
    """There was no answer. The request may have reached the hall all the same: then an unannounced SMS comes."""
    return _back(state, Sending.FAILED)


def _back(state: Machine, sending: Sending) -> Transition:
    if state.visit.sending is not Sending.ASKED:
        return state, ()
    phone = state.visit.phone if sending is Sending.SENT else ""
    state = replace(state, waiting=Waiting.NO, visit=replace(state.visit, phone=phone, sending=sending))
    if state.page is not Page.SEND:
        return state, stop_waiting()
    return to_number(state)


def to_number(state: Machine) -> Transition:
    """Back to the number's page; a typed phone is forgotten."""
    visit = state.visit
    state = go(state, Page.NUMBER, visit if visit.sending is Sending.SENT else replace(visit, phone=""))
    return state, (*stop_waiting(), number_timer(state))
