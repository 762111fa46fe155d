"""A flow hears of a timer that runs, and of no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from domain.flow import StartTimer, StopTimer, TimerFired
from kiosk.terminal.program import FlowTimers
from kiosk.terminal.runner import Runner
from program.timers import Timer, TimerThread

Effect = StartTimer | StopTimer


class TimersByHand(TimerThread):
    """`ring` calls all that were asked for and not cancelled, as the timers' thread does."""

    def __init__(self) -> None:
        super().__init__("hand")
        self.asked: list[tuple[float, Timer]] = []

    def after(self, seconds: float, call: Callable[[], None]) -> Timer:
        timer = Timer(call)
        self.asked.append((seconds, timer))
        return timer

    def ring(self) -> None:
        asked, self.asked = self.asked, []
        for _, timer in asked:
            if timer.call is not None:
                timer.call()


class Flow:
    """A flow that does what it is told: its inputs are effects, and it remembers which timers fired."""

    def __init__(self) -> None:
        self.timers = TimersByHand()
        made = FlowTimers(self.timers, self._step, lambda given: self.runner.post(given))  # noqa: PLW0108 - made below
        self.runner: Runner[tuple[str, ...], Any, Any] = Runner(
            (), made.step, clock_ms=lambda: 0, wake=lambda: None, show=lambda _state: None
        )
        self.runner.handle(StartTimer, made.start)
        self.runner.handle(StopTimer, made.stop)

    @staticmethod
    def _step(
        fired: tuple[str, ...], given: Effect | TimerFired, _now: int
    ) -> tuple[tuple[str, ...], tuple[Effect, ...]]:
        if isinstance(given, TimerFired):
            return (*fired, given.name), ()
        return fired, (given,)

    def does(self, *effects: Effect) -> Flow:
        for effect in effects:
            self.runner.post(effect)
        self.runner.drain()
        return self

    @property
    def fired(self) -> tuple[str, ...]:
        self.runner.drain()
        return self.runner.state


@pytest.fixture
def flow() -> Flow:
    return Flow()


def test_a_timer_fires_once(flow: Flow) -> None:
    flow.does(StartTimer("idle", 30), StartTimer("paper", 5))
    assert [seconds for seconds, _ in flow.timers.asked] == [30, 5]
    assert flow.fired == ()
    flow.timers.ring()
    assert flow.fired == ("idle", "paper")
    flow.timers.ring()
    assert flow.fired == ("idle", "paper")


def test_a_stopped_timer_does_not_fire(flow: Flow) -> None:
    flow.does(StartTimer("idle", 30), StopTimer("idle"), StopTimer("never started"))
    assert [timer.call for _, timer in flow.timers.asked] == [None], "nor does it wait any longer"
    flow.timers.ring()
    assert flow.fired == ()


def test_a_timer_that_is_stopped_when_it_is_due_already_does_not_fire(flow: Flow) -> None:
    flow.does(StartTimer("idle", 30))
    flow.runner.post(StopTimer("idle"))  # somebody touches …
    flow.timers.ring()  # … and the main thread has not come to it when the time is over
    assert flow.fired == ()


def test_a_timer_that_is_started_anew_when_it_is_due_already_fires_at_its_new_time(flow: Flow) -> None:
    flow.does(StartTimer("idle", 30))
    flow.runner.post(StartTimer("idle", 30))
    flow.timers.ring()
    assert flow.fired == ()
    flow.timers.ring()
    assert flow.fired == ("idle",)


def test_a_timer_that_is_started_anew_waits_once(flow: Flow) -> None:
    flow.does(StartTimer("idle", 30), StartTimer("idle", 30))
    assert [timer.call is None for _, timer in flow.timers.asked] == [True, False]
    flow.timers.ring()
    assert flow.fired == ("idle",)


def test_a_timer_can_be_stopped_after_it_fired(flow: Flow) -> None:
    flow.does(StartTimer("idle", 30))
    flow.timers.ring()
    flow.does(StopTimer("idle"), StartTimer("idle", 30))
    flow.timers.ring()
    assert flow.fired == ("idle", "idle")
