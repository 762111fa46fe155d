"""The flow of the clerk's screen: one touch a step, and no step taken twice.

One request waits for its answer at a time, and until then every action is locked. A request without an answer is sent
again under the same id; the hall carries it out once. The screen shows only the hall's snapshots: an answer just
unlocks the actions.
"""

from __future__ import annotations

from dataclasses import replace

from domain import commands as c
from domain.flow import (
    DOUBLE_TAP_MS,
    Answered,
    Arrived,
    Ask,
    CommonInput,
    DiskChanged,
    HallAway,
    HallOnline,
    HallReplaced,
    IdentityDoubted,
    LookChosen,
    NoAnswer,
    NotRecorded,
    StartTimer,
    StopTimer,
    TimerFired,
    request_id,
)
from domain.pad import cases as pad_cases
from domain.pad import changing, help_calls, sign_in
from domain.pad import pickup as pad_pickup
from domain.pad.clerk_actions import ActionTouch, Wanted, acted, ticket_in_hand
from domain.pad.clerk_panels import LocalTouch, touched
from domain.pad.clerk_state import (
    NOTICE_MS,
    ClerkPanel,
    ClerkProblem,
    ClerkState,
    ClerkTimer,
    ClerkTransition,
    Draft,
    Notice,
    Pending,
    Phase,
    at_window,
    clerks,
    hall_now,
    phase,
    reprint,
    waiting,
)
from domain.pad.known import Known, PictureCame, Recovered, learn
from domain.refusal import Code
from domain.refusal_data import CalledJustNow, NobodyPrints, TryLater, WorksElsewhere
from domain.views.queries import LookUp
from domain.views.ticket import TicketView

TRIES = 3
STALE_MS = 30_000  # an older request is not repeated when the hall comes back: the clerk no longer expects it
WAIT_MAX_S = 600
LOOK_S = 60.0  # how long a display mode stays that was chosen at a closed window
_SHUT = frozenset({Phase.STARTING, Phase.CLOSED})  # nobody works here, as far as the pad knows


ClerkTouch = ActionTouch | LocalTouch
CardInput = sign_in.StaffCardShown | sign_in.StaffCardGone
ClerkInput = CommonInput | Recovered | PictureCame | ClerkTouch | CardInput


def step(state: ClerkState, given: ClerkInput, now_ms: int) -> ClerkTransition:
    """One input. `now_ms` is the pad's monotonic clock. Every input has an answer in every state."""
    after, effects = _answer(replace(state, now_ms=now_ms), given)
    after, asked = pad_pickup.follow(state, after)
    after, reading = pad_cases.follow(state, after)
    if at_window(state) not in {"", at_window(after)}:
        after = replace(after, look=after.home)
    if _meaning(after) != _meaning(state):
        after = replace(after, settled_ms=now_ms)
    if after.notice and now_ms >= after.notice.until_ms:
        after = replace(after, notice=None)
    after, pin = sign_in.timed(state, after)
    after, tick = _tick(after, rang=isinstance(given, TimerFired) and given.name == ClerkTimer.TICK)
    return after, (*effects, *asked, *reading, *pin, *tick)


def _answer(state: ClerkState, given: ClerkInput) -> ClerkTransition:
    match given:
        case LookChosen(look):
            started = (StartTimer(ClerkTimer.LOOK, LOOK_S),) if phase(state) in _SHUT else ()
            return replace(state, look=replace(look, low=False)), started
        case TimerFired(name):
            return _timer(state, name)
        case Recovered():
            return replace(state, panel=ClerkPanel.NONE, draft=Draft(), notice=None), ()
        case Answered(tag):
            if state.pending and tag == state.pending.ask.tag:
                return _answered(state, given), ()
            told = pad_cases.answered if tag == pad_cases.TAG else pad_pickup.answered
            return told(state, given)
        case NoAnswer(tag):
            if state.pending and tag == state.pending.ask.tag:
                return _again(state, state.pending)
            silent = pad_cases.unanswered if tag == pad_cases.TAG else pad_pickup.unanswered
            return silent(state, given)
        case HallOnline():
            state = replace(state, known=learn(state.known, given, state.now_ms))
            return _again(state, state.pending) if state.pending and state.pending.waiting else (state, ())
        case HallAway() | HallReplaced() | IdentityDoubted() | DiskChanged() | PictureCame():
            state = replace(state, known=learn(state.known, given, state.now_ms))
            return (_begun_anew(state) if isinstance(given, HallReplaced) else state), ()
        case Arrived():
            return _hear(state, given), ()
        case NotRecorded():
            return state, ()  # this screen records nothing
        case _:
            return _touch(state, given)


