"""What a scanned code is: the QR of one of this hall's own tickets, a pick-up code (取件码), or else a booking code.

The three cannot be confused: the QR of a ticket is an address, a pick-up code fits a queue's pattern and begins with a
letter, and the hall refuses booking codes that fit such a pattern.
"""

from __future__ import annotations

import re
from dataclasses import replace

from domain.addresses import TICKET_FORM
from domain.flow import Answered, Ask
from domain.normal_form import normal
from domain.number_machine import issuing
from domain.number_machine.effects import MachineEffect
from domain.number_machine.identifying import not_now
from domain.number_machine.inputs import CodeScanned, CodeUnreadable, ShownToScanner
from domain.number_machine.issuing import given_alone
from domain.number_machine.moves import LISTENING, Transition, go, home, problem_page, start_waiting, stop_waiting
from domain.number_machine.state import Given, Machine, Page, Problem, Visit, Waiting
from domain.pickup import queue_of
from domain.ticket_number import number_of
from domain.views.catalogue import Catalogue
from domain.views.queries import LookUp
from domain.views.ticket import OPEN_STATES, TicketState, TicketView

LOOK_UP = "look:"
_BEHIND = "[/.,。、]*"  # characters that may follow a copied or typed address
_SHOWN = OPEN_STATES | {TicketState.NO_SHOW}


def shown(state: Machine, given: ShownToScanner, now_ms: int) -> Transition:
    """A code was shown on a page where codes count. A scanner may read the same code again and again: that changes
    nothing."""
    effects: tuple[MachineEffect, ...] = ()
    if state.page not in LISTENING:
        if isinstance(given, CodeScanned) and _stands_there(state, given.code):
            return state, ()
        state, effects = home(state)
    if isinstance(given, CodeUnreadable):
        return problem_page(state, Problem.CODE_UNREADABLE), effects
    state, more = scanned(state, given.code, now_ms)
    return state, (*effects, *more)


def _stands_there(state: Machine, text: str) -> bool:
    given = state.visit.given
    if state.page is Page.EXISTING and given is not None:
        return own_ticket(state.catalogue, text) == normal(given.ticket)
    return bool(state.visit.code) and normal(text) == normal(state.visit.code)


def scanned(state: Machine, text: str, now_ms: int) -> Transition:
    """Find out what the code is (a ticket of this hall, a document to collect, or a booking) and act on it."""
    ticket = own_ticket(state.catalogue, text)
    if ticket:
        return _look_up(state, ticket)
    code = normal(text)
    queue = queue_of(state.pickup_codes, code)
    if queue:
        return _collect(state, queue, code, now_ms)
    if not state.online:
        return problem_page(state, Problem.BOOKING_AWAY), ()
    return issuing.issue(replace(state, visit=Visit(code=text, checking_in=True)), now_ms)


# ---- the QR of a ticket


def own_ticket(catalogue: Catalogue | None, text: str) -> str:
    """The id of the ticket whose address `text` is, or "". Case does not matter: a scanner may swap capital and small
    letters."""
    if catalogue is None or "{ticket}" not in catalogue.follow_url:
        return ""
    parts = {"{hall}": re.escape(normal(catalogue.hall)), "{ticket}": f"({TICKET_FORM})", "{key}": r"[\w-]*"}
    form = "".join(parts.get(part, re.escape(normal(part))) for part in re.split(r"(\{[a-z]+\})", catalogue.follow_url))
    found = re.fullmatch(form + _BEHIND, normal(text))
    return found[1] if found else ""


def _look_up(state: Machine, ticket: str) -> Transition:
    """Ask the hall for the state of the ticket."""
    if not state.online:
        return problem_page(state, Problem.NO_ANSWER), ()
    state = replace(go(state, state.page, Visit(looking_up=ticket)), waiting=Waiting.QUIET)
    return state, (Ask(LOOK_UP + ticket, LookUp(number=number_of(ticket))), *start_waiting())


def looked_up(state: Machine, tag: str, given: Answered) -> Transition:
    """The hall's answer: show the ticket, or say that a ticket of another day, or one that is over, will not be
    called."""
    ticket = state.visit.looking_up
    if not ticket or tag != LOOK_UP + ticket:
        return state, ()
    state = replace(state, visit=replace(state.visit, looking_up=""))
    view = given.data
    if not isinstance(view, TicketView) or normal(view.ticket) != ticket or view.state not in _SHOWN:
        return problem_page(state, Problem.TICKET_OVER, given.code), stop_waiting()
    cards = state.catalogue.windows if state.catalogue else ()
    found = Given(
        ticket=view.ticket,
        number=view.number,
        queue=view.queue,
        issued_at=view.issued_at,
        ahead=view.ahead,
        wait=view.wait,
        state=view.state,
        windows=tuple(card.number for card in cards if card.id == view.window),
    )
    return go(state, Page.EXISTING, Visit(given=found, looked_up=True)), stop_waiting()


# ---- 取件码


def _collect(state: Machine, queue: str, code: str, now_ms: int) -> Transition:
    """Take a number of the queue that hands out this document, at once."""
    given = given_alone(state, code, now_ms)
    if given is not None:
        return go(state, Page.EXISTING, Visit(given=given)), ()
    state = replace(state, visit=Visit(queue=queue, pickup=code))
    problem = not_now(state, queue, now_ms)
    return (problem_page(state, problem), ()) if problem else issuing.issue(state, now_ms)
