"""Deciding over windows: open (also with other queues, 潮汐窗口), 暂停服务 with 去向留言, close.

Also the checks that every command at a window shares: whether the window is known and open, and whether it has the
ticket in hand.
"""

from __future__ import annotations

from typing import Protocol

from domain.commands import CloseWindow, Command, OpenWindow, PauseWindow
from domain.config import Role
from domain.device_words import CONTACT_MOST, REASON_MOST, one_line
from domain.events import WindowClosed, WindowOpened, WindowPaused
from domain.refusal import Code, Context, Decision, Refusal, no
from domain.staff.ways import asks_proof
from domain.state.state import State, WindowNow
from domain.state.ticket import IN_HAND, TABLE, Ticket
from domain.views.ticket import TicketState
from domain.views.window import WindowState


def open_window(state: State, asked: OpenWindow, context: Context) -> Decision:
    """Open a window, open it again after a pause, or change the clerk or the queues of an open one.

    Who may change the queues: the window's own pad if it is `tidal`, the supervisor always.
    """
    window = window_known(state, asked.window)
    if isinstance(window, Refusal):
        return window
    proved = context.proved
    clerk = asked.clerk or window.clerk or (proved.person if proved is not None else None)
    if clerk is None:
        return no(Code.CLERK_MISSING, "nobody sits at this window")
    if clerk not in state.clerks:
        return no(Code.CLERK_UNKNOWN, f"no clerk {clerk!r}")
    refusal = _cannot_sit(state, window, clerk, context) if asks_proof(state.config.sign_in) else None
    if refusal is not None:
        return refusal
    queues = None if asked.queues is None else tuple(dict.fromkeys(asked.queues))
    if queues is not None:
        unknown = [queue for queue in queues if queue not in state.queues or not state.queues[queue].known]
        if unknown or not queues:
            return no(Code.QUEUE_UNKNOWN, f"no queue {unknown[0]!r}" if unknown else "a window serves some queue")
        asker = state.devices.get(context.device)
        others = set(queues) != {serves.queue for serves in window.config.serves}
        if others and not window.config.tidal and asker is not None and asker.role is not Role.SUPERVISOR:
            return no(Code.WINDOW_NOT_TIDAL, f"the queues of {asked.window} are fixed")
    by = "by" if context.by else ""
    how = proved.way.value if proved is not None and proved.person == clerk else by
    return [WindowOpened(at=context.now, window=asked.window, clerk=clerk, queues=queues, proved=how)]


def _cannot_sit(state: State, window: WindowNow, clerk: str, context: Context) -> Refusal | None:
    """A clerk works at one window at a time; a window is closed before its clerk changes; nobody signs in as somebody
    else.

    The clerk who opened the window needs no new proof to end a pause or to change queues.
    """
    if window.works and window.clerk is not None:
        if clerk == window.clerk:
            return None
        return no(Code.WINDOW_HAS_CLERK, f"{window.clerk!r} works at {window.config.id}", clerk=window.clerk)
    proved = context.proved.person if context.proved is not None else ""
    if proved != clerk and not context.by:
        ways = list(state.config.sign_in.ways) if state.config.sign_in is not None else []
        return no(Code.STAFF_PROOF_NEEDED, f"{clerk!r} has not proved who they are", ways=ways)
    other = next((one for one in state.windows.values() if one.works and one.clerk == clerk), None)
    if other is not None:
        number = other.config.number
        return no(Code.CLERK_ELSEWHERE, f"{clerk!r} works at {other.config.id}", window=other.config.id, number=number)
    return None


def pause(state: State, asked: PauseWindow, context: Context) -> Decision:
    """暂停服务. Refused while a ticket is in hand: it is finished, held or transferred first. A second pause changes
    the reason."""
    refusal = _cannot_leave(state, asked.window)
    if refusal is not None:
        return refusal
    reason = one_line(asked.reason, REASON_MOST)
    if not reason:
        return no(Code.REQUEST_INVALID, "a pause says why")
    if asked.until is not None and asked.until <= context.now:
        return no(Code.REQUEST_INVALID, "a pause does not end before it begins")
    return [
        WindowPaused(
            at=context.now,
            window=asked.window,
            reason=reason,
            contact=one_line(asked.contact, CONTACT_MOST),
            until=asked.until,
        ),
    ]


def close(state: State, asked: CloseWindow, context: Context) -> Decision:
    """Refused while a ticket is in hand. Any window may then resume the tickets that this one held, and call those kept
    for it."""
    refusal = _cannot_leave(state, asked.window)
    return refusal or [WindowClosed(at=context.now, window=asked.window)]


def _cannot_leave(state: State, name: str) -> Refusal | None:
    window = window_known(state, name)
    if isinstance(window, Refusal):
        return window
    if window.state is WindowState.CLOSED:
        return no(Code.WINDOW_NOT_OPEN, f"window {name} is closed")
    if window.ticket is not None:
        return no(Code.WINDOW_BUSY, f"{window.ticket.number} is in hand")
    return None


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
    """The ticket of the command, if the table allows `command` in its state and it is not at another window; else the
    refusal."""
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
    """Whether `window` may resume a held ticket: the window that holds it, or any window once nobody works at that
    one."""
    if ticket.window == window:
        return True
    holder = state.windows.get(ticket.window or "")
    return holder is None or not holder.works
