"""The state of an e-screen and its pure step: snapshots come in, calls are shown in turns. No Kivy, no wire.

A call is shown in the large place for `TURN_S`. Calls that come together take turns there, and all of them stand in
the list at once. A new call pulses slowly, at most three times, and then stands still: the change is seen without
sound, and nothing moves for long.

Numbers whose people have not come yet stand first in the list. A list that is too long turns pages; `beat` counts.
Times in the state are milliseconds; the texts `clock` and `away_since` are made of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import assert_never
from zoneinfo import ZoneInfo

from domain.flow import (
    UNKNOWN_TIME,
    Answered,
    Arrived,
    CommonInput,
    DiskChanged,
    Doubt,
    HallAway,
    HallOnline,
    HallReplaced,
    HallTime,
    IdentityDoubted,
    LookChosen,
    NoAnswer,
    NotRecorded,
    Snapshot,
    StartTimer,
    StopTimer,
    TimerFired,
)
from domain.help.views import HelpSnapshot
from domain.views.catalogue import Catalogue
from domain.views.public import CallsSnapshot, CallView, ContentSnapshot, NoticesSnapshot, QueuesSnapshot
from domain.views.ticket import TicketState, TicketView
from domain.views.window import WindowSnapshot, WindowState
from e_screen.show_state import NOTHING_SHOWN, ShowState

TURN_S = 4.0
PULSES = 3
PULSE_S = 0.6  # half a pulse: 0.83 Hz, slower than one a second
BEAT_S = 4.0  # for a page of calls; a page that takes longer to read stays two beats
CALM_S = 8.0  # the same while nobody waits: nothing can be missed, and drawing less often saves work
AWAY_S = 3.0  # a shorter loss is not shown
STEP_MS = 1_000  # a larger change of the hall's time moves the start of the minutes


class EScreenTimer(StrEnum):
    """The timers of this flow."""

    AWAY = "away"  # the hall has been away for `AWAY_S`
    TURN = "turn"  # the newest call has had its time in the large place
    PULSE = "pulse"  # half a pulse is over
    MINUTE = "minute"  # another minute on the clock
    BEAT = "beat"  # the next page


EScreenInput = CommonInput
EScreenEffect = StartTimer | StopTimer


@dataclass(frozen=True, slots=True, kw_only=True)
class EScreenState:
    """State of one e-screen. `own` is the window of a window screen; "" on the hall's."""

    own: str = ""
    language: str = "zh_CN"
    time: HallTime = field(default_factory=HallTime)
    now_ms: int = 0  # the terminal's monotonic clock at the last input
    online: bool = False
    doubt: Doubt = Doubt.NONE  # why it may not be the screen whose name it has
    away_ms: int | None = None  # the same clock when the hall was lost; None while it is there
    catalogue: Catalogue | None = None
    calls: CallsSnapshot | None = None
    queues: QueuesSnapshot | None = None
    notices: NoticesSnapshot | None = None
    windows: dict[str, WindowSnapshot] = field(default_factory=dict)
    newest: CallView | None = None  # in the large place
    turns: tuple[CallView, ...] = ()  # later calls, each waiting for its turn there
    in_turn: bool = False  # the newest call's time is not over
    half_pulses: int = 0  # that remain of the newest call's pulses; odd: its colours are inverted
    show: ShowState = NOTHING_SHOWN  # content, shown in place of the board
    beat: int = 0  # counts the pages: one more every `BEAT_S`, every `CALM_S` while nobody waits

    @property
    def clock(self) -> str:
        """The time in the hall, as 9:05; empty while it is not known."""
        return self._clock_at(self.now_ms)

    @property
    def away_since(self) -> str:
        """When the hall was lost, as 9:05; "–" if the time is not known, empty while the hall is there."""
        return "" if self.away_ms is None else self._clock_at(self.away_ms) or "–"

    def _clock_at(self, ms: int) -> str:
        at = self.time.at(ms)
        if not at or self.catalogue is None:
            return ""
        local = datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(self.catalogue.timezone))
        return f"{local.hour}:{local.minute:02}"

    @property
    def turned(self) -> bool:
        return self.half_pulses % 2 == 1

    @property
    def called(self) -> tuple[CallView, ...]:
        """Calls whose people have not come yet, newest first, without the one in the large place. They include calls
        that wait for their turn, and those that a window still shows as called but the hall's list no longer names."""
        if self.calls is None:
            return ()
        found = {call.number: call for call in self.turns}
        for window in self.windows.values():
            ticket = window.ticket
            if ticket is not None and ticket.state is TicketState.CALLED and window.day == self.calls.day:
                found.setdefault(ticket.number, self._call_at(window, ticket))
        found.pop(self.newest.number if self.newest else "", None)
        return tuple(sorted(found.values(), key=lambda call: (call.at, call.seq), reverse=True))

    @property
    def past(self) -> tuple[CallView, ...]:
        """Other calls, newest first: each number once."""
        seen = {call.number for call in self.called} | ({self.newest.number} if self.newest else set())
        rows = []
        for call in self.calls.calls if self.calls else ():
            if call.number not in seen:
                seen.add(call.number)
                rows.append(call)
        return tuple(rows)

    def _call_at(self, window: WindowSnapshot, ticket: TicketView) -> CallView:
        for call in self.calls.calls if self.calls else ():
            if (call.number, call.window) == (ticket.number, window.window):
                return call
        return CallView(
            seq=0,
            number=ticket.number,
            queue=ticket.queue,
            window=window.window,
            window_number=window.number,
            at=ticket.called_at or 0,
            times=1 + ticket.recalls,
        )

    @property
    def paused(self) -> tuple[WindowSnapshot, ...]:
        """Windows in 暂停服务, by their number."""
        found = [window for window in self.windows.values() if window.state is WindowState.PAUSED]
        return tuple(sorted(found, key=lambda window: (len(window.number), window.number)))

    @property
    def calm(self) -> bool:
        """Nobody waits or is called, and no window is paused."""
        waiting = self.queues is None or any(queue.waiting for queue in self.queues.queues)
        return not (waiting or self.called or self.paused)

    @property
    def window(self) -> WindowSnapshot | None:
        return self.windows.get(self.own)


