"""改号 at the pad: the clerk names a number, chooses its priority class and items, and confirms; the hall gets what
differs.

The number may be of any queue and any window. If the pad does not show its ticket, it asks the hall for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.commands import ChangeTicket
from domain.pad.clerk_state import ClerkPanel, ClerkState, Draft
from domain.views.catalogue import ItemCard
from domain.views.ticket import OPEN_STATES, TicketView


@dataclass(frozen=True, slots=True)
class ClassTouched:
    """A priority class, or "" for none."""

    priority: str


@dataclass(frozen=True, slots=True)
class MatterTouched:
    """Switches an item of the ticket on or off."""

    item: str


@dataclass(frozen=True, slots=True)
class MattersTouched:
    """Goes from the classes to the items, and back."""


ChangeTouch = ClassTouched | MatterTouched | MattersTouched


def known(state: ClerkState, number: str) -> TicketView | None:
    """The ticket with this number, if the window's snapshot shows it; None: the hall has to be asked."""
    window = state.known.window
    if window is None:
        return None
    shown = (*([window.ticket] if window.ticket else []), *window.next, *window.held)
    return next((ticket for ticket in shown if ticket.number == number), None)


def opened(state: ClerkState, ticket: TicketView) -> ClerkState:
    """Open the panel for this ticket, with its present class and items."""
    draft = Draft(changed=ticket, priority=ticket.priority or "", items=ticket.items)
    return replace(state, panel=ClerkPanel.CHANGE, draft=draft, notice=None)


def changeable(ticket: TicketView) -> bool:
    """Whether the hall changes a ticket in this state."""
    return ticket.state in OPEN_STATES


def chosen(state: ClerkState, touch: ChangeTouch) -> Draft:
    """The draft after a touch; unchanged if the open panel does not offer it."""
    draft, cards = state.draft, state.known.catalogue
    if state.panel is not ClerkPanel.CHANGE or cards is None:
        return draft
    match touch:
        case MattersTouched():
            return replace(draft, matters=not draft.matters)
        case ClassTouched(priority):
            offered = priority == "" or any(card.id == priority for card in cards.priorities)
            return replace(draft, priority=priority) if offered and not draft.matters else draft
        case MatterTouched(item):
            if not draft.matters or item not in {card.id for card in matters(state)}:
                return draft
            without = tuple(one for one in draft.items if one != item)
            return replace(draft, items=without if item in draft.items else (*draft.items, item))


def matters(state: ClerkState) -> tuple[ItemCard, ...]:
    """The hall's items: first those of the ticket, then those of its queue, then the others."""
    cards, ticket = state.known.catalogue, state.draft.changed
    if cards is None or ticket is None:
        return ()
    queue = next((queue.items for queue in cards.queues if queue.id == ticket.queue), ())
    return tuple(sorted(cards.items, key=lambda card: (card.id not in ticket.items, card.id not in queue)))


def command(state: ClerkState) -> ChangeTicket | None:
    """The command of the confirmation, with only what differs from the ticket; None if nothing does."""
    draft, ticket = state.draft, state.draft.changed
    if ticket is None:
        return None
    priority = draft.priority if draft.priority != (ticket.priority or "") else None
    items = draft.items if set(draft.items) != set(ticket.items) else None
    if priority is None and items is None:
        return None
    return ChangeTicket(window=state.known.own, ticket=ticket.ticket, priority=priority, items=items)
