"""What a touch changes on the clerk's screen alone: which panel is open, and what is chosen in it before the yes."""

from __future__ import annotations

from dataclasses import replace

from domain.pad import PAUSE_REASONS
from domain.pad_desk import (
    PAUSE_MINUTES,
    Clerk,
    ClerkTouched,
    Draft,
    NoticeTouched,
    Panel,
    PanelLeft,
    PanelTouched,
    Phase,
    ReasonTouched,
    UntilTouched,
    clerks,
    phase,
)
from domain.pad_entry import ContactTouched, Entry, contact, entered, may_open, opened

Choice = ReasonTouched | UntilTouched | ClerkTouched
LocalTouch = NoticeTouched | PanelLeft | PanelTouched | ContactTouched | Choice | Entry


def touched(state: Clerk, touch: LocalTouch) -> Clerk:
    match touch:
        case NoticeTouched():
            return replace(state, notice=None)
        case PanelLeft():
            return _leave(state)
        case PanelTouched(panel) if may_open(state, panel):
            return open_panel(state, panel)
        case ContactTouched() if state.panel is Panel.PAUSE:
            draft = replace(state.draft, typed=contact(state), offered=True)
            return replace(state, panel=Panel.CONTACT, draft=draft)
        case ReasonTouched() | UntilTouched() | ClerkTouched():
            return _choose(state, touch)
        case PanelTouched() | ContactTouched():
            return state
    return state if state.pending else entered(state, touch)


def open_panel(state: Clerk, panel: Panel) -> Clerk:
    """Open it, or close it when it is open."""
    if state.panel is panel:
        return replace(state, panel=Panel.NONE, draft=Draft(), notice=None)
    return replace(state, panel=panel, draft=opened(state, panel), notice=None)


def _leave(state: Clerk) -> Clerk:
    """返回: one step back, and nothing was asked."""
    if phase(state) is Phase.CLOSED or state.pending is not None:
        return state
    if state.panel is Panel.CONTACT:
        return replace(state, panel=Panel.PAUSE)
    return replace(state, panel=Panel.NONE, draft=Draft())


def _choose(state: Clerk, touch: Choice) -> Clerk:
    draft = state.draft
    match touch:
        case ReasonTouched(index) if state.panel is Panel.PAUSE and 0 <= index < len(PAUSE_REASONS):
            draft = replace(draft, reason=index)
        case UntilTouched(index) if state.panel is Panel.PAUSE and 0 <= index < len(PAUSE_MINUTES):
            draft = replace(draft, until=index)
        case ClerkTouched(clerk) if state.panel is Panel.CLERKS and clerk in clerks(state):
            draft = replace(draft, clerk=clerk)
    return replace(state, draft=draft)
