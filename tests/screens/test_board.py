"""Calls on the e-screen: taking turns, pulsing, and staying when the hall is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.flow import Arrived, HallAway, HallOnline, Look, StartTimer, TimerFired
from domain.views import CallsSnapshot, CallView, WindowState
from e_screen.board import PULSE_S, TURN_S, Board, start, step
from e_screen.screens.hall import go_to, instead, minutes_shown, side_lines
from tests.screens.specimens.e_screen import AT, DAY, SPECIMENS


def call(seq: int, number: str, window: str = "1") -> CallView:
    return CallView(seq=seq, number=number, queue="q", window=f"w{window}", window_number=window, at=AT, times=1)


def calls(*newest_first: CallView, day: str = DAY) -> Arrived:
    version = max((one.seq for one in newest_first), default=0) + 1
    return Arrived(CallsSnapshot(version=version, at=AT, day=day, calls=newest_first))


def after(board: Board, *given: Any, now_ms: int = 0) -> Board:
    for one in given:
        board, _effects = step(board, one, now_ms)
    return board


A, B, C = call(1, "A001"), call(2, "B001"), call(3, "C001")
STARTED = after(start("", "zh_CN"), calls(A))


def test_what_was_called_before_the_screen_started_is_shown_and_stands_still() -> None:
    assert STARTED.newest == A
    assert not STARTED.in_turn
    assert STARTED.half_pulses == 0


def test_a_call_is_in_the_large_place_at_once() -> None:
    board = after(STARTED, calls(B, A))
    assert board.newest == B
    assert board.listed == (A,)


def test_calls_that_come_together_take_turns_of_four_seconds() -> None:
    board, effects = step(STARTED, calls(C, B, A), 0)
    assert board.newest == B
    assert board.turns == (C,)
    assert StartTimer("turn", TURN_S) in effects
    assert TURN_S == 4
    board = after(board, TimerFired("turn"))
    assert board.newest == C
    assert board.turns == ()


def test_a_call_that_waits_for_its_turn_is_in_the_list_meanwhile() -> None:
    assert C in after(STARTED, calls(C, B, A)).listed


def test_a_call_during_anothers_turn_waits_for_its_end() -> None:
    board = after(STARTED, calls(B, A), calls(C, B, A))
    assert (board.newest, board.turns) == (B, (C,))


def test_a_recall_is_a_call_and_its_number_is_listed_once() -> None:
    again = call(4, "A001")
    board = after(STARTED, calls(again, B, A))
    board = after(board, TimerFired("turn"))
    assert board.newest == again
    assert [one.number for one in board.listed] == ["B001"]


def test_a_call_pulses_three_times_slower_than_once_a_second_and_then_stands_still() -> None:
    board, effects = step(STARTED, calls(B, A), 0)
    turned, beats = int(board.turned), 0
    while any(isinstance(one, StartTimer) and one.name == "pulse" for one in effects):
        board, effects = step(board, TimerFired("pulse"), 0)
        turned += board.turned
        beats += 1
    assert turned == 3
    assert not board.turned
    assert 2 * PULSE_S >= 1.0
    assert beats * PULSE_S <= TURN_S


def test_the_calls_stay_while_the_hall_is_away_and_it_says_since_when() -> None:
    hall = SPECIMENS[0].state(Look())
    board = after(hall, HallAway())
    assert board.away_since == ""
    board = after(board, TimerFired("away"), now_ms=60_000)
    assert board.away_since == "9:41"
    assert board.newest == hall.newest
    assert board.listed == hall.listed
    assert after(board, HallOnline()).away_since == ""


def test_a_short_loss_of_the_hall_is_not_shown() -> None:
    hall = SPECIMENS[0].state(Look())
    assert after(hall, HallAway(), HallOnline(), TimerFired("away")).away_since == ""


def test_a_new_day_clears_the_calls() -> None:
    board = after(STARTED, calls(day="2026-11-22"))
    assert board.newest is None
    assert board.listed == ()


def test_a_still_screen_is_woken_once_a_minute_for_its_clock() -> None:
    hall = SPECIMENS[0].state(Look())
    board, effects = step(hall, TimerFired("minute"), 19_000)
    assert board.clock == "9:41"
    assert [effect.name for effect in effects] == ["minute"]
    assert 40 < effects[0].seconds < 42


def test_each_queue_shows_who_is_next_and_the_minutes_for_who_comes_now() -> None:
    board = next(one for one in SPECIMENS if one.name == "hall-calls").state(Look())
    lines = [(line.middle, line.right) for line in side_lines(board)[:4]]
    assert lines == [("A013", "10–15 分"), ("B013", "45–60 分"), ("", "0–5 分"), ("D013", "1 人")]
    assert minutes_shown(board)


def test_without_an_estimate_people_are_counted_and_no_minutes_are_announced() -> None:
    board = next(one for one in SPECIMENS if one.name == "hall-calls").state(Look())
    queues = replace(board.queues, queues=tuple(replace(view, wait=None) for view in board.queues.queues))
    board = replace(board, queues=queues)
    assert [line.right for line in side_lines(board)[:2]] == ["3 人", "12 人"]
    assert not minutes_shown(board)


def test_a_paused_window_sends_people_to_an_open_one_with_the_same_queues() -> None:
    paused = next(one for one in SPECIMENS if one.name == "hall-paused").state(Look())
    window = paused.windows["w3"]
    others = instead(window, paused)
    assert window.number not in others
    for number in others:
        other = paused.windows[f"w{number}"]
        assert {queue.id for queue in other.queues} & {queue.id for queue in window.queues}
    assert go_to(["1", "2"]) == "请到 1、2 号"
    assert go_to(["1"]) == "请到 1 号"
    closed = {key: replace(one, state=WindowState.CLOSED) for key, one in paused.windows.items()}
    assert instead(window, replace(paused, windows=closed)) == []
