"""The hall's clock on a terminal: carried on from what was heard, never behind it, and right once it is heard live."""

from __future__ import annotations

from domain.flow import HallTime


def test_nothing_is_known_before_the_first_snapshot() -> None:
    assert HallTime().at(5_000) == 0


def test_the_hall_s_time_goes_on_by_the_terminal_s_own_clock() -> None:
    time = HallTime().heard(1_000_000, 5_000, live=False)
    assert (time.at(5_000), time.at(6_500)) == (1_000_000, 1_001_500)


def test_of_old_snapshots_the_one_that_is_furthest_ahead_counts() -> None:
    time = HallTime(1_000_000)
    assert time.heard(999_000, 0, live=False) == time
    assert time.heard(1_000_001, 0, live=False) == HallTime(1_000_001)


def test_what_is_heard_live_counts_also_against_a_clock_that_was_ahead() -> None:
    assert HallTime(9_000_000).heard(1_000_000, 0, live=True) == HallTime(1_000_000, sure=True)
    assert HallTime(9_000_000, sure=True).heard(1_000_000, 0, live=True) == HallTime(1_000_000, sure=True)


def test_once_the_time_is_sure_no_old_snapshot_changes_it() -> None:
    sure = HallTime(1_000_000, sure=True)
    assert sure.heard(9_000_000, 0, live=False) == sure
