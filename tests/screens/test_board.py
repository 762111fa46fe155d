"""Calls on the e-screen: taking turns, pulsing, and staying when the hall is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.config import Text
from domain.flow import Arrived, HallAway, HallOnline, HallTime, Look, StartTimer, StopTimer, TimerFired
from domain.show.public import catalogue
from domain.views.public import CallsSnapshot, CallView, NoticesSnapshot
from domain.views.ticket import TicketState, TicketView
from domain.views.window import WindowSnapshot, WindowState
from e_screen.board import AWAY_S, BEAT_S, CALM_S, PULSE_S, TURN_S, EScreenState, pages, start, step
from e_screen.screens.hall import go_to, instead, minutes_shown, queue_lines
from program.speech import Speaker
from tests.screens.specimens.e_screen import AT, DAY, SPECIMENS, hall


def call(seq: int, number: str, window: str = "1") -> CallView:
    return CallView(seq=seq, number=number, queue="q", window=f"w{window}", window_number=window, at=AT, times=1)


def calls(*newest_first: CallView, day: str = DAY) -> Arrived:
    version = max((one.seq for one in newest_first), default=0) + 1
    return Arrived(CallsSnapshot(version=version, at=AT, day=day, calls=newest_first))


def at_window(one: CallView, state: TicketState = TicketState.CALLED, day: str = DAY) -> Arrived:
    """The window of a call, and what has become of it there."""
    ticket = TicketView(ticket="t", number=one.number, queue="q", state=state, issued_at=AT, called_at=one.at)
    return Arrived(
        WindowSnapshot(
            version=one.seq,
            at=AT,
            day=day,
            window=one.window,
            number=one.window_number,
            name=Text(zh="", en=""),
            kind="",
            state=WindowState.OPEN,
            ticket=ticket,
        )
    )


def after(board: EScreenState, *inputs: Any, now_ms: int = 0) -> EScreenState:
    for one in inputs:
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
    assert board.past == (A,)


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
    assert C in after(STARTED, calls(C, B, A)).called


def test_a_call_during_anothers_turn_waits_for_its_end() -> None:
    board = after(STARTED, calls(B, A), calls(C, B, A))
    assert (board.newest, board.turns) == (B, (C,))


def test_a_recall_is_a_call_and_its_number_is_listed_once() -> None:
    again = call(4, "A001")
    board = after(STARTED, calls(again, B, A))
    board = after(board, TimerFired("turn"))
    assert board.newest == again
    assert [one.number for one in (*board.called, *board.past)] == ["B001"]


def test_a_number_that_is_still_called_stands_before_numbers_that_have_come() -> None:
    board = after(STARTED, calls(C, B, A), at_window(A), TimerFired("turn"), TimerFired("turn"))
    assert (board.newest, board.called, board.past) == (C, (A,), (B,))
    board = after(board, at_window(A, TicketState.SERVING))
    assert (board.called, board.past) == ((), (B, A))


def test_a_number_that_the_calls_no_longer_name_stands_there_while_its_window_has_it_as_called() -> None:
    board = after(STARTED, at_window(A), calls(C, B), TimerFired("turn"), TimerFired("turn"))
    assert [(one.number, one.window_number) for one in board.called] == [("A001", "1")]


def test_a_window_that_still_tells_of_yesterday_calls_nobody() -> None:
    assert after(STARTED, calls(B, A), at_window(A, day="2026-11-20")).called == ()


def test_five_windows_that_call_at_once_have_all_their_numbers_on_the_glass_after_their_turns() -> None:
    five = [call(seq, f"A{seq:03}", str(seq)) for seq in range(1, 6)]
    board = after(start("", "zh_CN"), calls())
    for at, one in enumerate(five):
        board = after(board, at_window(one), calls(*reversed(five[: at + 1])))
    board = after(board, *[TimerFired("turn")] * 6)
    assert board.newest == five[4]
    assert board.called == tuple(reversed(five[:4]))
    assert [len(page) for page in pages(board.called, board.past, 3)] == [3, 1]


IN_HAND = (TicketState.CALLED, TicketState.CALLED, TicketState.SERVING)


@given(
    st.lists(st.tuples(st.sampled_from(IN_HAND), st.integers(1, 20)), max_size=16),
    st.integers(0, 12),
    st.integers(0, 20),
    st.integers(1, 9),
)
def test_every_number_that_is_still_called_is_on_some_page_and_no_page_is_empty(
    windows: list[tuple[TicketState, int]], kept: int, turned: int, rows: int
) -> None:
    """Whatever windows have in hand, however many calls the hall still names, and however long ago."""
    made = [call(seq, f"A{number:03}", str(seq)) for seq, (_, number) in enumerate(windows, 1)]
    board = after(start("", "zh_CN"), calls())
    for at, (one, (state, _)) in enumerate(zip(made, windows, strict=True), 1):
        board = after(board, at_window(one, state), calls(*list(reversed(made[:at]))[:kept]))
    board = after(board, *[TimerFired("turn")] * turned)
    shown = pages(board.called, board.past, rows)
    listed = [one.number for page in shown for one in page]
    large = {board.newest.number} if board.newest else set()
    still = {one.number for one, (state, _) in zip(made, windows, strict=True) if state is TicketState.CALLED}
    assert still <= {*listed, *large}
    assert len(listed) == len({*listed} - large)
    assert all(0 < len(page) <= rows for page in shown)
    assert len(shown) <= max(1, -(-len(board.called) // rows)), "nobody waits for a page of what is past"


def test_the_halls_screen_has_a_beat_for_its_pages_and_a_windows_screen_has_none() -> None:
    notices = Arrived(NoticesSnapshot(version=1, at=AT, boards=(), hours=(), today=()))
    beat = StartTimer("beat", BEAT_S)
    board, effects = step(start("", "zh_CN"), notices, 0)
    assert beat in effects
    board, effects = step(board, TimerFired("beat"), 0)
    assert (board.beat, effects) == (1, (beat,))
    assert beat not in step(start("w1", "zh_CN"), notices, 0)[1]


def test_pages_turn_slower_while_nobody_waits_is_called_or_sent_elsewhere() -> None:
    busy, paused = (
        next(one for one in SPECIMENS if one.name == name).state(Look()) for name in ("hall-calls", "hall-paused")
    )
    empty = replace(busy.queues, queues=tuple(replace(view, waiting=0) for view in busy.queues.queues))
    rest = replace(busy, queues=empty, windows={}, turns=())
    called = replace(rest, calls=replace(busy.calls, day=DAY), newest=None)
    called = after(called, at_window(B))
    boards = (busy, called, replace(paused, queues=empty), rest)
    seconds = [step(board, TimerFired("beat"), 0)[1][0].seconds for board in boards]
    assert seconds == [BEAT_S, BEAT_S, BEAT_S, CALM_S]


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
    assert (board.called, board.past) == (hall.called, hall.past)
    assert after(board, HallOnline()).away_since == ""


def test_a_short_loss_of_the_hall_is_not_shown() -> None:
    hall = SPECIMENS[0].state(Look())
    assert after(hall, HallAway(), HallOnline(), TimerFired("away")).away_since == ""


def test_a_new_day_clears_the_calls() -> None:
    board = after(STARTED, calls(day="2026-11-22"))
    assert board.newest is None
    assert (board.called, board.past) == ((), ())


def test_a_still_screen_is_woken_once_a_minute_for_its_clock() -> None:
    hall = SPECIMENS[0].state(Look())
    board, effects = step(hall, TimerFired("minute"), 19_000)
    assert board.clock == "9:41"
    assert [effect.name for effect in effects] == ["minute"]
    assert 40 < effects[0].seconds < 42


@pytest.mark.parametrize(("second", "rest_s"), [(0, 60.01), (1, 59.01), (59, 1.01)])
def test_the_clock_is_looked_at_again_just_after_the_next_full_minute(second: int, rest_s: float) -> None:
    hall = SPECIMENS[0].state(Look())
    _board, effects = step(hall, TimerFired("minute"), second * 1000)
    assert effects == (StartTimer("minute", rest_s),)


def test_the_clock_starts_with_the_halls_first_word_and_anew_with_a_catalogue_alone() -> None:
    def starts(board: EScreenState, given: Arrived) -> bool:
        return any(isinstance(one, StartTimer) and one.name == "minute" for one in step(board, given, 0)[1])

    assert starts(start("", "zh_CN"), calls(A))
    assert not starts(STARTED, calls(B, A))
    assert starts(STARTED, Arrived(SPECIMENS[0].state(Look()).catalogue))


def test_before_the_hall_has_said_anything_there_is_no_time_and_no_timer_for_it() -> None:
    board, effects = step(start("", "zh_CN"), TimerFired("minute"), 0)
    assert (board.clock, effects) == ("", ())
    board = after(board, HallOnline(), HallAway(), TimerFired("away"))
    assert board.away_since == "–"


def test_a_loss_is_counted_from_its_beginning_and_once() -> None:
    board, effects = step(after(STARTED, HallOnline()), HallAway(), 0)
    assert effects == (StartTimer("away", AWAY_S),)
    assert step(board, HallAway(), 1000)[1] == ()
    assert step(board, HallOnline(), 2000)[1] == (StopTimer("away"),)


def test_a_screen_without_new_calls_does_not_pulse_again() -> None:
    board, effects = step(STARTED, calls(A), 0)
    assert (board.turns, effects) == ((), ())
    board, effects = step(after(STARTED, calls(B, A)), TimerFired("turn"), 0)
    assert (board.in_turn, board.half_pulses, effects) == (False, 0, (StopTimer("pulse"),))


def test_a_call_that_the_hall_no_longer_names_loses_its_turn() -> None:
    board = after(STARTED, calls(B, A), calls(C, B, A), calls(B, A))
    assert board.turns == ()


def test_each_queue_shows_who_is_next_and_the_minutes_for_who_comes_now() -> None:
    board = next(one for one in SPECIMENS if one.name == "hall-calls").state(Look())
    lines = [(line.middle, line.right) for line in list(queue_lines(Speaker(), board))[:4]]
    assert lines == [("A013", "10–15 分"), ("B013", "45–60 分"), ("", "0–5 分"), ("D013", "1 人")]
    assert minutes_shown(board)


def test_without_an_estimate_people_are_counted_and_no_minutes_are_announced() -> None:
    board = next(one for one in SPECIMENS if one.name == "hall-calls").state(Look())
    queues = replace(board.queues, queues=tuple(replace(view, wait=None) for view in board.queues.queues))
    board = replace(board, queues=queues)
    assert [line.right for line in list(queue_lines(Speaker(), board))[:2]] == ["3 人", "12 人"]
    assert not minutes_shown(board)


def test_a_paused_window_sends_people_to_an_open_one_with_the_same_queues() -> None:
    paused = next(one for one in SPECIMENS if one.name == "hall-paused").state(Look())
    window = paused.windows["w3"]
    others = instead(window, paused)
    assert window.number not in others
    for number in others:
        other = paused.windows[f"w{number}"]
        assert {queue.id for queue in other.queues} & {queue.id for queue in window.queues}
    assert go_to(Speaker(), ["1", "2"]) == "请到 1、2 号"
    assert go_to(Speaker(), ["1"]) == "请到 1 号"
    closed = {key: replace(one, state=WindowState.CLOSED) for key, one in paused.windows.items()}
    assert instead(window, replace(paused, windows=closed)) == []


# ---- the clock


def at(ms: int, version: int) -> CallsSnapshot:
    return CallsSnapshot(version=version, at=ms, day=DAY, calls=())


def test_a_catalogue_that_was_kept_does_not_set_the_clock_of_a_screen_that_starts_anew() -> None:
    """It has been 13 minutes since the hall last said something; the screen's own clock is right."""
    kept = replace(catalogue(hall(), AT, 1), at=AT - 13 * 60_000)
    board = after(start("", "zh_CN", HallTime(AT)), Arrived(kept))
    assert board.clock == "9:41"
    assert after(start("", "zh_CN", HallTime(AT - 86_400_000)), Arrived(kept)).clock == "9:28", "it woke in the past"


@pytest.mark.parametrize("off_ms", [3650 * 86_400_000, -86_400_000, 7 * 60_000])
def test_the_clock_follows_what_the_hall_says_live_at_once_and_both_ways(off_ms: int) -> None:
    board = after(start("", "zh_CN", HallTime(AT + off_ms, sure=True)), Arrived(catalogue(hall(), AT, 1)))
    board, effects = step(board, Arrived(at(AT, 2), live=True), 0)
    assert board.clock == "9:41"
    assert StartTimer("minute", 60.01) in effects, "its minutes begin with the hall's"
    assert step(board, Arrived(at(AT + 20, 3), live=True), 0)[1] == (), "and are not begun anew for a trifle"
    assert after(board, Arrived(at(AT + 86_400_000, 4))).clock == "9:41", "what was kept is not heard any more"
