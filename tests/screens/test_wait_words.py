"""What a person is told of their wait, on glass and paper."""

from __future__ import annotations

from domain.views.public import Wait
from program.speech import Speaker
from program.wait_words import wait_line


def test_people_and_minutes_in_one_line() -> None:
    assert wait_line(Speaker(), 3, Wait(low=10, high=15)) == "前面 3 人 · 约 10–15 分钟"
    assert wait_line(Speaker(), 0, Wait(low=0, high=4)) == "前面没有人 · 5 分钟以内"
    assert wait_line(Speaker(), 3, None) == "前面 3 人 · 暂时没有窗口开着"


def test_nobody_ahead_before_a_closed_window_is_not_said() -> None:
    assert wait_line(Speaker(), 0, None) == "暂时没有窗口开着"


def test_a_range_does_not_begin_at_nothing() -> None:
    assert wait_line(Speaker(), 2, Wait(low=0, high=15)) == "前面 2 人 · 15 分钟以内"


def test_who_is_first_and_waits_for_windows_at_other_queues_is_told_the_minutes_alone() -> None:
    assert wait_line(Speaker(), 0, Wait(low=4, high=9)) == "约 4–9 分钟"
    assert wait_line(Speaker(), 0, Wait(low=0, high=15)) == "15 分钟以内"
    assert wait_line(Speaker(), 0, Wait(low=35, high=50)) == "约 35–50 分钟"


def test_nobody_ahead_is_not_said_of_an_offline_number() -> None:
    assert wait_line(Speaker(), None, None) == ""