def _timer(state: ClerkState, name: str) -> ClerkTransition:
    match name:
        case ClerkTimer.LOOK if phase(state) in _SHUT:
            return replace(state, look=state.home), ()
        case ClerkTimer.PICKUP:
            return pad_pickup.again(state)
        case ClerkTimer.PIN:
            return sign_in.timed_out(state)
        case ClerkTimer.CARD:
            return _without_card(state)
    return state, ()  # a tick changes the time, which is in the state already


def _meaning(state: ClerkState) -> tuple[object, ...]:
    """What the buttons of the foot mean now. For `DOUBLE_TAP_MS` after a change of this, presses are ignored."""
    return phase(state), ticket_in_hand(state), state.panel, state.pending is None


def _tick(state: ClerkState, *, rang: bool) -> ClerkTransition:
    """Start the timer anew when it rang or its interval has changed; stop it when no time is shown."""
    tick_s = _tick_s(state)
    if tick_s == state.tick_s and not rang:
        return state, ()
    timer = StartTimer(ClerkTimer.TICK, tick_s) if tick_s else StopTimer(ClerkTimer.TICK)
    return replace(state, tick_s=tick_s), (timer,)


def _tick_s(state: ClerkState) -> float:
    """How often, in seconds, the times on the screen are updated: each second while somebody is expected; 0: never."""
    if state.notice or state.pending or phase(state) is Phase.CALLED:
        return 1.0
    if reprint(state) is not None:
        return 5.0
    window = state.known.window
    if window is None or phase(state) in _SHUT:
        return 15.0 if help_calls.is_shown(state.known) else 0.0
    lists = state.panel in {ClerkPanel.HELD, ClerkPanel.NO_SHOW, *pad_cases.PANELS}
    lists = lists or help_calls.is_shown(state.known)
    timed = phase(state) is Phase.SERVING or lists or waiting(state) > 0 or window.held or window.pause
    return 15.0 if timed else 0.0


# ---- the hall


def _hear(state: ClerkState, given: Arrived) -> ClerkState:
    before, hand_before = phase(state), ticket_in_hand(state)
    idle_before = before is Phase.IDLE and waiting(state) == 0
    state = replace(state, known=_without_levels(learn(state.known, given, state.now_ms)))
    now = phase(state)
    came = now is Phase.IDLE and waiting(state) > 0
    state = replace(state, arrival=came and (idle_before or state.arrival))
    if now is not before or ticket_in_hand(state) != hand_before:
        state = replace(state, panel=ClerkPanel.NONE, draft=Draft())
    if now is Phase.CLOSED:
        state = replace(state, by_card=False)
    if now is Phase.CLOSED and not state.draft.clerk:
        state = replace(state, panel=ClerkPanel.CLERKS, draft=replace(state.draft, clerk=_usual_clerk(state)))
    return state


def _begun_anew(state: ClerkState) -> ClerkState:
    """The hall works on another store: drop the request that waits for an answer, because the new store's tickets may
    have the same numbers."""
    notice = _notice(state, ClerkProblem.UNCONFIRMED) if state.pending else None
    return replace(state, pending=None, notice=notice, pickup=None, panel=ClerkPanel.NONE, draft=Draft())


def _usual_clerk(state: ClerkState) -> str:
    """The clerk whom the panel proposes to open the window: its last one, or its only one."""
    own, last = clerks(state), state.known.window.clerk if state.known.window else None
    if last is not None and last.id in own:
        return last.id
    return own[0] if len(own) == 1 else ""


def _without_levels(known: Known) -> Known:
    if known.catalogue is None or not known.catalogue.levels:
        return known
    return replace(known, catalogue=replace(known.catalogue, levels=()))


