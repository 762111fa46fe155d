"""The edges of the estimate: rounding, what is left at a window, where the simulation ends, what is a service time."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from acting import HALL, HOUR, MINUTE, SECOND, Acting, at, window

from domain import commands as c
from domain.config import Calendar, ServiceHours
from domain.queue.wait import SIMULATED_AHEAD, estimate, expected_ms, left_ms, mean_ms
from domain.views.public import Wait


def one_queue(*windows: str, minutes: float = 8.0) -> Acting:
    queues = (replace(HALL.queues[0], service_minutes=minutes),)
    config = replace(HALL, queues=queues, windows=tuple(window(name, "papers") for name in windows))
    return Acting(config).open(*windows)


def times(day: Acting) -> list[int]:
    """How long windows were busy with a ticket of this queue, as the hall counts it."""
    return list(day.hall.state.queues["papers"].times)


def told(day: Acting, ahead: int, queue: str = "papers", effective_at: int | None = None) -> float | None:
    """The wait of someone with so many people ahead, in minutes."""
    state = day.hall.state
    ms = expected_ms(state, state.queues[queue], ahead, day.now if effective_at is None else effective_at, day.now)
    return None if ms is None else ms / MINUTE


@pytest.mark.parametrize(
    ("idle_ms", "counted_from_idle"), [(0, True), (180_000, True), (180_001, False), (3_600_000, False)]
)
def test_clearing_up_counts_as_work_for_three_minutes(idle_ms: int, counted_from_idle: bool) -> None:
    """A window that goes on to someone who waited already was busy since the one before; after longer it was idle."""
    day = one_queue("w1")
    for _ in range(2):
        day.take()
    day.start(day.call())
    day.later(minutes=5).finish("A001")
    day.now += idle_ms
    day.start(day.call())
    day.later(minutes=6).finish("A002")
    assert times(day) == [5 * MINUTE, 6 * MINUTE + (idle_ms if counted_from_idle else 0)]


@pytest.mark.parametrize(("after_ms", "waited"), [(-1, True), (0, True), (1, False)])
def test_a_window_that_waited_for_someone_to_come_was_not_busy(after_ms: int, waited: bool) -> None:
    """`after_ms`: how long after the window became free they took their number."""
    day = one_queue("w1")
    day.take()
    day.start(day.call())
    day.later(minutes=5)
    ended = day.now
    if after_ms < 0:
        day.now = ended + after_ms
        day.take()
        day.now = ended
    day.finish("A001")
    if after_ms >= 0:
        day.now = ended + after_ms
        day.take()
    day.now = ended + MINUTE
    day.start(day.call())
    day.later(minutes=6).finish("A002")
    assert times(day)[1] == 6 * MINUTE + (MINUTE if waited else 0)


@pytest.mark.parametrize(("ms", "counts"), [(0, True), (4 * HOUR, True), (4 * HOUR + 1, False), (-1, False)])
def test_what_no_service_can_last_is_a_clock_that_moved(ms: int, counts: bool) -> None:
    day = one_queue("w1")
    day.take()
    day.start(day.call())
    day.now += ms
    day.finish("A001")
    assert times(day) == ([ms] if counts else [])


def test_a_ticket_that_was_held_counts_for_its_first_part_alone() -> None:
    day = one_queue("w1")
    day.take()
    number = day.start(day.call())
    day.later(minutes=3).do(c.HoldTicket(window="w1", ticket=day.id(number)))
    day.later(minutes=30).do(c.ResumeTicket(window="w1", ticket=day.id(number)))
    day.later(minutes=4).finish(number)
    assert times(day) == [3 * MINUTE]


def test_a_ticket_that_was_held_and_sent_on_counts_again_where_it_went() -> None:
    day = Acting().open()
    day.take("papers")
    number = day.start(day.call("w1"))
    day.later(minutes=3).do(c.HoldTicket(window="w1", ticket=day.id(number)))
    day.do(c.ResumeTicket(window="w1", ticket=day.id(number)))
    day.later(minutes=1).do(c.TransferTicket(window="w1", ticket=day.id(number), queue="social"))
    day.later(minutes=20)
    day.start(day.call("w2"))
    day.later(minutes=5).finish(number)
    assert list(day.hall.state.queues["social"].times) == [5 * MINUTE]


def test_a_window_that_was_closed_between_was_not_busy() -> None:
    day = one_queue("w1")
    for _ in range(2):
        day.take()
    day.serve()
    day.do(c.CloseWindow(window="w1"))
    day.later(minutes=2).do(c.OpenWindow(window="w1", clerk="li"))
    day.later(minutes=1)
    day.start(day.call())
    day.later(minutes=5).finish("A002")
    assert times(day)[1] == 6 * MINUTE, "free since it opened"


def test_the_time_of_a_missed_call_counts() -> None:
    day = one_queue("w1")
    day.take()
    day.miss()
    assert times(day) == [60 * SECOND]


def test_the_mean_gives_the_first_guess_the_weight_of_four_services() -> None:
    day = one_queue("w1", minutes=10)
    queue = day.hall.state.queues["papers"]
    assert mean_ms(queue) == 10 * MINUTE
    for minutes in (4, 6):
        day.later(minutes=10).take()
        number = day.start(day.call())
        day.later(minutes=minutes).finish(number)
    assert mean_ms(queue) == pytest.approx((4 * 10 + 4 + 6) / 6 * MINUTE)


def test_only_the_last_twenty_four_times_count() -> None:
    day = one_queue("w1")
    for minutes in range(1, 26):
        day.later(minutes=10).take()
        number = day.start(day.call())
        day.later(minutes=minutes).finish(number)
    assert times(day) == [minutes * MINUTE for minutes in range(2, 26)]


@pytest.mark.parametrize(("minutes", "left"), [(-5, 8), (0, 8), (3, 5), (4, 4), (5, 4), (100, 4)])
def test_what_is_left_of_a_service_is_never_less_than_half_a_mean_time(minutes: float, left: float) -> None:
    day = one_queue("w1")
    day.take()
    day.call()
    day.later(minutes=minutes)
    assert left_ms(day.hall.state, day.hall.state.windows["w1"], day.now) == left * MINUTE


def test_nothing_is_left_at_an_idle_window() -> None:
    day = one_queue("w1")
    assert left_ms(day.hall.state, day.hall.state.windows["w1"], day.now) == 0


@pytest.mark.parametrize(
    ("ahead", "minutes", "low", "high"),
    [
        (0, 8, 0, 1),  # at once: never "0 to 0"
        (1, 4, 2, 6),  # 4 ± 1.5 in whole minutes
        (2, 4, 5, 15),  # 8 ± 2.1: above ten, in steps of five
        (1, 5, 3, 7),  # 5 ± 1.9
        (1, 7, 4, 10),  # 7 ± 2.6 is 9.6, still in minutes
        (5, 8, 30, 50),  # 40 ± 6.7
        (8, 8, 50, 80),  # 64 ± 8.5: above sixty, in steps of ten
    ],
)
def test_a_range_is_rounded_outward_to_steps_that_people_say(ahead: int, minutes: float, low: int, high: int) -> None:
    day = one_queue("w1", minutes=minutes)
    for _ in range(ahead):
        day.take()
    state = day.hall.state
    assert estimate(state, state.queues["papers"], ahead, day.now, day.now) == Wait(low=low, high=high)


@pytest.mark.parametrize("windows", [("w1",), ("w1", "w2", "w3")])
@pytest.mark.parametrize("ahead", [0, 1, 5, 39, 40, 41, SIMULATED_AHEAD, SIMULATED_AHEAD + 1, 61, 99, 100, 200])
def test_any_number_ahead_in_one_queue_is_that_many_services_over_the_windows(
    windows: tuple[str, ...], ahead: int
) -> None:
    day = one_queue(*windows)
    for _ in range(ahead):
        day.take()
    assert told(day, ahead) == pytest.approx(8 * (ahead // len(windows)))


def test_who_is_kept_for_a_window_is_served_there_first() -> None:
    day = one_queue("w1", "w2")
    for _ in range(2):
        day.take()
    for number in ("A001", "A002"):
        day.start(day.call("w1"))
        day.later(minutes=8)
        day.do(c.TransferTicket(window="w1", ticket=day.id(number), to_window="w2"))
    day.do(c.PauseWindow(window="w1", reason="tea"))
    assert told(day, 0) == 16
    for _ in range(SIMULATED_AHEAD + 1):
        day.take()
    assert told(day, SIMULATED_AHEAD + 1) == (SIMULATED_AHEAD + 3) * 8


@pytest.mark.parametrize("ahead", [0, 61])
def test_before_the_hall_opens_nobody_is_served(ahead: int) -> None:
    calendar = Calendar(id="default", sessions=(ServiceHours(days=(5,), opens=time(9), closes=time(17)),))
    config = replace(HALL, calendars=(calendar,))
    day = Acting(config, now=at("2026-11-20 08:50")).open("w3")
    for _ in range(ahead):
        day.take()
    assert told(day, ahead) == pytest.approx(max(10, ahead * 8))
    day.now = at("2026-11-20 18:00")
    assert told(day, ahead) == pytest.approx(ahead * 8), "after closing those are served who have a number"


def test_a_window_with_a_lag_helps_when_the_lag_is_over() -> None:
    """w2 alone serves social; w1 helps with tickets that have waited ten minutes."""
    day = Acting().open("w1", "w2")
    for _ in range(3):
        day.take("social")
    # w2 takes one at 0, 8, 16, …; w1 joins at 10 and takes one: the fourth person is called at 16
    assert told(day, 3, "social") == pytest.approx(16)
    assert told(day, 0, "social") == 0


def test_at_windows_that_all_have_a_lag_the_first_call_waits_for_it() -> None:
    day = Acting().open("w1")
    assert told(day, 0, "social", day.now) == pytest.approx(10, abs=0.001)
    day.take("social")
    assert told(day, 1, "social") == pytest.approx(18)


def test_the_other_queue_of_a_window_takes_its_share_in_a_long_line() -> None:
    """w3 serves advice and papers, w1 papers alone: whoever asks for advice waits for w3's share of the papers."""
    config = replace(HALL, windows=(window("w1", "papers"), window("w3", "advice", "papers")))
    day = Acting(config).open("w1", "w3")
    for _ in range(10):
        day.take("papers")
    for _ in range(SIMULATED_AHEAD + 1):
        day.take("advice")
    assert told(day, SIMULATED_AHEAD + 1, "advice") == pytest.approx((SIMULATED_AHEAD + 1 + 5) * 8)


