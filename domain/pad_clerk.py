"""The flow of the clerk's screen: one touch a step, and no step taken twice.

One request is out at a time; until it is answered every action is locked. One without an answer is asked again under
the same id, which the hall does once. What the clerk sees is the hall's snapshot alone: an answer only unlocks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from domain import commands as c
from domain import pad_pickup
from domain.flow import (
    Answered,
    Arrived,
    Ask,
    CommonEffect,
    HallOnline,
    LookChosen,
    NoAnswer,
    StartTimer,
    StopTimer,
    TimerFired,
)
from domain.pad import PAUSE_REASONS, Known, Recovered, learn
from domain.pad_desk import (
    PAUSE_MINUTES,
    Action,
    Clerk,
    CloseTouched,
    Draft,
    Notice,
    Panel,
    Pending,
    Phase,
    Pressed,
    TargetTouched,
    TicketTouched,
    Touch,
    Trouble,
    at_window,
    clerks,
    hall_now,
    in_hand,
    phase,
    targets,
    waiting,
)
from domain.pad_entry import UsualTouched, contact, number, number_ticket, usual
from domain.pad_notes import reprint
from domain.pad_panels import LocalTouch, open_panel, touched
from domain.refusal import Code
from domain.refusal_data import CalledJustNow, NobodyPrints
from domain.request_id import request_id

DEAF_MS = 400  # a press this soon after the foot changed its meaning was meant for what it said before
TRIES = 3
STALE_MS = 30_000  # a request that the hall's absence outlasted is not made behind the clerk's back
NOTICE_MS = 6_000
WAIT_MAX_S = 600
LOOK_S = 60.0  # a display mode chosen at a closed window, unless somebody opens it
_SHUT = frozenset({Phase.STARTING, Phase.CLOSED})  # nobody works here, as far as the pad knows

Effects = list[CommonEffect]


def step(state: Clerk, given: object, now_ms: int) -> tuple[Clerk, Iterable[CommonEffect]]:
    """One input. Total: whatever comes, in whatever order, there is an answer, and it is never an exception."""
    after, effects = _answer(replace(state, now_ms=now_ms), given)
    after, more = pad_pickup.follow(state, after)
    effects += more
    if at_window(state) not in {"", at_window(after)}:
        after = replace(after, look=after.home)
    if _meaning(after) != _meaning(state):
        after = replace(after, settled_ms=now_ms)
    if after.notice and now_ms >= after.notice.until_ms:
        after = replace(after, notice=None)
    tick_s = _tick_s(after)
    if tick_s != after.tick_s or given == TimerFired("tick"):
        effects.append(StartTimer("tick", tick_s) if tick_s else StopTimer("tick"))
        after = replace(after, tick_s=tick_s)
    return after, effects


def _answer(state: Clerk, given: object) -> tuple[Clerk, Effects]:
    match given:
        case LookChosen(look):
            shut = phase(state) in _SHUT
            return replace(state, look=replace(look, low=False)), [StartTimer("look", LOOK_S)] if shut else []
        case TimerFired("look") if phase(state) in _SHUT:
            return replace(state, look=state.home), []
        case Recovered():
            return replace(state, panel=Panel.NONE, draft=Draft(), notice=None), []
        case Answered(tag) if state.pending and tag == state.pending.ask.tag:
            return _answered(state, given), []
        case NoAnswer(tag) if state.pending and tag == state.pending.ask.tag:
            return _again(state, state.pending)
        case HallOnline() if state.pending and state.pending.waiting:
            return _again(replace(state, known=learn(state.known, given, state.now_ms)), state.pending)
        case Arrived():
            return _hear(state, given), []
        case _ if pad_pickup.is_of(given):
            return pad_pickup.hear(state, given)
        case _ if isinstance(given, Touch | LocalTouch | UsualTouched):
            return _touch(state, given)
    return replace(state, known=learn(state.known, given, state.now_ms)), []


def available(state: Clerk, action: Action) -> bool:
    """Whether `action` can be pressed now: what the table of a ticket's states allows, with the hall there."""
    window = state.known.window
    if window is None or not state.known.online or state.pending:
        return False
    at, panel = phase(state), state.panel
    match action:
        case Action.MAIN if at is Phase.CLOSED or panel is Panel.CLERKS:
            return state.draft.clerk in clerks(state)
        case Action.MAIN if panel is Panel.NUMBER:
            return bool(number(state))
        case Action.MAIN:
            return panel is not Panel.QUEUES or bool(state.draft.queues)
        case Action.RECALL:
            return at is Phase.CALLED and window.recalls_left > 0
        case Action.NO_SHOW:
            return at is Phase.CALLED
        case Action.HOLD:
            return at is Phase.SERVING
        case Action.TRANSFER:
            return at is Phase.SERVING and bool(targets(state))
        case Action.PAUSE:
            return at in {Phase.IDLE, Phase.PAUSED}
    return False