def _answered(state: ClerkState, answer: Answered) -> ClerkState:
    if answer.ok and state.pending is not None and isinstance(state.pending.ask.command, LookUp):
        return _found(replace(state, pending=None), answer.data)
    if answer.ok and state.pending is not None and isinstance(state.pending.ask.command, c.TakeHelp | c.FinishHelp):
        return replace(state, pending=None, notice=None)
    if answer.ok:
        state = sign_in.opened(state)
        return replace(state, pending=None, notice=None, panel=ClerkPanel.NONE, draft=Draft())
    told = answer.data
    if isinstance(told, CalledJustNow) and 0 < told.after_seconds <= WAIT_MAX_S:
        ready_ms = state.now_ms + told.after_seconds * 1000
        return replace(state, pending=None, notice=Notice(code=answer.code, until_ms=ready_ms, ready_ms=ready_ms))
    if isinstance(told, TryLater):
        after_s = min(max(0, told.after_seconds), WAIT_MAX_S)
        return replace(
            state, pending=None, notice=sign_in.refused(state, answer.code, after_s, state.now_ms + NOTICE_MS)
        )
    copy = state.pending is not None and isinstance(state.pending.ask.command, c.ReprintTicket)
    code = ClerkProblem.OVER if copy and answer.code == Code.TICKET_WRONG_STATE else answer.code
    idle = told.machines if isinstance(told, NobodyPrints) else ()
    notice = replace(_notice(state, code), machines=tuple((machine.name, machine.status) for machine in idle))
    if isinstance(told, WorksElsewhere):
        notice = replace(notice, place=told.number)
    return replace(state, pending=None, notice=notice)


def _found(state: ClerkState, ticket: object) -> ClerkState:
    """The hall has found the ticket that was typed for 改号: open its panel, or say that it cannot be changed."""
    if not isinstance(ticket, TicketView) or not changing.changeable(ticket):
        return replace(state, notice=_notice(state, Code.TICKET_WRONG_STATE))
    return changing.opened(state, ticket)


def _again(state: ClerkState, pending: Pending) -> ClerkTransition:
    """Repeat a request that got no answer. The hall may or may not have carried it out; the same id is safe in both
    cases.

    After a long absence of the hall it is not repeated: the clerk looks at the screen and decides anew.
    """
    if not state.known.online:
        return replace(state, pending=replace(pending, waiting=True)), ()
    if state.now_ms - pending.since_ms > STALE_MS:
        return replace(state, pending=None, notice=_notice(state, ClerkProblem.UNCONFIRMED)), ()
    if pending.tries >= TRIES:
        return replace(state, pending=None, notice=_notice(state, ClerkProblem.UNANSWERED)), ()
    return replace(state, pending=replace(pending, tries=pending.tries + 1, waiting=False)), (pending.ask,)


def _notice(state: ClerkState, code: str) -> Notice:
    return Notice(code=code, until_ms=state.now_ms + NOTICE_MS)


# ---- touches


def _touch(state: ClerkState, touch: ClerkTouch | CardInput) -> ClerkTransition:
    if isinstance(touch, CardInput):
        return _card(state, touch)
    if isinstance(touch, LocalTouch):
        return touched(state, touch), ()
    if state.pending or not state.known.online or state.known.window is None:
        return state, ()
    if state.settled_ms is not None and state.now_ms - state.settled_ms < DOUBLE_TAP_MS:
        return state, ()
    state, command = acted(state, touch)
    return _ask(state, command) if command else (state, ())


def _card(state: ClerkState, shown: CardInput) -> ClerkTransition:
    """A card opens a closed window. At an open window the pad only notes whether the card is there (`card_stays`)."""
    state, effects = sign_in.card_moved(state, on=isinstance(shown, sign_in.StaffCardShown))
    may_ask = not state.pending and state.known.online
    opens = sign_in.carded(state, shown) if may_ask else None
    if opens is None:
        return state, effects
    state, asked = _ask(state, opens)
    return state, (*effects, *asked)


def _without_card(state: ClerkState) -> ClerkTransition:
    """The card has been away for `CARD_AWAY_S`: close the window, or try again until no ticket is in hand and the hall
    is there."""
    if not sign_in.missed(state) or phase(state) in _SHUT:
        return state, ()
    close = sign_in.leaves(state) if not state.pending and state.known.online else None
    again = StartTimer(ClerkTimer.CARD, sign_in.CARD_AWAY_S)
    if close is None:
        return state, (again,)
    state, asked = _ask(state, close)
    return state, (*asked, again)


def _ask(state: ClerkState, command: Wanted) -> ClerkTransition:
    serial = state.serial + 1
    ask = Ask(f"clerk:{serial}", command, request_id(hall_now(state), state.seed, serial))
    state = replace(state, serial=serial, pending=Pending(ask=ask, since_ms=state.now_ms), notice=None, arrival=False)
    return state, (ask,)
