"""What an e-screen knows and shows, as a reducer: snapshots in, calls in turns out. Pure; no Kivy, no wire.

A call is shown in the large place for `TURN_S`; calls that come together take turns there, and all of them stand in
the list at once. A new call pulses slowly at most three times and then stands still: the change is seen without
sound, and nothing moves for long.

Who is still called has precedence in the list. What has no room turns pages: `beat` counts the time for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.flow import Arrived, HallAway, HallOnline, LookChosen, StartTimer, StopTimer, TimerFired
from domain.pad import HallTime
from domain.views import (
    CallsSnapshot,
    CallView,
    Catalogue,
    NoticesSnapshot,
    QueuesSnapshot,
    TicketState,
    TicketView,
    WindowSnapshot,
    WindowState,
)

TURN_S = 4.0
PULSES = 3
PULSE_S = 0.6  # half a pulse: 0.83 Hz, slower than one a second
BEAT_S = 4.0  # for a page of calls; what takes longer to read stays two beats
CALM_S = 8.0  # the same while nobody waits: there is nothing to be missed, and a screen at rest costs less
AWAY_S = 3.0  # a shorter loss is nobody's business


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """State of one e-screen. `own` is the window of a window screen; "" on the hall's."""

    own: str = ""
    language: str = "zh_CN"
    time: HallTime = field(default_factory=HallTime)
    clock: str = ""  # 9:05, in the hall
    online: bool = False
    away_since: str = ""  # 9:05; empty while the hall is there
    catalogue: Catalogue | None = None
    calls: CallsSnapshot | None = None
    queues: QueuesSnapshot | None = None
    notices: NoticesSnapshot | None = None
    windows: dict[str, WindowSnapshot] = field(default_factory=dict)
    newest: CallView | None = None  # in the large place
    turns: tuple[CallView, ...] = ()  # called since, each waiting for its turn there
    in_turn: bool = False  # the newest still has its time
    half_pulses: int = 0  # left of the newest's pulses; odd: its colours are turned over
    beat: int = 0  # of the pages: every `BEAT_S` one more, every `CALM_S` while nothing happens

    @property
    def turned(self) -> bool:
        return self.half_pulses % 2 == 1

    @property
    def called(self) -> tuple[CallView, ...]:
        """Whose people have not come yet, newest first, without the one in the large place: what a window has as
        called, though the calls no longer name it, and what waits for its turn."""
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
    """The list by pages of so many rows: as many as `called` needs, and `past` in the room that these leave."""
    room = max(1, -(-len(called) // rows)) * rows
    shown = (*called, *past)[:room]
    return [shown[at : at + rows] for at in range(0, len(shown), rows)]


def start(own: str, language: str) -> Board:
    return Board(own=own, language=language)


def step(board: Board, given: Any, now_ms: int) -> tuple[Board, list[Any]]:
    """`(state, input) → (state, effects)`, as every flow of the house."""
    match given:
        case HallOnline():
            return replace(board, online=True, away_since=""), [StopTimer("away")]
        case HallAway():
            return replace(board, online=False), [StartTimer("away", AWAY_S)] if board.online else []
        case TimerFired("away"):
            return _away(board, now_ms), []
        case TimerFired("turn"):
            return _next_turn(replace(board, in_turn=False))
        case TimerFired("pulse"):
            return _pulse(board)
        case TimerFired("minute"):
            return _tick(board, now_ms)
        case TimerFired("beat"):
            return replace(board, beat=board.beat + 1), [StartTimer("beat", CALM_S if board.calm else BEAT_S)]
        case Arrived(snapshot):
            return _arrived(board, snapshot, now_ms)
        case LookChosen(look):
            return replace(board, language=look.language), []
        case _:
            return board, []


def _arrived(board: Board, snapshot: Any, now_ms: int) -> tuple[Board, list[Any]]:
    effects: list[Any] = []
    unknown = board.time.ahead_ms is None
    board = replace(board, time=board.time.heard(snapshot.at, now_ms))
    if unknown or isinstance(snapshot, Catalogue):
        board, effects = _tick(board, now_ms)
    match snapshot:
        case Catalogue():
            board = replace(board, catalogue=snapshot)
            board, effects = _tick(board, now_ms)
        case QueuesSnapshot():
            board = replace(board, queues=snapshot)
        case NoticesSnapshot():
            if board.notices is None and not board.own:  # a window's screen has no pages
                effects.append(StartTimer("beat", BEAT_S))
            board = replace(board, notices=snapshot)
        case WindowSnapshot():
            board = replace(board, windows={**board.windows, snapshot.window: snapshot})
        case CallsSnapshot():
            board, more = _calls(board, snapshot)
            effects += more
    return board, effects


def _calls(board: Board, snapshot: CallsSnapshot) -> tuple[Board, list[Any]]:
    """New calls wait for their turn. The first snapshot after a start, and one of another day, stand still at once."""
    before = board.calls
    board = replace(board, calls=snapshot)
    if before is None or before.day != snapshot.day:
        newest = snapshot.calls[0] if snapshot.calls else None
        return replace(board, newest=newest, turns=(), in_turn=False, half_pulses=0), []
    last = max((call.seq for call in before.calls), default=0)
    fresh = sorted((call for call in snapshot.calls if call.seq > last), key=lambda call: call.seq)
    still = {call.seq for call in snapshot.calls}
    waiting = [call for call in board.turns if call.seq in still]
    board = replace(board, turns=(*waiting, *fresh))
    if board.in_turn or not board.turns:
        return board, []
    return _next_turn(board)


def _next_turn(board: Board) -> tuple[Board, list[Any]]:
    if not board.turns:
        return replace(board, half_pulses=0), [StopTimer("pulse")]
    newest, *rest = board.turns
    board = replace(board, newest=newest, turns=tuple(rest), in_turn=True, half_pulses=2 * PULSES - 1)
    return board, [StartTimer("turn", TURN_S), StartTimer("pulse", PULSE_S)]


def _pulse(board: Board) -> tuple[Board, list[Any]]:
    left = max(0, board.half_pulses - 1)
    return replace(board, half_pulses=left), [StartTimer("pulse", PULSE_S)] if left else []


def _away(board: Board, now_ms: int) -> Board:
    since = _clock(board, now_ms - round(AWAY_S * 1000))
    return board if board.online else replace(board, away_since=since or "–")


def _tick(board: Board, now_ms: int) -> tuple[Board, list[Any]]:
    """The clock, and a timer to the next full minute: a still screen is drawn once a minute at most."""
    at = board.time.at(now_ms)
    if not at:
        return board, []
    rest = 60_000 - at % 60_000
    return replace(board, clock=_clock(board, now_ms)), [StartTimer("minute", rest / 1000 + 0.01)]


def _clock(board: Board, now_ms: int) -> str:
    at = board.time.at(now_ms)
    if not at or board.catalogue is None:
        return ""
    local = datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(board.catalogue.timezone))
    return f"{local.hour}:{local.minute:02}"
