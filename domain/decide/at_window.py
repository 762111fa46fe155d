"""What every command at a window asks first: is the window there and open, is the ticket in its hand."""

from __future__ import annotations

from typing import Protocol

from domain.commands import Command
from domain.refusal import Code, Refusal, no
from domain.state.state import State, WindowNow
from domain.state.ticket import IN_HAND, TABLE, Ticket
from domain.views.ticket import TicketState
from domain.views.window import WindowState


class TicketAtWindow(Protocol):
    """A command about one ticket at one window."""

    @property
    def window(self) -> str: ...
    @property
    def ticket(self) -> str: ...


def window_known(state: State, name: str) -> WindowNow | Refusal:
    window = state.windows.get(name)
    if window is None or not window.known:
        return no(Code.WINDOW_UNKNOWN, f"no window {name!r}")
    return window


def window_free(state: State, name: str) -> WindowNow | Refusal:
    """An open window with no ticket in hand."""
    window = window_known(state, name)
    if isinstance(window, Refusal):
        return window
    if window.state is not WindowState.OPEN:
        return no(Code.WINDOW_NOT_OPEN, f"window {name} is {window.state.value}")
    if window.ticket is not None:
        return no(Code.WINDOW_BUSY, f"{window.ticket.number} is in hand")
    return window


def ticket_there(state: State, asked: TicketAtWindow, command: type[Command]) -> Ticket | Refusal:
    """The ticket, if the table allows `command` in its state and, where it has a window, it is at this one."""
    window = window_known(state, asked.window)
    if isinstance(window, Refusal):
        return window
    ticket = state.tickets.get(asked.ticket)
    if ticket is None:
        return no(Code.TICKET_UNKNOWN, f"no ticket {asked.ticket!r}")
    if ticket.state not in TABLE[command]:
        return no(Code.TICKET_WRONG_STATE, f"{ticket.number} is {ticket.state.value}")
    if ticket.state in IN_HAND and ticket.window != asked.window:
        return no(Code.TICKET_OTHER_WINDOW, f"{ticket.number} is at {ticket.window}")
    if ticket.state is TicketState.HELD and not may_take_held(state, ticket, asked.window):
        return no(Code.TICKET_OTHER_WINDOW, f"{ticket.number} is held by {ticket.window}")
    return ticket


def may_take_held(state: State, ticket: Ticket, window: str) -> bool:
    """Its own window, or any once nobody works at that one: no ticket is left behind there."""
    if ticket.window == window:
        return True
    holder = state.windows.get(ticket.window or "")
    return holder is None or not holder.works
