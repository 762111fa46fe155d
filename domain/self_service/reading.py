"""Cards and codes: a card identifies the person for all businesses, and a code shown at home opens a business."""

from __future__ import annotations

from dataclasses import replace

from domain.number_machine.effects import ReadCards
from domain.number_machine.inputs import CardLaid, CardRead, CodeScanned, CodeUnreadable
from domain.self_service import moves, ticket
from domain.self_service.business import Business
from domain.self_service.businesses import BUSINESSES
from domain.self_service.effects import ANYTHING
from domain.self_service.inputs import Identified, Shown
from domain.self_service.moves import Transition, moment_of
from domain.self_service.state import Opened, SelfService
from domain.self_service.ticket import TicketOpen
from domain.self_service.ticketing import is_elsewhere, to_machine
from domain.views.business_names import BusinessName


def asks_for(state: SelfService) -> ReadCards:
    """The effect that switches the card reader: no card is read where none is asked for."""
    top = state.top
    if state.leaving:
        return ReadCards(on=False)
    if top is None or top.name is BusinessName.TICKET:
        return ReadCards(on=ticket.asks_for_cards(state.machine))
    business = BUSINESSES[top.name]
    return ReadCards(on=business.cards(top.state), details=business.card_details(top.state))


def shown(state: SelfService, given: Shown | CardRead, now_ms: int) -> Transition:
    """A card or code was shown."""
    top = state.top
    if state.leaving:
        return state, ()
    if top is None:
        return _at_home(state, given, now_ms)
    if top.name is BusinessName.TICKET:
        return to_machine(state, given, now_ms) if _hears(state, given) else (state, ())
    business = BUSINESSES[top.name]
    if isinstance(given, CardRead):
        if not business.cards(top.state):
            return state, ()
        details = given.details if business.card_details(top.state) else None
        state, effects = to_machine(state, replace(given, details=None), now_ms)
        after, more = _told(state, top, business, Identified(details), now_ms)
        return after, (*effects, *more)
    wanted = business.codes if isinstance(given, CodeScanned | CodeUnreadable) else business.cards
    return _told(state, top, business, given, now_ms) if wanted(top.state) else (state, ())


def _hears(state: SelfService, given: Shown | CardRead) -> bool:
    codes = isinstance(given, CodeScanned | CodeUnreadable)
    return ticket.asks_for_codes(state.machine) if codes else ticket.asks_for_cards(state.machine)


def _told(
    state: SelfService, top: Opened, business: Business[object, object], given: Shown | Identified, now_ms: int
) -> Transition:
    made, effects = business.heard(top.state, given, moment_of(state, now_ms))
    return moves.carry_out(moves.put(state, top.key, made), top, effects, now_ms)


def _at_home(state: SelfService, given: Shown | CardRead, now_ms: int) -> Transition:
    """A card identifies the person. A code of a ticket, a booking or a document opens 取号, which handles these; so
    does an unreadable card, for which 取号 says what to do."""
    if BusinessName.TICKET not in state.businesses and not isinstance(given, CardLaid | CardRead):
        return state, ()
    state, effects = to_machine(state, given, now_ms)
    if isinstance(given, CardRead) and state.session.who.carded:
        who = replace(state.session.who, card=given.card)
        state = replace(state, session=replace(state.session, who=who))
    if not is_elsewhere(state):
        return state, effects
    opened = Opened(BusinessName.TICKET, f"{BusinessName.TICKET}-{state.opened}", TicketOpen(ANYTHING, returns=True))
    session = replace(state.session, stack=(opened,))
    return replace(state, session=session, opened=state.opened + 1), effects