def _meaning(state: Clerk) -> tuple[object, ...]:
    ticket = in_hand(state)
    return phase(state), ticket.ticket if ticket else "", state.panel, state.pending is None


def _tick_s(state: Clerk) -> float:
    """How often the times on the screen need another look: each second while somebody is expected, or never."""
    if state.notice or state.pending or phase(state) is Phase.CALLED:
        return 1.0
    if reprint(state) is not None:
        return 5.0
    timed = phase(state) is Phase.SERVING or state.panel in {Panel.HELD, Panel.NO_SHOW} or waiting(state) > 0
    timed = timed or bool(state.known.window and (state.known.window.held or state.known.window.pause))
    return 15.0 if timed and phase(state) not in _SHUT else 0.0


# ---- the hall


def _hear(state: Clerk, given: Arrived) -> Clerk:
    before, hand, queued = phase(state), in_hand(state), waiting(state)
    state = replace(state, known=_without_levels(learn(state.known, given, state.now_ms)))
    now, ticket = phase(state), in_hand(state)
    fresh = now is before is Phase.IDLE and queued == 0
    state = replace(state, arrival=waiting(state) > 0 and now is Phase.IDLE and (fresh or state.arrival))
    if now is not before or (ticket and ticket.ticket) != (hand and hand.ticket):
        state = replace(state, panel=Panel.NONE, draft=Draft())
    if now is Phase.CLOSED and not state.draft.clerk:
        own, last = clerks(state), state.known.window.clerk if state.known.window else None
        known = last.id if last and last.id in own else own[0] if len(own) == 1 else ""
        state = replace(state, panel=Panel.CLERKS, draft=replace(state.draft, clerk=known))
    return state


def _without_levels(known: Known) -> Known:
    if known.catalogue is None or not known.catalogue.levels:
        return known
    return replace(known, catalogue=replace(known.catalogue, levels=()))


def _answered(state: Clerk, answer: Answered) -> Clerk:
    if answer.ok:
        return replace(state, pending=None, notice=None, panel=Panel.NONE, draft=Draft())
    told = answer.data
    if isinstance(told, CalledJustNow) and 0 < told.after_seconds <= WAIT_MAX_S:
        ready_ms = state.now_ms + told.after_seconds * 1000
        return replace(state, pending=None, notice=Notice(code=answer.code, until_ms=ready_ms, ready_ms=ready_ms))
    copy = state.pending is not None and isinstance(state.pending.ask.command, c.ReprintTicket)
    code = Trouble.OVER if copy and answer.code == Code.TICKET_WRONG_STATE else answer.code
    idle = told.machines if isinstance(told, NobodyPrints) else ()
    notice = replace(_notice(state, code), machines=tuple((machine.name, machine.status) for machine in idle))
    return replace(state, pending=None, notice=notice)


def _again(state: Clerk, pending: Pending) -> tuple[Clerk, Effects]:
    """No answer: the hall may or may not have done it. The same id again is safe, but not after a long while."""
    if not state.known.online:
        return replace(state, pending=replace(pending, waiting=True)), []
    if state.now_ms - pending.since_ms > STALE_MS:
        return replace(state, pending=None, notice=_notice(state, Trouble.UNCONFIRMED)), []
    if pending.tries >= TRIES:
        return replace(state, pending=None, notice=_notice(state, Trouble.UNANSWERED)), []
    return replace(state, pending=replace(pending, tries=pending.tries + 1, waiting=False)), [pending.ask]


def _notice(state: Clerk, code: str) -> Notice:
    return Notice(code=code, until_ms=state.now_ms + NOTICE_MS)


# ---- touches


