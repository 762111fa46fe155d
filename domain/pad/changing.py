"""改号 at the pad: a number is named, its class and its matters are chosen, and the yes tells the hall what differs.

What the pad does not show already, it asks the hall for: a number of any queue, by which window it ever was called.
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
    """Switches a matter of the ticket on or off."""

    item: str


@dataclass(frozen=True, slots=True)
class MattersTouched:
    """From the classes to the matters, and back."""


ChangeTouch = ClassTouched | MatterTouched | MattersTouched


def known(state: ClerkState, number: str) -> TicketView | None:
    """The ticket with this number, if the window's state shows it: then nothing need be asked."""
    window = state.known.window
    if window is None:
        return None
    shown = (*([window.ticket] if window.ticket else []), *window.next, *window.held)
    return next((ticket for ticket in shown if ticket.number == number), None)


def opened(state: ClerkState, ticket: TicketView) -> ClerkState:
    """The panel for this ticket, with what it has now."""
    draft = Draft(changed=ticket, priority=ticket.priority or "", items=ticket.items)
    return replace(state, panel=ClerkPanel.CHANGE, draft=draft, notice=None)


def changeable(ticket: TicketView) -> bool:
    """Whether the hall would change a ticket in this state."""
    return ticket.state in OPEN_STATES


def chosen(state: ClerkState, touch: ChangeTouch) -> Draft:
    """What was touched, if the open panel offers it."""
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
    """The hall's matters: those that the ticket came with first, then those of its queue, then the others."""
    cards, ticket = state.known.catalogue, state.draft.changed
    if cards is None or ticket is None:
        return ()
    queue = next((queue.items for queue in cards.queues if queue.id == ticket.queue), ())
    return tuple(sorted(cards.items, key=lambda card: (card.id not in ticket.items, card.id not in queue)))


def command(state: ClerkState) -> ChangeTicket | None:
    """What the yes asks: only what differs from what the ticket has; None if nothing does."""
    draft, ticket = state.draft, state.draft.changed
    if ticket is None:
        return None
    priority = draft.priority if draft.priority != (ticket.priority or "") else None
    items = draft.items if set(draft.items) != set(ticket.items) else None
    if priority is None and items is None:
        return None
    return ChangeTicket(window=state.known.own, ticket=ticket.ticket, priority=priority, items=items)
