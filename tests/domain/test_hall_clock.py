"""When the machine's clock is believed: a step, a leap, a start, a restart, a time server that is right or wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar.hall_clock import (
    AGAIN_MS,
    EARLIEST_MS,
    FAR_MS,
    GRACE_MS,
    STEP_MS,
    ClockReading,
    HallClock,
    begin,
    corrected,
    look,
)

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
NOON = EARLIEST_MS + 30 * DAY


class Machine:
    """A machine with a hall on it: `true` is the time, `off` by how much its wall clock differs."""

    def __init__(self, *, off: int = 0, synced: bool = False, last: int | None = NOON, usually: bool = False) -> None:
        self.true = NOON + MINUTE
        self.boot = 7_000_000
        self.off, self.synced = off, synced
        self.usually = usually
        self.corrections: list[int] = []
        self.clock = begin(self.reading, last, usually_synced=usually)

    @property
    def reading(self) -> ClockReading:
        return ClockReading(wall_ms=self.true + self.off, boot_ms=self.boot, synced=self.synced)

    def passes(self, ms: int) -> Machine:
        """Time passes; the hall looks at its end as it would every second: twice, so that a correction is seen."""
        self.true += ms
        self.boot += ms
        for _ in range(2):
            self.clock, shift = look(self.clock, self.reading)
            if shift:
                self.corrections.append(shift)
                self.clock = corrected(self.clock, shift, confirmed=self.synced)
        return self

    def restarts(self) -> Machine:
        """The service alone, on the same boot of the machine."""
        self.clock = begin(self.reading, NOON, self.clock, usually_synced=self.usually)
        return self

    @property
    def wrong(self) -> int:
        """By how much the hall's time is wrong."""
        return self.clock.at_ms - self.true

    @property
    def held(self) -> bool:
        return self.clock.off_ms is not None


def test_a_clock_that_is_right_is_followed() -> None:
    machine = Machine().passes(DAY)
    assert (machine.wrong, machine.held, machine.corrections) == (0, False, [])


@pytest.mark.parametrize("leap", [DAY, -DAY, HOUR, -HOUR, 3650 * DAY, -50 * 365 * DAY, 15 * MINUTE, -15 * MINUTE])
@pytest.mark.parametrize("synced", [True, False])
def test_a_leap_is_held_back_and_the_hall_goes_on(leap: int, synced: bool) -> None:
    """Whether it had a time server before or not."""
    machine = Machine(synced=synced).passes(HOUR)
    machine.off, machine.synced = leap, False
    machine.passes(3000)
    assert (machine.wrong, machine.held) == (0, True)
    machine.passes(2 * DAY)
    assert (machine.wrong, machine.held) == (0, True)
    machine.off = 0
    machine.passes(1000)
    assert (machine.wrong, machine.held, machine.corrections) == (0, False, [])


def test_a_step_of_minutes_is_followed_and_one_back_by_going_slowly() -> None:
    machine = Machine().passes(HOUR)
    machine.off = 9 * MINUTE
    assert machine.passes(1000).wrong == 9 * MINUTE
    machine.off = 0
    last = machine.clock.at_ms
    for _ in range(30):
        machine.passes(MINUTE)
        assert last < machine.clock.at_ms
        last = machine.clock.at_ms
    assert (machine.wrong, machine.corrections) == (0, [])


def test_many_small_steps_are_not_a_way_to_another_day() -> None:
    machine = Machine()
    for _ in range(600):
        machine.off += 9 * MINUTE
        machine.passes(1000)
    assert machine.wrong <= STEP_MS + MINUTE
    assert machine.held


def test_the_first_word_of_a_time_server_is_taken_at_once() -> None:
    machine = Machine(off=8 * HOUR)  # the clock runs by local time
    assert machine.wrong == 8 * HOUR
    machine.off, machine.synced = 0, True
    machine.passes(1000)
    assert (machine.wrong, machine.held, machine.corrections) == (0, False, [-8 * HOUR])


def test_a_time_server_against_a_confirmed_time_is_taken_when_it_stays_with_it() -> None:
    machine = Machine(synced=True).passes(HOUR)
    machine.off = DAY
    machine.passes(1000).passes(AGAIN_MS - 2000)
    assert (machine.wrong, machine.held) == (0, True)
    machine.passes(3000)
    assert (machine.wrong, machine.held, machine.corrections) == (DAY, False, [DAY])
    machine.off = 0
    machine.passes(1000).passes(AGAIN_MS)
    assert (machine.wrong, machine.corrections) == (0, [DAY, -DAY])