def pages(called: Sequence[CallView], past: Sequence[CallView], rows: int) -> list[Sequence[CallView]]:
    """The list in pages of `rows` rows: as many pages as `called` needs, with `past` in the room that is left."""
    room = max(1, -(-len(called) // rows)) * rows
    shown = (*called, *past)[:room]
    return [shown[at : at + rows] for at in range(0, len(shown), rows)]


def start(own: str, language: str, time: HallTime = UNKNOWN_TIME) -> EScreenState:
    """`time`: what this terminal's own clock says until the hall is heard."""
    return EScreenState(own=own, language=language, time=time)


EScreenTransition = tuple[EScreenState, tuple[EScreenEffect, ...]]


def step(state: EScreenState, given: EScreenInput, now_ms: int) -> EScreenTransition:
    """One input. `now_ms` is the terminal's monotonic clock."""
    state = replace(state, now_ms=now_ms)
    match given:
        case HallOnline():
            return replace(state, online=True, away_ms=None), (StopTimer(EScreenTimer.AWAY),)
        case HallAway():
            started = (StartTimer(EScreenTimer.AWAY, AWAY_S),) if state.online else ()
            return replace(state, online=False), started
        case HallReplaced():
            return _replaced(state)
        case IdentityDoubted(doubt):
            return replace(state, doubt=doubt), ()
        case TimerFired(name):
            return _timer(state, name)
        case Arrived(snapshot, live):
            return _arrived(state, snapshot, live=live)
        case LookChosen(look):
            return replace(state, language=look.language), ()
        case Answered() | NoAnswer() | NotRecorded():
            return state, ()  # an e-screen asks for nothing and records nothing
        case DiskChanged():
            return state, ()  # it can show calls without a disk; its health tells the supervisor
        case _:
            assert_never(given)


def _replaced(state: EScreenState) -> EScreenTransition:
    """A new hall has started: forget everything of the old one. The new one's first calls are shown without a pulse."""
    fresh = EScreenState(
        own=state.own,
        language=state.language,
        time=state.time,
        now_ms=state.now_ms,
        online=state.online,
        doubt=state.doubt,
        away_ms=state.away_ms,
        beat=state.beat,
    )
    return fresh, (StopTimer(EScreenTimer.TURN), StopTimer(EScreenTimer.PULSE))


def _timer(state: EScreenState, name: str) -> EScreenTransition:
    match name:
        case EScreenTimer.AWAY:
            return state if state.online else replace(state, away_ms=state.now_ms - round(AWAY_S * 1000)), ()
        case EScreenTimer.TURN:
            return _next_turn(replace(state, in_turn=False))
        case EScreenTimer.PULSE:
            left = max(0, state.half_pulses - 1)
            return replace(state, half_pulses=left), (StartTimer(EScreenTimer.PULSE, PULSE_S),) if left else ()
        case EScreenTimer.MINUTE:
            return state, _until_next_minute(state)
        case EScreenTimer.BEAT:
            beat_s = CALM_S if state.calm else BEAT_S
            return replace(state, beat=state.beat + 1), (StartTimer(EScreenTimer.BEAT, beat_s),)
    return state, ()


def _arrived(state: EScreenState, snapshot: Snapshot, *, live: bool) -> EScreenTransition:
    before = state.time.ahead_ms
    state = replace(state, time=state.time.heard(snapshot.at, state.now_ms, live=live))
    moved = before is None or abs((state.time.ahead_ms or 0) - before) > STEP_MS
    effects = _until_next_minute(state) if moved or isinstance(snapshot, Catalogue) else ()
    match snapshot:
        case Catalogue():
            state = replace(state, catalogue=snapshot)
        case QueuesSnapshot():
            state = replace(state, queues=snapshot)
        case NoticesSnapshot():
            if state.notices is None and not state.own:  # a window's screen has no pages
                effects += (StartTimer(EScreenTimer.BEAT, BEAT_S),)
            state = replace(state, notices=snapshot)
        case WindowSnapshot():
            state = replace(state, windows={**state.windows, snapshot.window: snapshot})
        case CallsSnapshot():
            state, turn = _calls(state, snapshot)
            effects += turn
        case ContentSnapshot() | HelpSnapshot():
            pass
        case _:
            assert_never(snapshot)
    return state, effects


def _calls(state: EScreenState, snapshot: CallsSnapshot) -> EScreenTransition:
    """New calls wait for their turn. Calls of the first snapshot after a start or of a new day are shown without a
    pulse."""
    before = state.calls
    state = replace(state, calls=snapshot)
    if before is None or before.day != snapshot.day:
        newest = snapshot.calls[0] if snapshot.calls else None
        return replace(state, newest=newest, turns=(), in_turn=False, half_pulses=0), ()
    last = max((call.seq for call in before.calls), default=0)
    new = sorted((call for call in snapshot.calls if call.seq > last), key=lambda call: call.seq)
    named = {call.seq for call in snapshot.calls}
    waiting = [call for call in state.turns if call.seq in named]
    state = replace(state, turns=(*waiting, *new))
    if state.in_turn or not state.turns:
        return state, ()
    return _next_turn(state)


def _next_turn(state: EScreenState) -> EScreenTransition:
    if not state.turns:
        return replace(state, half_pulses=0), (StopTimer(EScreenTimer.PULSE),)
    newest, *rest = state.turns
    state = replace(state, newest=newest, turns=tuple(rest), in_turn=True, half_pulses=2 * PULSES - 1)
    return state, (StartTimer(EScreenTimer.TURN, TURN_S), StartTimer(EScreenTimer.PULSE, PULSE_S))


def _until_next_minute(state: EScreenState) -> tuple[EScreenEffect, ...]:
    """A timer to the next full minute of the hall's clock: a still screen is drawn once a minute at most."""
    at = state.time.at(state.now_ms)
    rest_ms = 60_000 - at % 60_000
    return (StartTimer(EScreenTimer.MINUTE, rest_ms / 1000 + 0.01),) if at else ()
