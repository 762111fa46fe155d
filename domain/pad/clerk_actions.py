"""The actions that the clerk can press, and the command that each sends to the hall.

A press counts only while the button is available. The flow (`pad/clerk.py`) sends the command.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from domain import commands as c
from domain.pad import changing, help_calls, sign_in
from domain.pad.clerk_panels import NUMBERS, contact, number, number_ticket, open_panel
from domain.pad.clerk_state import PAUSE_MINUTES, ClerkPanel, ClerkState, Phase, clerks, hall_now, in_hand, phase
from domain.pad.known import PAUSE_REASONS
from domain.pad.tidal import usual
from domain.views.queries import LookUp


class Action(StrEnum):
    """The buttons of the foot, always in this order, and the pause: keys F1 … F6."""

    RECALL = "recall"  # 重呼
    NO_SHOW = "no_show"  # 过号
    HOLD = "hold"  # 挂起
    TRANSFER = "transfer"  # 转移
    MAIN = "main"  # 下一位 / 开始办理 / 办结, or the confirmation of an open panel
    PAUSE = "pause"


ACTIONS: dict[Phase, frozenset[Action]] = {
    Phase.STARTING: frozenset(),
    Phase.CLOSED: frozenset({Action.MAIN}),
    Phase.PAUSED: frozenset({Action.MAIN, Action.PAUSE}),
    Phase.IDLE: frozenset({Action.MAIN, Action.PAUSE}),
    Phase.CALLED: frozenset({Action.MAIN, Action.RECALL, Action.NO_SHOW}),
    Phase.SERVING: frozenset({Action.MAIN, Action.HOLD, Action.TRANSFER}),
}
"""Which actions each phase offers. `available` also checks what an action needs."""


class TargetKind(StrEnum):
    """Where a ticket can be transferred to."""

    QUEUE = "queue"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of the foot or its key."""

    action: Action


@dataclass(frozen=True, slots=True)
class TicketTouched:
    """A touch on a ticket of the open list: 续办 for a held one, 恢复 for a no-show."""

    ticket: str


@dataclass(frozen=True, slots=True)
class TargetTouched:
    """A touch on the target of a transfer."""

    kind: TargetKind
    target: str


@dataclass(frozen=True, slots=True)
class CloseTouched:
    """关窗, in the pause panel."""


@dataclass(frozen=True, slots=True)
class UsualTouched:
    """恢复默认: the queues of the configuration."""


CHOSEN_BY_TOUCH = frozenset(
    {ClerkPanel.HELD, ClerkPanel.NO_SHOW, ClerkPanel.TRANSFER, ClerkPanel.CASES, ClerkPanel.CASE}
)
"""Panels in which the touch of an entry is the choice. They have no yes, so the main action is off while one is open: a
clerk who is choosing where to send somebody must not finish their service with the main key."""

ActionTouch = Pressed | TicketTouched | TargetTouched | CloseTouched | UsualTouched | help_calls.HelpTouch
"""Touches that may become a command; `clerk_panels.LocalTouch` changes this screen alone."""

Wanted = c.DeviceCommand | LookUp
"""What a touch sends to the hall: a command, or the query for a ticket by its number."""

Acted = tuple[ClerkState, Wanted | None]


def available(state: ClerkState, action: Action) -> bool:
    """Whether `action` can be pressed now: `ACTIONS` allows it, the hall is there, and no request waits for its
    answer."""
    window = state.known.window
    if window is None or not state.known.online or state.pending or action not in ACTIONS[phase(state)]:
        return False
    match action:
        case Action.MAIN:
            return _main_is_chosen(state)
        case Action.RECALL:
            return window.recalls_left > 0
        case Action.TRANSFER:
            return bool(targets(state))
        case Action.NO_SHOW | Action.HOLD | Action.PAUSE:
            return True
        case _:
            assert_never(action)


def _main_is_chosen(state: ClerkState) -> bool:
    """Whether everything that the main action needs is chosen or typed in the open panel."""
    if state.panel in CHOSEN_BY_TOUCH:
        return False
    if state.panel is ClerkPanel.PIN:
        return sign_in.complete(state)
    if phase(state) is Phase.CLOSED or state.panel is ClerkPanel.CLERKS:
        return state.draft.clerk in clerks(state) and sign_in.may_be_named(state)
    if state.panel in NUMBERS:
        return bool(number(state))
    if state.panel is ClerkPanel.CHANGE:
        return changing.command(state) is not None
    return state.panel is not ClerkPanel.QUEUES or bool(state.draft.queues)


def acted(state: ClerkState, touch: ActionTouch) -> Acted:
    """The state after the touch, and the command to send, if there is one."""
    own = state.known.own
    match touch:
        case Pressed(action):
            return _pressed(state, action) if available(state, action) else (state, None)
        case TicketTouched(ticket):
            return state, _of_list(state, ticket)
        case TargetTouched(kind, target):
            return state, _transfer(state, kind, target)
        case CloseTouched():
            return state, c.CloseWindow(window=own) if state.panel is ClerkPanel.PAUSE else None
        case UsualTouched():
            chosen = usual(state) if state.panel is ClerkPanel.QUEUES else ()
            return state, c.OpenWindow(window=own, queues=chosen) if chosen else None
        case help_calls.HelpGoing() | help_calls.HelpEnded():
            return state, help_calls.command(state.known, touch)
        case _:
            assert_never(touch)


