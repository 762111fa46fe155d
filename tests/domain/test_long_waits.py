"""The estimate in a long line, where windows are shared out instead of simulated, and the edges of its rounding."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from acting import HALL, MINUTE, Acting, at, window

from domain import commands as c
from domain.config import Calendar, HallConfig, ServiceHours, Window
from domain.queue.wait import MOST_CALLS, SIMULATED_AHEAD, estimate, expected_ms
from domain.queue_rules import Policy, Rules
from domain.views.public import Wait

LONG = SIMULATED_AHEAD + 1
"""People ahead in the shortest line that is not simulated."""


def hall(*windows: Window) -> Acting:
    """A hall with these windows, all open; a service lasts eight minutes everywhere."""
    return Acting(replace(HALL, windows=windows)).open(*(one.id for one in windows))


def told(day: Acting, ahead: int, queue: str = "papers", effective_at: int | None = None) -> float | None:
    """The wait of someone with so many people ahead, in minutes."""
    state = day.hall.state
    ms = expected_ms(state, state.queues[queue], ahead, day.now if effective_at is None else effective_at, day.now)
    return None if ms is None else ms / MINUTE


def many(day: Acting, queue: str, people: int) -> None:
    """So many numbers, taken without a look at the whole hall after each."""
    for _ in range(people):
        decision = day.hall.decide(c.IssueTicket(queue=queue), day.now)
        assert isinstance(decision, list)
        for event in decision:
            day.hall.apply(event)


def test_windows_with_a_lag_share_what_is_left_of_a_long_line_when_the_lag_is_over() -> None:
    """61 x 8 minutes are 488. After 30 of them the second window takes half of the rest."""
    day = hall(window("w1", "papers"), window("w2", ("papers", 30)))
    assert told(day, LONG) == pytest.approx(30 + (488 - 30) / 2)


def test_several_windows_without_a_lag_share_with_one_that_has_it() -> None:
    """Two windows reach the 62nd person after 240 minutes; from the thirtieth on there are three."""
    day = hall(window("w1", "papers"), window("w2", "papers"), window("w3", ("papers", 30)))
    assert told(day, LONG) == pytest.approx(30 + (240 - 30) * 2 / 3)


def test_of_two_lags_each_says_when_its_window_begins_to_share() -> None:
    """After 30 minutes one window shares what is left of 488, and after 60 another one what is left then."""
    day = hall(window("w1", "papers"), window("w2", ("papers", 60)), window("w3", ("papers", 30)))
    from_thirty = 30 + (488 - 30) / 2
    assert told(day, LONG) == pytest.approx(60 + (from_thirty - 60) * 2 / 3)


def test_of_two_lags_one_that_is_longer_than_the_wait_shares_nothing() -> None:
    day = hall(window("w1", "papers"), window("w2", ("papers", 600)), window("w3", ("papers", 30)))
    assert told(day, LONG) == pytest.approx(30 + (488 - 30) / 2)


def test_a_lag_longer_than_the_wait_shares_nothing() -> None:
    day = hall(window("w1", "papers"), window("w2", ("papers", 600)))
    assert told(day, LONG) == 488


def test_where_all_windows_have_a_lag_they_share_a_long_line_from_the_start() -> None:
    day = hall(window("w1", ("papers", 30)), window("w2", ("papers", 60)))
    assert told(day, LONG) == pytest.approx(LONG // 2 * 8)


def test_a_paused_window_takes_no_share_of_another_queue() -> None:
    day = hall(window("w1", "papers", "social"), window("w2", "social"))
    many(day, "social", 10)
    assert told(day, LONG) == (LONG + 5) * 8
    day.do(c.PauseWindow(window="w2", reason="tea"))
    assert told(day, LONG) == (LONG + 10) * 8


def test_a_long_line_waits_for_those_of_a_lagged_queue_who_have_waited_for_the_lag() -> None:
    """Who came to the lagged queue ten minutes before this person is called first, a millisecond later not."""
    day = hall(window("w1", "papers", ("social", 10)))
    mine = day.now + 12 * MINUTE
    day.later(minutes=2).take("social")
    assert told(day, LONG, effective_at=mine) == (LONG + 1) * 8
    day.now += 1
    day.take("social")
    assert told(day, LONG, effective_at=mine) == (LONG + 1) * 8


@pytest.mark.parametrize("ahead", [0, LONG])
def test_where_all_windows_have_a_lag_those_who_came_within_it_to_another_queue_are_called_first(ahead: int) -> None:
    """This person has waited for five minutes; the only window calls them as if they came ten minutes later."""
    day = hall(window("w1", "papers", ("social", 10)))
    mine = day.now
    for minutes in (2, 2, 1):
        day.later(minutes=minutes).take()
    assert told(day, ahead, "social", mine) == (ahead + 3) * 8
    day.now = mine + 10 * MINUTE - 1
    day.take()
    day.now += 2
    day.take()
    assert told(day, ahead, "social", mine) == (ahead + 4) * 8


def test_an_empty_queue_does_not_hide_those_after_it() -> None:
    day = hall(window("w1", "advice", "social", "papers"))
    many(day, "papers", 3)
    for ahead in (0, LONG):
        assert told(day, ahead, "advice") == (ahead + 3) * 8


@pytest.mark.parametrize(("ahead", "minutes"), [(0, 110 * 8), (1, 111 * 8), (5, 115 * 8)])
def test_who_waits_for_more_calls_than_are_simulated_goes_to_the_window_that_is_free_first(
    ahead: int, minutes: int
) -> None:
    """140 people wait at the one window before them and 110 at the other."""
    day = hall(window("w1", "papers", "social"), window("w2", "papers", "advice"))
    many(day, "social", 140)
    many(day, "advice", 110)
    assert MOST_CALLS < 2 * 110
    assert told(day, ahead) == minutes


def test_a_long_line_waits_for_both_lanes_of_another_queue() -> None:
    """With policy ratio, priority and ordinary tickets stand in two lanes of one queue."""
    config = replace(HALL, windows=(window("w1", "papers", "social"),), rules=Rules(policy=Policy.RATIO))
    day = Acting(config).open("w1")
    for priority in ("elder", None, "soldier"):
        day.take("social", priority=priority)
    assert told(day, LONG) == (LONG + 3) * 8


def test_a_window_for_a_queue_that_a_new_configuration_has_lost_is_reckoned_with_the_rest() -> None:
    before = Acting().open("w2")
    before.do(c.OpenWindow(window="w1", clerk="li", queues=("advice", "papers")))
    lost: HallConfig = replace(HALL, queues=HALL.queues[:2])
    day = Acting(lost, before.now)
    for event in before.log:
        day.hall.apply(event)
    assert (told(day, 0), told(day, LONG)) == (0, LONG * 8)


@pytest.mark.parametrize(
    ("opens_in", "service", "low", "high"),
    [
        (4, 64, 0, 10),  # 4 ± 6: nobody waits less than nothing
        (6.4, 14.4, 2, 10),  # 6.4 ± 3.6: ten itself is still said in minutes
        (38.4, 86.4, 15, 60),  # 38.4 ± 21.6: sixty itself is still said in steps of five
        (38.6, 86.4, 10, 70),  # 38.6 ± 21.7: a little more is not
    ],
)
def test_ten_and_sixty_minutes_are_the_last_of_their_steps(
    opens_in: float, service: float, low: int, high: int
) -> None:
    """Who takes a number before the hall opens waits for that; the range is ± 0.375 √(wait x service)."""
    sessions = (ServiceHours(days=(5,), opens=time(9), closes=time(17)),)
    config = replace(
        HALL,
        queues=(replace(HALL.queues[0], service_minutes=service),),
        windows=(window("w1", "papers"),),
        calendars=(Calendar(id="default", sessions=sessions, early_minutes=60),),
    )
    day = Acting(config, now=at("2026-11-20 09:00") - int(opens_in * MINUTE)).open("w1")
    state = day.hall.state
    assert estimate(state, state.queues["papers"], 0, day.now, day.now) == Wait(low=low, high=high)
