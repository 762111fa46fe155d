"""发到手机: a number that no paper holds goes to its holder's phone, and its call with it.

The hall sends; the machine only leaves the phone with it. A number of the machine's own block is not offered this: the
hall may not know it yet.
"""

from __future__ import annotations

from dataclasses import replace

from domain.commands import LeavePhone
from domain.flow import Answered, Ask
from domain.number_machine.moves import Transition, go, start_waiting, stop_waiting
from domain.number_machine.paper import number_timer
from domain.number_machine.state import Machine, Page, Paper, Sending, Waiting
from domain.phone import is_mobile
from domain.views.catalogue import TicketWay

LEAVE = "leave:"
ANSWER_S = 4.0  # before the 5 s after which a person is offered a way on


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
    """To which phone?"""
    if not can_send(state):
        return state, ()
    return go(state, Page.SEND, replace(state.visit, phone="", sending=Sending.NO)), ()


def leave(state: Machine) -> Transition:
    """The phone is typed: leave it with the hall."""
    visit = state.visit
    if visit.given is None or not is_mobile(visit.phone):
        return state, ()
    state = replace(state, waiting=Waiting.QUIET, visit=replace(visit, sending=Sending.ASKED))
    command = LeavePhone(ticket=visit.given.ticket, phone=visit.phone)
    return state, (Ask(LEAVE + visit.given.ticket, command, timeout_s=ANSWER_S), *start_waiting())


def left(state: Machine, given: Answered) -> Transition:
    """The hall has it and sends, or does not."""
    return _back(state, Sending.SENT if given.ok else Sending.FAILED)


def not_left(state: Machine) -> Transition:
    """No answer. It may have reached the hall nevertheless: then an SMS comes that was not promised."""
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
    """Back before the number; what was typed and not sent is forgotten."""
    visit = state.visit
    state = go(state, Page.NUMBER, visit if visit.sending is Sending.SENT else replace(visit, phone=""))
    return state, (*stop_waiting(), number_timer(state))