def _touch(state: Clerk, touch: Touch | LocalTouch | UsualTouched) -> tuple[Clerk, Effects]:
    if isinstance(touch, LocalTouch):
        return touched(state, touch), []
    if state.pending or not state.known.online or state.known.window is None:
        return state, []
    if state.settled_ms is not None and state.now_ms - state.settled_ms < DEAF_MS:
        return state, []
    own = state.known.own
    match touch:
        case Pressed(action) if available(state, action):
            return _press(state, action)
        case TicketTouched(ticket):
            return _list_touched(state, ticket)
        case TargetTouched(kind, target) if state.panel is Panel.TRANSFER and (kind, target) in targets(state):
            queue, to_window = (target, None) if kind == "queue" else (None, target)
            return _ask(state, c.TransferTicket(window=own, ticket=_hand(state), queue=queue, to_window=to_window))
        case CloseTouched() if state.panel is Panel.PAUSE:
            return _ask(state, c.CloseWindow(window=own))
        case UsualTouched() if state.panel is Panel.QUEUES and usual(state):
            return _ask(state, c.OpenWindow(window=own, queues=usual(state)))
    return state, []


def _press(state: Clerk, action: Action) -> tuple[Clerk, Effects]:
    own = state.known.own
    match action:
        case Action.RECALL:
            return _ask(state, c.RecallTicket(window=own, ticket=_hand(state)))
        case Action.NO_SHOW:
            return _ask(state, c.NoShow(window=own, ticket=_hand(state)))
        case Action.HOLD:
            return _ask(state, c.HoldTicket(window=own, ticket=_hand(state)))
        case Action.TRANSFER:
            return open_panel(state, Panel.TRANSFER), []
        case Action.PAUSE if phase(state) is Phase.IDLE:
            return open_panel(state, Panel.PAUSE), []
        case Action.PAUSE:
            return _ask(state, c.OpenWindow(window=own))
    return _main(state)


def _main(state: Clerk) -> tuple[Clerk, Effects]:
    """The one main action, by what is shown."""
    own = state.known.own
    if state.panel is Panel.CLERKS:
        return _ask(state, c.OpenWindow(window=own, clerk=state.draft.clerk))
    if state.panel is Panel.PAUSE:
        return _pause(state)
    if state.panel is Panel.CONTACT:
        return replace(state, panel=Panel.PAUSE, draft=replace(state.draft, contact=state.draft.typed)), []
    if state.panel is Panel.NUMBER:
        return _ask(state, c.ReprintTicket(window=own, ticket=number_ticket(state)))
    if state.panel is Panel.QUEUES:
        return _ask(state, c.OpenWindow(window=own, queues=state.draft.queues))
    match phase(state):
        case Phase.CALLED:
            return _ask(state, c.StartService(window=own, ticket=_hand(state)))
        case Phase.SERVING:
            return _ask(state, c.FinishService(window=own, ticket=_hand(state)))
        case Phase.IDLE:
            return _ask(state, c.CallNext(window=own))
        case Phase.PAUSED:
            return _ask(state, c.OpenWindow(window=own))
    return state, []


def _pause(state: Clerk) -> tuple[Clerk, Effects]:
    minutes, reason = PAUSE_MINUTES[state.draft.until], PAUSE_REASONS[state.draft.reason].text.zh
    until = None if minutes is None else hall_now(state) + minutes * 60_000
    return _ask(state, c.PauseWindow(window=state.known.own, reason=reason, contact=contact(state), until=until))


def _list_touched(state: Clerk, ticket: str) -> tuple[Clerk, Effects]:
    window = state.known.window
    if window is None:
        return state, []
    if state.panel is Panel.HELD and ticket in {held.ticket for held in window.held}:
        return _ask(state, c.ResumeTicket(window=window.window, ticket=ticket))
    if state.panel is Panel.NO_SHOW and ticket in {gone.ticket for gone in window.no_show}:
        return _ask(state, c.ReinstateTicket(window=window.window, ticket=ticket))
    return state, []


def _hand(state: Clerk) -> str:
    ticket = in_hand(state)
    return ticket.ticket if ticket else ""


def _ask(state: Clerk, command: c.DeviceCommand) -> tuple[Clerk, Effects]:
    serial = state.serial + 1
    ask = Ask(f"clerk:{serial}", command, request_id(hall_now(state), state.seed, serial))
    state = replace(state, serial=serial, pending=Pending(ask=ask, since_ms=state.now_ms), notice=None, arrival=False)
    return state, [ask]
