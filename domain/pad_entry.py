"""What is typed and switched in the panels of the clerk's screen: a number, a contact, the queues of the window.

It changes the draft alone; the flow (`pad_clerk.py`) makes a request of it at the yes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.pad import own_card
from domain.pad_desk import Clerk, Draft, Panel, Phase, in_hand, phase
from domain.ticket import ticket_id
from domain.views import QueueCard, QueueStatus, QueueView

LONGEST_CONTACT = 16
AT_WORK = frozenset({Phase.IDLE, Phase.CALLED, Phase.SERVING})


@dataclass(frozen=True, slots=True)
class KeyTouched:
    """A digit, `delete` or `clear`."""

    key: str


@dataclass(frozen=True, slots=True)
class PrefixTouched:
    """The letter that a number begins with."""

    prefix: str


@dataclass(frozen=True, slots=True)
class QueueTouched:
    """Switches a queue of the window on or off."""

    queue: str


@dataclass(frozen=True, slots=True)
class UsualTouched:
    """恢复默认: the queues of the configuration."""


@dataclass(frozen=True, slots=True)
class ContactTouched:
    """改电话, in the pause panel."""


Entry = KeyTouched | PrefixTouched | QueueTouched


def may_open(state: Clerk, panel: Panel) -> bool:
    """Whether this list or panel can be opened by touch now."""
    match panel:
        case Panel.HELD | Panel.NO_SHOW | Panel.CLERKS | Panel.NUMBER:
            return phase(state) not in {Phase.CLOSED, Phase.STARTING}
        case Panel.QUEUES:
            card = own_card(state.known)
            return phase(state) in AT_WORK and card is not None and card.tidal
    return False


def opened(state: Clerk, panel: Panel) -> Draft:
    """What stands in a panel when it opens: the number in hand, the queues as they are."""
    window = state.known.window
    if panel is Panel.QUEUES and window is not None:
        return Draft(queues=tuple(queue.id for queue in window.queues))
    if panel is not Panel.NUMBER:
        return Draft()
    ticket, cards = in_hand(state), prefixes(state)
    if ticket is None:
        return Draft(prefix=cards[0].prefix if cards else "")
    prefix = next((card.prefix for card in cards if card.id == ticket.queue), "")
    if not ticket.number.startswith(prefix):
        prefix = next((card.prefix for card in cards if ticket.number.startswith(card.prefix)), "")
    return Draft(prefix=prefix, typed=ticket.number.removeprefix(prefix), offered=True)


def entered(state: Clerk, touch: Entry) -> Clerk:
    """Type or switch. What was offered goes with the first key."""
    draft = state.draft
    match touch:
        case KeyTouched(key) if state.panel in {Panel.NUMBER, Panel.CONTACT}:
            longest = LONGEST_CONTACT if state.panel is Panel.CONTACT else _width(state)
            return replace(state, draft=replace(draft, typed=_typed(draft, key, longest), offered=False))
        case PrefixTouched(prefix) if state.panel is Panel.NUMBER and _card(state, prefix) is not None:
            typed = "" if draft.offered else draft.typed
            return replace(state, draft=replace(draft, prefix=prefix, typed=typed, offered=False))
        case QueueTouched(queue) if state.panel is Panel.QUEUES and queue in _every_queue(state):
            kept = {*draft.queues} ^ {queue}
            return replace(state, draft=replace(draft, queues=tuple(one for one in _every_queue(state) if one in kept)))
    return state


def _typed(draft: Draft, key: str, longest: int) -> str:
    if key == "clear":
        return ""
    if key == "delete":
        return draft.typed[:-1]
    if len(key) != 1 or key not in "0123456789":
        return draft.typed
    return key if draft.offered else (draft.typed + key)[:longest]


def prefixes(state: Clerk) -> tuple[QueueCard, ...]:
    """The queues by whose letters a number may begin, those of this window first."""
    cards = state.known.catalogue.queues if state.known.catalogue else ()
    own = own_card(state.known)
    return tuple(sorted(cards, key=lambda card: own is None or card.id not in own.queues))


def number(state: Clerk) -> str:
    """The whole number that is meant (`A` and `12` are `A012`), or empty."""
    card = _card(state, state.draft.prefix)
    if card is None or not state.draft.typed:
        return ""
    return f"{card.prefix}{state.draft.typed:0>{card.width}}"


def number_ticket(state: Clerk) -> str:
    """The ticket of that number, today."""
    return ticket_id(state.known.window.day, number(state)) if state.known.window else ""


def contact(state: Clerk) -> str:
    """What people before a paused window may call: the clerk's own, unless another was typed."""
    if state.draft.contact is not None:
        return state.draft.contact
    clerk = state.known.window.clerk if state.known.window else None
    return clerk.contact if clerk else ""


def usual(state: Clerk) -> tuple[str, ...]:
    """The queues of this window by the configuration."""
    card = own_card(state.known)
    return card.queues if card else ()


def abandoned(state: Clerk) -> tuple[QueueView, ...]:
    """Queues that no open window would serve any more by what is chosen now; the longest first."""
    window, snapshot = state.known.window, state.known.queues
    if state.panel is not Panel.QUEUES or window is None or snapshot is None:
        return ()
    served = {queue.id for queue in window.queues}
    found = [
        view
        for view in snapshot.queues
        if view.id not in state.draft.queues and view.windows - (view.id in served) < 1 and _in_use(view)
    ]
    return tuple(sorted(found, key=lambda view: -view.waiting))


def _in_use(view: QueueView) -> bool:
    return view.waiting > 0 or view.status is not QueueStatus.CLOSED


def _every_queue(state: Clerk) -> tuple[str, ...]:
    return tuple(card.id for card in prefixes(state))


def _card(state: Clerk, prefix: str) -> QueueCard | None:
    return next((card for card in prefixes(state) if card.prefix == prefix), None)


def _width(state: Clerk) -> int:
    card = _card(state, state.draft.prefix)
    return card.width if card else 0