def test_a_time_server_that_comes_and_goes_with_its_word_confirms_nothing() -> None:
    machine = Machine(synced=True).passes(HOUR)
    for _ in range(10):
        machine.off = DAY
        machine.passes(1000).passes(AGAIN_MS // 2)
        machine.off = 0
        machine.passes(1000)
    assert (machine.wrong, machine.corrections) == (0, [])


def test_what_is_ten_years_away_only_a_person_can_say() -> None:
    machine = Machine(synced=True).passes(HOUR)
    machine.off = 3650 * DAY
    machine.passes(1000).passes(30 * DAY)
    assert (machine.wrong, machine.held) == (0, True)


def test_a_person_is_believed_against_the_clock() -> None:
    machine = Machine().passes(HOUR)
    machine.off = -DAY
    machine.passes(1000)
    machine.clock = corrected(machine.clock, DAY, confirmed=True)
    machine.passes(HOUR)
    assert (machine.wrong, machine.held) == (DAY, True)


# ---- starts


def test_after_days_off_the_clock_is_believed() -> None:
    assert Machine(last=NOON - 3 * DAY).wrong == 0
    assert Machine(last=NOON - 3 * DAY, usually=True, synced=True).wrong == 0


def test_a_machine_that_usually_has_a_time_server_waits_for_it_after_a_night() -> None:
    machine = Machine(last=NOON - DAY, usually=True)
    assert (machine.wrong, machine.held) == (-DAY - MINUTE, True)
    machine.passes(10_000)
    machine.synced = True
    machine.passes(1000)
    assert (machine.wrong, machine.corrections) == (0, [DAY + MINUTE])


def test_but_not_for_ever() -> None:
    machine = Machine(last=NOON - DAY, usually=True).passes(GRACE_MS)
    assert (machine.wrong, machine.held) == (0, False)


def test_a_clock_that_wakes_in_the_past_is_not_believed() -> None:
    for off in (-NOON, -10 * DAY, -HOUR):
        machine = Machine(off=off)
        assert (machine.wrong, machine.held) == (-MINUTE, True)
        assert machine.passes(HOUR).wrong == -MINUTE
        machine.off, machine.synced = 0, True
        assert machine.passes(1000).wrong == 0


def test_a_clock_that_a_person_has_set_is_believed_again() -> None:
    machine = Machine(off=-NOON).passes(HOUR)
    machine.off = 2 * HOUR
    assert machine.passes(1000).wrong == 2 * HOUR


def test_a_clock_that_was_wrong_when_the_machine_was_stopped_is_not_believed_after_its_start() -> None:
    machine = Machine(off=DAY)
    machine.clock = begin(machine.reading, NOON, usually_synced=False, distrusted=True)
    assert (machine.passes(HOUR).wrong, machine.held) == (-MINUTE, True)
    machine.off, machine.synced = 0, True
    assert machine.passes(1000).wrong == 0


def test_a_clock_that_wakes_far_in_the_future_is_not_believed() -> None:
    machine = Machine(off=3650 * DAY)
    assert (machine.wrong, machine.held) == (-MINUTE, True)
    machine.off, machine.synced = 0, True
    assert machine.passes(1000).wrong == 0


def test_a_new_hall_begins_with_whatever_can_be() -> None:
    assert Machine(last=None, off=3650 * DAY).wrong == 3650 * DAY
    assert Machine(last=None, off=-NOON).clock.at_ms == EARLIEST_MS
    machine = Machine(last=None, off=3650 * DAY)
    machine.off, machine.synced = 0, True
    machine.passes(1000)
    assert (machine.wrong, machine.corrections) == (0, [-3650 * DAY])


def test_a_hall_whose_log_is_ahead_goes_back_when_a_time_server_says_so() -> None:
    machine = Machine(last=NOON + 3650 * DAY, synced=True).passes(1000)
    assert (machine.wrong, len(machine.corrections)) == (0, 1)


def test_a_leap_while_the_service_is_restarted_is_held_back_as_well() -> None:
    machine = Machine().passes(HOUR)
    machine.off = DAY
    machine.restarts().passes(1000)
    assert (machine.wrong, machine.held) == (0, True)
    machine.restarts().passes(HOUR)
    assert (machine.wrong, machine.held) == (0, True)


# ---- whatever happens

MOVES = st.one_of(
    st.tuples(st.just("passes"), st.integers(0, 3 * DAY)),
    st.tuples(st.just("leaps"), st.integers(-(60 * 365 * DAY), 60 * 365 * DAY)),
    st.tuples(st.just("leaps"), st.integers(-2 * STEP_MS, 2 * STEP_MS)),
    st.tuples(st.just("is right"), st.just(0)),
    st.tuples(st.just("restarts"), st.just(0)),
)


@given(moves=st.lists(MOVES, max_size=40), synced=st.booleans())
def test_without_a_time_server_no_leap_ever_moves_a_hall_by_more_than_a_step(
    moves: list[tuple[str, int]],
    synced: bool,
) -> None:
    """And its time never goes back."""
    machine = Machine(synced=synced).passes(1000)
    machine.synced = False
    begun, last = machine.true, machine.clock.at_ms
    for move, ms in moves:
        if move == "restarts":
            machine.restarts()
        elif move != "passes":
            machine.off = ms
        machine.passes(ms if move == "passes" else 1000)
        assert abs(machine.wrong) <= STEP_MS + (machine.true - begun) // 1000 + 1
        assert machine.clock.at_ms >= last
        last = machine.clock.at_ms
    assert machine.corrections == []


@given(moves=st.lists(MOVES, max_size=30), off=st.integers(-NOON, 3650 * DAY), last=st.none() | st.just(NOON))
def test_whatever_has_been_a_right_time_server_makes_it_right(
    moves: list[tuple[str, int]], off: int, last: int | None
) -> None:
    machine = Machine(off=off, last=last)
    for move, ms in moves:
        if move == "restarts":
            machine.restarts()
        elif move != "passes":
            machine.off = ms
        machine.passes(ms if move == "passes" else 1000)
    machine.off, machine.synced = 0, True
    machine.passes(1000).passes(AGAIN_MS).passes(2 * STEP_MS)
    assert abs(machine.wrong) <= 1, machine.clock


def test_the_limits_are_in_order() -> None:
    assert isinstance(Machine().clock, HallClock)
    assert STEP_MS < FAR_MS