def test_who_comes_later_in_another_queue_is_not_waited_for() -> None:
    day = Acting(replace(HALL, windows=(window("w1", "papers", "social"),))).open("w1")
    mine = day.ticket(day.take())
    for _ in range(3):
        day.later(minutes=1).take("social")
    assert told(day, 0, "papers", mine.effective_at) == 0
    for _ in range(SIMULATED_AHEAD + 2):
        day.take("papers")
    assert told(day, SIMULATED_AHEAD + 1, "papers", mine.effective_at) == pytest.approx((SIMULATED_AHEAD + 1) * 8)


def test_the_first_window_that_is_free_calls() -> None:
    day = one_queue("w1", "w2")
    day.take()
    day.call("w1")
    assert told(day, 0) == 0
    assert told(day, 1) == 8


@pytest.mark.parametrize("serves", [(("papers", 30), ("social", 10)), (("social", 10), ("papers", 30))])
def test_of_two_queues_with_a_lag_the_shorter_one_is_waited_for(serves: tuple[tuple[str, int], ...]) -> None:
    day = Acting(replace(HALL, windows=(window("w1", *serves),))).open("w1")
    day.take("papers")
    assert told(day, 0, "social") == pytest.approx(10, abs=0.001)


def test_an_idle_window_does_not_end_the_simulation() -> None:
    """w2 serves nobody who waits. w1 calls at 0 and 8, w3 with its lag at 10: the fourth is called at 16."""
    windows = (window("w1", "papers"), window("w2", "social"), window("w3", ("papers", 10)))
    day = Acting(replace(HALL, windows=windows)).open()
    for _ in range(3):
        day.take("papers")
    assert told(day, 3) == 16


def test_a_window_that_nobody_is_called_to_is_left_out() -> None:
    day = Acting().open("w1", "w2")
    day.take("papers")
    assert told(day, 1, "papers") == 8, "w2 does not serve papers"
