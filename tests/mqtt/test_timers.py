"""Calls come in the order of their times; a cancelled one never, a failing one alone."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from houses import SOON

import program.timers
from program.timers import TimerThread


@pytest.fixture
def timers() -> Iterator[TimerThread]:
    """Not started yet: what is asked for before counts from one moment (`stands`)."""
    made = TimerThread("test")
    yield made
    made.stop()


@pytest.fixture
def stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands until the test's end: however long a busy machine takes to ask, everything is due in time."""
    now = time.monotonic()
    monkeypatch.setattr(program.timers, "time", SimpleNamespace(monotonic=lambda: now))


def goes_on(timers: TimerThread, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program.timers, "time", time)
    timers.start()


@pytest.mark.usefixtures("stands")
def test_calls_come_in_the_order_of_their_times_and_then_of_their_asking(
    timers: TimerThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: queue.SimpleQueue[str] = queue.SimpleQueue()
    for name, seconds in (("late", 0.05), ("now", 0), ("soon", 0.02), ("now too", 0)):
        timers.after(seconds, lambda name=name: called.put(name))
    goes_on(timers, monkeypatch)
    assert [called.get(timeout=SOON) for _ in range(4)] == ["now", "now too", "soon", "late"]


@pytest.mark.usefixtures("stands")
def test_a_cancelled_call_does_not_come(timers: TimerThread, monkeypatch: pytest.MonkeyPatch) -> None:
    called: queue.SimpleQueue[str] = queue.SimpleQueue()
    timers.after(0.01, lambda: called.put("cancelled")).cancel()
    timers.after(0.02, lambda: called.put("kept"))
    goes_on(timers, monkeypatch)
    assert called.get(timeout=SOON) == "kept"
    assert called.empty()


def test_a_call_that_is_asked_for_before_the_others_wakes_the_thread(timers: TimerThread) -> None:
    called: queue.SimpleQueue[str] = queue.SimpleQueue()
    timers.start()
    timers.after(3600, lambda: called.put("in an hour"))
    timers.after(0, lambda: called.put("now"))
    assert called.get(timeout=SOON) == "now"
    assert called.empty()


def test_a_call_that_fails_is_logged_without_its_text_and_the_next_one_comes(
    timers: TimerThread, caplog: pytest.LogCaptureFixture
) -> None:
    timers.start()
    called: queue.SimpleQueue[str] = queue.SimpleQueue()

    def fail() -> None:
        raise ValueError("110101199003070038")

    timers.after(0, fail)
    timers.after(0, lambda: called.put("next"))
    assert called.get(timeout=SOON) == "next"
    assert "ValueError" in caplog.text
    assert "110101199003070038" not in caplog.text


def test_after_a_stop_nothing_comes_any_more(timers: TimerThread) -> None:
    called: queue.SimpleQueue[str] = queue.SimpleQueue()
    timers.start()
    timers.after(3600, lambda: called.put("late"))
    timers.stop()
    timers._thread.join(SOON)
    assert not timers._thread.is_alive()
    assert called.empty()
