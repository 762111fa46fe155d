"""What the clerk's screen points out by itself: a copy that was ordered, tickets held too long, a pause that lasts."""

from __future__ import annotations

from domain.pad_desk import Clerk, hall_now
from domain.views import ReprintState, ReprintView, TicketView

PRINTED_MS = 15_000  # so long good news is shown
FAILED_MS = 90_000
SILENT_MS = 10_000  # after an order has expired its end may still be on the way


def reprint(state: Clerk) -> ReprintView | None:
    """The last copy this window ordered, while there is something to know about it."""
    view = state.known.window.reprint if state.known.window else None
    if view is None:
        return None
    shown = PRINTED_MS if view.state is ReprintState.PRINTED else FAILED_MS
    until = view.expires_at + SILENT_MS + FAILED_MS if view.ended_at is None else view.ended_at + shown
    return view if hall_now(state) < until else None


def unreported(state: Clerk, view: ReprintView) -> bool:
    """Nobody knows what became of it: the machine should have told by now."""
    return view.state is ReprintState.ORDERED and hall_now(state) >= view.expires_at + SILENT_MS


def late(state: Clerk) -> int | None:
    """The time at which the clerk of a paused window was to be back, if it has passed."""
    pause = state.known.window.pause if state.known.window else None
    return pause.until if pause is not None and pause.until is not None and pause.until < hall_now(state) else None


def overdue(state: Clerk) -> tuple[TicketView, ...]:
    """Held tickets that are older than the hall's rule (`hold_minutes`), the oldest first."""
    window, catalogue = state.known.window, state.known.catalogue
    if window is None or catalogue is None:
        return ()
    before = hall_now(state) - catalogue.hold_minutes * 60_000
    found = [ticket for ticket in window.held if ticket.held_at is not None and ticket.held_at <= before]
    return tuple(sorted(found, key=lambda ticket: ticket.held_at or 0))
