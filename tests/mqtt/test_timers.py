"""Calls come in the order of their times; a cancelled one never, a failing one alone."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import pytest

from program.timers import TimerThread


@pytest.fixture
def timers() -> Iterator[TimerThread]:
    made = TimerThread("test")
    made.start()
    yield made
    made.stop()


def test_calls_come_in_the_order_of_their_times_and_then_of_their_asking(timers: TimerThread) -> None:
    called: queue.SimpleQueue[str] = queue.SimpleQueue()
    for name, seconds in (("late", 0.05), ("now", 0), ("soon", 0.02), ("now too", 0)):
        timers.after(seconds, lambda name=name: called.put(name))
    assert [called.get(timeout=5) for _ in range(4)] == ["now", "now too", "soon", "late"]


def test_a_cancelled_call_does_not_come(timers: TimerThread) -> None:
    called: queue.SimpleQueue[str] = queue.SimpleQueue()
    timers.after(0.01, lambda: called.put("cancelled")).cancel()
    timers.after(0.02, lambda: called.put("kept"))
    assert called.get(timeout=5) == "kept"
    assert called.empty()


def test_a_call_that_fails_is_logged_without_its_text_and_the_next_one_comes(
    timers: TimerThread, caplog: pytest.LogCaptureFixture
) -> None:
    called: queue.SimpleQueue[str] = queue.SimpleQueue()

    def fail() -> None:
        raise ValueError("110101199003070038")

    timers.after(0, fail)
    timers.after(0, lambda: called.put("next"))
    assert called.get(timeout=5) == "next"
    assert "ValueError" in caplog.text
    assert "110101199003070038" not in caplog.text


def test_after_a_stop_nothing_comes_any_more() -> None:
    timers = TimerThread("test")
    timers.start()
    called: queue.SimpleQueue[str] = queue.SimpleQueue()
    timers.after(0.02, lambda: called.put("late"))
    timers.stop()
    assert not timers._thread.is_alive()
    assert called.empty()
