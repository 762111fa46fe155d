"""The steps from a chosen queue to the request: who takes the number (card, phone, neither), and which booking is
meant.

A priority class is suggested by the age on the card. Only the class is kept, never the birth date or the age.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.number_machine import issuing
from domain.number_machine.inputs import CardFailed, CardFault, CardRead, ReaderPart
from domain.number_machine.moves import Transition, go, problem_page
from domain.number_machine.state import Machine, Page, Problem
from domain.phone import DIGITS
from domain.views.catalogue import PriorityCard, TicketWay
from domain.views.public import QueueStatus

_NOT_NOW = {
    QueueStatus.CLOSED: Problem.CLOSED,
    QueueStatus.BREAK: Problem.BREAK,
    QueueStatus.FULL: Problem.FULL,
    QueueStatus.PAUSED: Problem.PAUSED,
}
_CARD_PROBLEMS = {
    CardFault.UNREADABLE: Problem.CARD_UNREADABLE,
    CardFault.UNKNOWN_CARD: Problem.CARD_UNKNOWN,
    CardFault.EXPIRED: Problem.CARD_EXPIRED,
}
CARD_PROBLEMS = frozenset(_CARD_PROBLEMS.values())


def choose_queue(state: Machine, queue: str, now_ms: int) -> Transition:
    """您要办什么: a queue was chosen. If it gives no numbers now, the screen says why and until when."""
    card = state.card(queue)
    if card is None:
        return state, ()
    items = tuple(item for item in state.visit.items if item in card.items)
    state = replace(state, visit=replace(state.visit, queue=queue, items=items, checking_in=False))
    problem = not_now(state, queue, now_ms)
    return (problem_page(state, problem), ()) if problem else ask_who(state, now_ms)


def not_now(state: Machine, queue: str, now_ms: int) -> Problem | None:
    """Why `queue` gives no numbers now; None: it gives numbers."""
    return _NOT_NOW.get(state.status(queue, now_ms))


def ask_who(state: Machine, now_ms: int) -> Transition:
    """Ask how to take the number, unless a card was read already or there is only one way."""
    if state.visit.carded:
        return identified(state, now_ms)
    if len(state.ways) > 1:
        return go(state, Page.WHO), ()
    return choose_way(state, state.ways[0], now_ms)


def choose_way(state: Machine, way: TicketWay, now_ms: int) -> Transition:
    """The person chose card, phone or neither; with neither, nothing about the person is kept."""
    if way not in state.ways:
        return state, ()
    if way is TicketWay.NONE:
        return identified(replace(state, visit=state.visit.matter), now_ms)
    return go(state, Page.CARD if way is TicketWay.CARD else Page.PHONE), ()


def identified(state: Machine, now_ms: int) -> Transition:
    """Enough is known about the person: go on to the priority class, or to the number at once."""
    if not state.visit.checking_in and state.catalogue is not None and state.catalogue.priorities:
        return go(state, Page.PRIORITY), ()
    return issuing.issue(state, now_ms)


def type_phone(state: Machine, phone: str) -> Machine:
    return replace(state, visit=replace(state.visit, phone=phone[:DIGITS]))


def check_in(state: Machine, now_ms: int) -> Transition:
    """签到 by the card that was tapped already, or by a card or code to come. Pick-up codes need no hall."""
    if not state.online and not state.collects:
        return problem_page(state, Problem.BOOKING_AWAY), ()
    state = replace(state, visit=replace(state.visit, checking_in=True, queue="", code=""))
    return issuing.issue(state, now_ms) if state.visit.person and state.online else (go(state, Page.CHECK_IN), ())


def card_read(state: Machine, card: CardRead, now_ms: int) -> Transition:
    """A card was read. On the home page the person still chooses a queue; on any other page the flow goes on at
    once."""
    day = state.queues.day if state.queues else ""
    priorities = state.catalogue.priorities if state.catalogue else ()
    visit = replace(
        state.visit,
        person=card.person,
        masked_name=card.masked_name,
        carded=True,
        reading=False,
        suggested=suggested(priorities, card.birth, day),
    )
    state = replace(state, visit=visit)
    return (state, ()) if state.page is Page.HOME else identified(state, now_ms)


def card_failed(state: Machine, failed: CardFailed) -> Transition:
    return problem_page(state, _CARD_PROBLEMS[failed.fault]), ()


def card_lies(state: Machine, *, lies: bool) -> Machine:
    """A card that was read lies on the reader, or none does any more."""
    if lies:
        return replace(state, card_lies=True)
    return replace(state, card_lies=False, visit=replace(state.visit, reading=False))


def part_changed(state: Machine, part: ReaderPart, *, present: bool) -> Machine:
    """The reader or scanner came or went. If the page asks for a card, the flow asks again how to go on."""
    if part is ReaderPart.SCANNER:
        return replace(state, scanner=present)
    state = replace(state, cards=present, card_lies=False, visit=replace(state.visit, reading=False))
    return go(state, Page.WHO) if _asks_for_card(state) and not present else state


def _asks_for_card(state: Machine) -> bool:
    """Whether the page asks for a card, including after one that could not be read: a reader that is unplugged while it
    reads reports that first."""
    again = state.page is Page.PROBLEM and state.problem in CARD_PROBLEMS
    return state.page is Page.CARD or (again and state.before in {Page.CARD, Page.WHO})


def suggested(priorities: Sequence[PriorityCard], birth: str, day: str) -> str | None:
    """The class with the highest `min_age` that someone born on `birth` (YYYYMMDD) has reached on `day` (ISO)."""
    try:
        born = date(int(birth[:4]), int(birth[4:6]), int(birth[6:8]))
        today = date.fromisoformat(day)
    except ValueError:
        return None
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    fitting = [card for card in priorities if card.min_age is not None and age >= card.min_age]
    return max(fitting, key=lambda card: card.min_age or 0).id if fitting else None
