"""The panels of the clerk's screen: what opens and closes, and what is chosen, typed or switched in them.

Touches here change only the draft. The confirmation turns it into a command (`pad/clerk_actions.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from domain.pad import cases, changing, sign_in
from domain.pad.clerk_state import (
    NOTICE_MS,
    PAUSE_MINUTES,
    ClerkPanel,
    ClerkProblem,
    ClerkState,
    Draft,
    Notice,
    Phase,
    clerks,
    in_hand,
    phase,
)
from domain.pad.known import PAUSE_REASONS, own_card
from domain.ticket_number import ticket_id, ticket_number
from domain.views.catalogue import QueueCard

LONGEST_CONTACT = 16
NUMBERS = frozenset({ClerkPanel.NUMBER, ClerkPanel.WHICH})
"""Panels in which the number of a ticket is typed."""

_AT_WORK = frozenset({Phase.IDLE, Phase.CALLED, Phase.SERVING})
_OPEN = _AT_WORK | {Phase.PAUSED}
OPENED_IN: dict[ClerkPanel, frozenset[Phase]] = {
    ClerkPanel.HELD: _OPEN,
    ClerkPanel.NO_SHOW: _OPEN,
    ClerkPanel.CLERKS: _OPEN,
    ClerkPanel.NUMBER: _OPEN,
    ClerkPanel.WHICH: _OPEN,
    ClerkPanel.CASES: _OPEN,  # if there are any
    ClerkPanel.QUEUES: _AT_WORK,  # if the window is tidal
}
"""In which phases a touch opens a panel. The others open by an action or from another panel."""


@dataclass(frozen=True, slots=True)
class PanelTouched:
    """Opens a list, or closes it when it is open."""

    panel: ClerkPanel


@dataclass(frozen=True, slots=True)
class PanelLeft:
    """返回, or the key Escape."""


@dataclass(frozen=True, slots=True)
class ReasonTouched:
    index: int


@dataclass(frozen=True, slots=True)
class UntilTouched:
    index: int


@dataclass(frozen=True, slots=True)
class ClerkTouched:
    clerk: str


@dataclass(frozen=True, slots=True)
class NoticeTouched:
    """The clerk has read the notice: it goes."""


@dataclass(frozen=True, slots=True)
class KeyTouched:
    """A digit, `delete` or `clear`."""

    key: str


@dataclass(frozen=True, slots=True)
class PrefixTouched:
    """The prefix of a number."""

    prefix: str


@dataclass(frozen=True, slots=True)
class QueueTouched:
    """Switches a queue of the window on or off."""

    queue: str


@dataclass(frozen=True, slots=True)
class ContactTouched:
    """改电话, in the pause panel."""


Entry = KeyTouched | PrefixTouched | QueueTouched
Choice = ReasonTouched | UntilTouched | ClerkTouched
LocalTouch = (
    NoticeTouched
    | PanelLeft
    | PanelTouched
    | ContactTouched
    | Choice
    | Entry
    | changing.ChangeTouch
    | cases.CaseTouched
)


def touched(state: ClerkState, touch: LocalTouch) -> ClerkState:
    """The state after the touch. While a request waits for its answer, nothing can be typed, switched or closed."""
    match touch:
        case NoticeTouched():
            return replace(state, notice=None)
        case PanelLeft():
            return _left(state)
        case PanelTouched(panel):
            if panel is ClerkPanel.CLERKS and sign_in.ways(state):  # the next clerk must prove who they are
                until_ms = state.now_ms + NOTICE_MS
                return replace(state, notice=Notice(code=ClerkProblem.CLOSE_FIRST, until_ms=until_ms))
            return open_panel(state, panel) if may_open(state, panel) else state
        case ContactTouched():
            if state.panel is not ClerkPanel.PAUSE:
                return state
            draft = replace(state.draft, typed=contact(state), offered=True)
            return replace(state, panel=ClerkPanel.CONTACT, draft=draft)
        case ReasonTouched() | UntilTouched() | ClerkTouched():
            return replace(state, draft=_chosen(state, touch))
        case KeyTouched() | PrefixTouched() | QueueTouched():
            return state if state.pending else replace(state, draft=_entered(state, touch))
        case changing.ClassTouched() | changing.MatterTouched() | changing.MattersTouched():
            return state if state.pending else replace(state, draft=changing.chosen(state, touch))
        case cases.CaseTouched():
            return cases.opened(state, touch)
        case _:
            assert_never(touch)


def may_open(state: ClerkState, panel: ClerkPanel) -> bool:
    """Whether a touch can open this list or panel now."""
    if phase(state) not in OPENED_IN.get(panel, frozenset()):
        return False
    if panel is ClerkPanel.CASES:
        return cases.number(state) > 0
    card = own_card(state.known)
    return panel is not ClerkPanel.QUEUES or (card is not None and card.tidal)


def open_panel(state: ClerkState, panel: ClerkPanel) -> ClerkState:
    """Open the panel, or close it if it is open."""
    if state.panel is panel:
        return replace(state, panel=ClerkPanel.NONE, draft=Draft(), notice=None)
    return replace(state, panel=panel, draft=_first_draft(state, panel), notice=None)


def _first_draft(state: ClerkState, panel: ClerkPanel) -> Draft:
    """The draft of a panel that opens: the number in hand, or the present queues."""
    window = state.known.window
    if panel is ClerkPanel.QUEUES and window is not None:
        return Draft(queues=tuple(queue.id for queue in window.queues))
    if panel not in NUMBERS:
        return Draft()
    ticket, cards = in_hand(state), prefixes(state)
    if ticket is None:
        return Draft(prefix=cards[0].prefix if cards else "")
    prefix = next((card.prefix for card in cards if card.id == ticket.queue), "")
    if not ticket.number.startswith(prefix):
        prefix = next((card.prefix for card in cards if ticket.number.startswith(card.prefix)), "")
    return Draft(prefix=prefix, typed=ticket.number.removeprefix(prefix), offered=True)


def _left(state: ClerkState) -> ClerkState:
    """返回: one step back. Nothing goes to the hall."""
    if state.panel is ClerkPanel.PIN and state.pending is None:
        return sign_in.back(state)
    if phase(state) is Phase.CLOSED or state.pending is not None:
        return state
    if state.panel is ClerkPanel.CONTACT:
        return replace(state, panel=ClerkPanel.PAUSE)
    if state.panel is ClerkPanel.CASE:
        return replace(state, panel=ClerkPanel.CASES)
    if state.panel is ClerkPanel.CHANGE:
        return open_panel(state, ClerkPanel.WHICH)
    return replace(state, panel=ClerkPanel.NONE, draft=Draft())


def _chosen(state: ClerkState, touch: Choice) -> Draft:
    """The draft after a choice; unchanged if the open panel does not offer it."""
    draft, panel = state.draft, state.panel
    match touch:
        case ReasonTouched(index):
            offered = panel is ClerkPanel.PAUSE and 0 <= index < len(PAUSE_REASONS)
            return replace(draft, reason=index) if offered else draft
        case UntilTouched(index):
            offered = panel is ClerkPanel.PAUSE and 0 <= index < len(PAUSE_MINUTES)
            return replace(draft, until=index) if offered else draft
        case ClerkTouched(clerk):
            offered = panel is ClerkPanel.CLERKS and clerk in clerks(state)
            return replace(draft, clerk=clerk) if offered else draft
        case _:
            assert_never(touch)


# ---- what is typed and switched


def _entered(state: ClerkState, touch: Entry) -> Draft:
    """The draft after typing or switching; unchanged if the open panel does not take it. The first key replaces a text
    that the pad has proposed."""
    draft, panel = state.draft, state.panel
    match touch:
        case KeyTouched(key):
            if panel is ClerkPanel.PIN:
                return sign_in.key(draft, key)
            if panel not in {*NUMBERS, ClerkPanel.CONTACT}:
                return draft
            longest = LONGEST_CONTACT if panel is ClerkPanel.CONTACT else _width(state)
            return replace(draft, typed=_typed(draft, key, longest), offered=False)
        case PrefixTouched(prefix):
            if panel not in NUMBERS or _card(state, prefix) is None:
                return draft
            return replace(draft, prefix=prefix, typed="" if draft.offered else draft.typed, offered=False)
        case QueueTouched(queue):
            every = tuple(card.id for card in prefixes(state))
            if panel is not ClerkPanel.QUEUES or queue not in every:
                return draft
            switched = {*draft.queues} ^ {queue}
            return replace(draft, queues=tuple(one for one in every if one in switched))
        case _:
            assert_never(touch)


def _typed(draft: Draft, key: str, longest: int) -> str:
    if key == "clear":
        return ""
    if key == "delete":
        return draft.typed[:-1]
    if len(key) != 1 or key not in "0123456789":
        return draft.typed
    return key if draft.offered else (draft.typed + key)[:longest]


def prefixes(state: ClerkState) -> tuple[QueueCard, ...]:
    """The queues with whose prefix a number may begin, those of this window first."""
    cards = state.known.catalogue.queues if state.known.catalogue else ()
    own = own_card(state.known)
    return tuple(sorted(cards, key=lambda card: own is None or card.id not in own.queues))


def letters(state: ClerkState) -> tuple[str, ...]:
    """The prefixes of this hall's numbers, each once: all queues of a series share one."""
    return tuple(dict.fromkeys(card.prefix for card in prefixes(state)))


def number(state: ClerkState) -> str:
    """The whole number that was typed: `A012` for `A` and `12`. Empty without a digit."""
    card = _card(state, state.draft.prefix)
    if card is None or not state.draft.typed:
        return ""
    return ticket_number(card.prefix, card.width, int(state.draft.typed))


def number_ticket(state: ClerkState) -> str:
    """The id of today's ticket with the typed number."""
    return ticket_id(state.known.window.day, number(state)) if state.known.window else ""


def contact(state: ClerkState) -> str:
    """The phone number for people before a paused window: the clerk's own, unless another was typed."""
    if state.draft.contact is not None:
        return state.draft.contact
    clerk = state.known.window.clerk if state.known.window else None
    return clerk.contact if clerk else ""


def _card(state: ClerkState, prefix: str) -> QueueCard | None:
    return next((card for card in prefixes(state) if card.prefix == prefix), None)


def _width(state: ClerkState) -> int:
    card = _card(state, state.draft.prefix)
    return card.width if card else 0