def _pressed(state: ClerkState, action: Action) -> Acted:
    own, ticket = state.known.own, ticket_in_hand(state)
    match action:
        case Action.RECALL:
            return state, c.RecallTicket(window=own, ticket=ticket)
        case Action.NO_SHOW:
            return state, c.NoShow(window=own, ticket=ticket)
        case Action.HOLD:
            return state, c.HoldTicket(window=own, ticket=ticket)
        case Action.TRANSFER:
            return open_panel(state, ClerkPanel.TRANSFER), None
        case Action.PAUSE:
            if phase(state) is Phase.IDLE:
                return open_panel(state, ClerkPanel.PAUSE), None
            return state, c.OpenWindow(window=own)
        case Action.MAIN:
            return _main(state)
        case _:
            assert_never(action)


def _main(state: ClerkState) -> Acted:
    """The main action: it confirms an open panel, or else takes the next step with the ticket."""
    own, draft = state.known.own, state.draft
    match state.panel:
        case ClerkPanel.CLERKS:
            return sign_in.named(state)
        case ClerkPanel.PIN:
            return sign_in.typed(state)
        case ClerkPanel.PAUSE:
            return state, _pause(state)
        case ClerkPanel.CONTACT:
            return replace(state, panel=ClerkPanel.PAUSE, draft=replace(draft, contact=draft.typed)), None
        case ClerkPanel.NUMBER:
            return state, c.ReprintTicket(window=own, ticket=number_ticket(state))
        case ClerkPanel.WHICH:
            shown = changing.known(state, number(state))
            return (changing.opened(state, shown), None) if shown else (state, LookUp(number=number(state)))
        case ClerkPanel.CHANGE:
            return state, changing.command(state)
        case ClerkPanel.QUEUES:
            return state, c.OpenWindow(window=own, queues=draft.queues)
        case ClerkPanel.NONE:
            return state, _next_step(state)
        case ClerkPanel.HELD | ClerkPanel.NO_SHOW | ClerkPanel.TRANSFER | ClerkPanel.CASES | ClerkPanel.CASE:
            return state, None
        case _:
            assert_never(state.panel)


def _next_step(state: ClerkState) -> c.DeviceCommand | None:
    own, at = state.known.own, phase(state)
    match at:
        case Phase.IDLE:
            return c.CallNext(window=own)
        case Phase.CALLED:
            return c.StartService(window=own, ticket=ticket_in_hand(state))
        case Phase.SERVING:
            return c.FinishService(window=own, ticket=ticket_in_hand(state))
        case Phase.PAUSED:
            return c.OpenWindow(window=own)
        case Phase.STARTING | Phase.CLOSED:
            return None
        case _:
            assert_never(at)


def _pause(state: ClerkState) -> c.PauseWindow:
    minutes, reason = PAUSE_MINUTES[state.draft.until], PAUSE_REASONS[state.draft.reason].text.zh
    until = None if minutes is None else hall_now(state) + minutes * 60_000
    return c.PauseWindow(window=state.known.own, reason=reason, contact=contact(state), until=until)


def _transfer(state: ClerkState, kind: TargetKind, target: str) -> c.TransferTicket | None:
    if state.panel is not ClerkPanel.TRANSFER or (kind, target) not in targets(state):
        return None
    queue, to_window = (target, None) if kind == TargetKind.QUEUE else (None, target)
    return c.TransferTicket(window=state.known.own, ticket=ticket_in_hand(state), queue=queue, to_window=to_window)


def _of_list(state: ClerkState, ticket: str) -> c.DeviceCommand | None:
    """The command for a ticket of the open list, 续办 or 恢复; None if the ticket is no longer in the list."""
    window, own = state.known.window, state.known.own
    if window is None:
        return None
    if state.panel is ClerkPanel.HELD and ticket in {held.ticket for held in window.held}:
        return c.ResumeTicket(window=own, ticket=ticket)
    if state.panel is ClerkPanel.NO_SHOW and ticket in {gone.ticket for gone in window.no_show}:
        return c.ReinstateTicket(window=own, ticket=ticket)
    return None


def ticket_in_hand(state: ClerkState) -> str:
    """The id of the ticket in hand, or empty."""
    ticket = in_hand(state)
    return ticket.ticket if ticket else ""


def targets(state: ClerkState) -> tuple[tuple[TargetKind, str], ...]:
    """The possible targets of a transfer, by kind and id, without the place where the ticket is."""
    catalogue, ticket = state.known.catalogue, in_hand(state)
    if catalogue is None or ticket is None:
        return ()
    queues = tuple((TargetKind.QUEUE, queue.id) for queue in catalogue.queues if queue.id != ticket.queue)
    windows = tuple((TargetKind.WINDOW, window.id) for window in catalogue.windows if window.id != state.known.own)
    return (*queues, *windows)
