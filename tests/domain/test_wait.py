"""The wait estimate: simple cases by hand, and a fortnight of random days beside the naive guesses."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from itertools import pairwise

import pytest
from acting import HALL, MINUTE, Acting, at, window
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated_day import error, simulate

from domain import commands as c
from domain.config import Calendar, ServiceHours
from domain.queue.wait import SIMULATED_AHEAD, expected_ms
from domain.show.snapshots import queues_snapshot
from domain.views.public import Wait


def one_queue(windows: int = 1, minutes: float = 8.0) -> Acting:
    queues = (replace(HALL.queues[0], service_minutes=minutes),)
    names = [f"w{index + 1}" for index in range(windows)]
    config = replace(HALL, queues=queues, windows=tuple(window(name, "papers") for name in names))
    return Acting(config).open(*names)


def minutes(day: Acting, ahead: int | None = None) -> float:
    """What someone is told who comes now."""
    state = day.hall.state
    queue = state.queues["papers"]
    wait = expected_ms(state, queue, len(queue.line) if ahead is None else ahead, day.now, day.now)
    assert wait is not None
    return wait / MINUTE


def test_without_an_open_window_nobody_knows() -> None:
    day = Acting()
    assert day.do(c.IssueTicket(queue="papers")).wait is None
    day.open("w1").do(c.PauseWindow(window="w1", reason="tea"))
    assert day.do(c.IssueTicket(queue="papers")).wait is None


def test_at_an_idle_window_there_is_no_wait() -> None:
    day = one_queue()
    assert minutes(day) == 0
    assert day.do(c.IssueTicket(queue="papers")).wait == Wait(low=0, high=1)


def test_two_ahead_at_one_window_are_two_services() -> None:
    day = one_queue()
    day.take(), day.take()
    assert minutes(day) == pytest.approx(16)


def test_two_windows_halve_the_wait() -> None:
    day = one_queue(windows=2)
    for _ in range(4):
        day.take()
    assert minutes(day) == pytest.approx(16)


def test_what_is_left_of_the_service_at_the_window_counts() -> None:
    day = one_queue()
    day.take()
    day.call()
    assert minutes(day) == pytest.approx(8)
    day.later(minutes=3)
    assert minutes(day) == pytest.approx(5)
    day.later(minutes=60)
    assert minutes(day) == pytest.approx(4), "whoever has been there long will still need a while"


def test_the_days_own_times_take_the_place_of_the_first_guess() -> None:
    day = one_queue()
    for _ in range(30):
        day.take()
        day.start(day.call())
        day.later(minutes=2)
        day.finish(day.hall.state.windows["w1"].ticket.number)  # type: ignore[union-attr]
    day.take()
    assert minutes(day) == pytest.approx(2, abs=1)


def test_people_of_another_queue_at_the_same_window_count() -> None:
    day = Acting(replace(HALL, windows=(window("w1", "papers", "social"),))).open("w1")
    day.take("social"), day.take("social")
    assert minutes(day) == pytest.approx(16)


def test_before_opening_the_wait_begins_with_the_service() -> None:
    calendar = Calendar(id="default", sessions=(ServiceHours(days=(5,), opens=time(9), closes=time(17)),))
    day = Acting(replace(HALL, calendars=(calendar,)), now=at("2026-11-20 08:50")).open()
    assert minutes(day) == pytest.approx(10)


def test_a_long_line_is_guessed_as_a_short_one() -> None:
    """Where the simulation ends and sharing begins there is no step."""
    day = one_queue(windows=3)
    for _ in range(SIMULATED_AHEAD + 30):
        day.take()
    told = [minutes(day, ahead) for ahead in range(SIMULATED_AHEAD - 5, SIMULATED_AHEAD + 6)]
    assert all(0 <= later - sooner <= 8 for sooner, later in pairwise(told))


@settings(max_examples=60, deadline=None)
@given(people=st.lists(st.sampled_from(["papers", "social", "advice"]), max_size=40), gap=st.integers(0, 9))
def test_the_range_is_whole_and_holds_the_guess(people: list[str], gap: int) -> None:
    day = Acting().open()
    for queue in people:
        taken = day.later(minutes=gap).do(c.IssueTicket(queue=queue))
        state, ticket = day.hall.state, day.ticket(taken.number)
        guess = expected_ms(state, state.queues[queue], taken.ahead, ticket.effective_at, day.now)
        assert guess is not None
        assert 0 <= taken.wait.low * MINUTE <= guess <= taken.wait.high * MINUTE
    for view in queues_snapshot(day.hall, day.now, 1).queues:
        assert view.wait is not None


def test_over_many_days_it_is_nearer_than_people_ahead_times_the_mean() -> None:
    said = [guess for seed in range(14) for guess in simulate(seed)]
    assert len(said) > 1000
    assert error(said, "ours") < 0.85 * error(said, "naive")
    assert error(said, "ours") < 0.75 * error(said, "shared")
    inside = sum(guess.low <= guess.truth <= guess.high for guess in said) / len(said)
    assert inside > 0.55
