"""When the main thread wakes, and how much of the event stream goes out while people ask."""

from __future__ import annotations

import pytest

from hall.stream import AT_ONCE
from hall.turns import QUIET_MS, STREAM_LATEST_MS, TICK_MS, TRICKLE, Turns

NOON = 43_200_000


def turns() -> Turns:
    """At noon everything was done just now."""
    made = Turns()
    made.ticked(NOON)
    made.asked(NOON)
    made.stream_share(0, NOON, now=True)
    return made


def test_time_is_worked_once_a_second() -> None:
    made = turns()
    assert not made.tick_is_due(NOON + TICK_MS - 1)
    assert made.tick_is_due(NOON + TICK_MS)
    assert made.patience_ms(NOON, snapshots_ms=None, stream_waits=False) == TICK_MS
    assert made.patience_ms(NOON + TICK_MS + 5, snapshots_ms=None, stream_waits=False) == 0


def test_the_main_thread_wakes_for_the_first_thing_that_is_due() -> None:
    made = turns()
    assert made.patience_ms(NOON, snapshots_ms=250, stream_waits=False) == 250
    assert made.patience_ms(NOON, snapshots_ms=0, stream_waits=True) == 0
    assert made.patience_ms(NOON, snapshots_ms=250, stream_waits=True) == QUIET_MS
    assert made.patience_ms(NOON + TICK_MS - 1, snapshots_ms=250, stream_waits=False) == 1


def test_the_stream_waits_for_a_quiet_moment_after_the_last_request_and_after_its_own_last_turn() -> None:
    made = turns()
    made.asked(NOON + 5)
    assert made.patience_ms(NOON + 5, snapshots_ms=None, stream_waits=True) == QUIET_MS
    made.stream_share(0, NOON + 9, now=True)
    assert made.patience_ms(NOON + 9, snapshots_ms=None, stream_waits=True) == QUIET_MS


def test_a_hall_is_quiet_when_nobody_has_asked_for_a_moment() -> None:
    made = turns()
    made.asked(NOON + 7)
    assert not made.quiet(NOON + 7 + QUIET_MS - 1)
    assert made.quiet(NOON + 7 + QUIET_MS)


def test_while_many_ask_at_once_the_stream_waits_until_its_time_has_come() -> None:
    made = turns()
    assert made.stream_share(50, NOON + 1, now=False) == 0
    assert made.stream_share(50, NOON + STREAM_LATEST_MS - 1, now=False) == 0
    assert made.stream_share(50, NOON + STREAM_LATEST_MS, now=False) == AT_ONCE
    assert made.stream_share(50, NOON + STREAM_LATEST_MS + 1, now=False) == 0


def test_one_who_asks_one_thing_after_the_other_lets_a_few_events_through() -> None:
    made = turns()
    shares = [made.stream_share(1, NOON + 1, now=False) for _ in range(2 * TRICKLE)]
    assert shares == ([0] * (TRICKLE - 1) + [TRICKLE]) * 2


@pytest.mark.parametrize(("at_once", "goes_on"), [(2, True), (3, False)])
def test_two_who_ask_at_once_are_still_few(at_once: int, goes_on: bool) -> None:
    made = turns()
    assert any(made.stream_share(at_once, NOON + 1, now=False) for _ in range(TRICKLE)) is goes_on


def test_a_quiet_hall_sends_what_it_can() -> None:
    assert turns().stream_share(0, NOON + QUIET_MS, now=True) == AT_ONCE
