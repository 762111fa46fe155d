"""What every terminal program is made of, without a window: settings, flow, link, timers, health.

    program = Program(terminal, dial(terminal.broker), name="number-machine", version=…, filters=…,
                      state=…, step=…, wake=…, show=…)
    program.runner.handle(PrintTicket, …)       # the effects of this program's own flow
    program.start() … program.stop()

The window (`app.py`) gives `wake`, which arranges for `runner.drain` on the main thread, and `show`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from typing import Any, Generic, TypeVar

from domain.flow import Ask, Record, StartTimer, StopTimer, TimerFired
from kiosk.clock import monotonic_ms
from kiosk.link import Filters, Link, OnPicture
from kiosk.mqtt.alarms import Alarm, Alarms
from kiosk.mqtt.port import OpenWire
from kiosk.runner import Runner, Step
from kiosk.settings import Terminal
from kiosk.terminal_file import log_to_stderr, read_terminal

__all__ = ["Program", "Timers", "log_to_stderr", "read_terminal", "version"]

S = TypeVar("S")
HEALTH_S = 10.0


def version() -> str:
    """Of this program, as installed."""
    try:
        return metadata.version("xiaochuang")
    except metadata.PackageNotFoundError:
        return ""


class Timers:
    """Executes `StartTimer` and `StopTimer`; posts `TimerFired`."""

    def __init__(self, alarms: Alarms, post: Callable[[object], None]) -> None:
        self._alarms = alarms
        self._post = post
        self._running: dict[str, Alarm] = {}

    def start(self, effect: StartTimer) -> None:
        self.stop(StopTimer(effect.name))
        self._running[effect.name] = self._alarms.after(effect.seconds, lambda: self._post(TimerFired(effect.name)))

    def stop(self, effect: StopTimer) -> None:
        running = self._running.pop(effect.name, None)
        if running is not None:
            running.cancel()


class Program(Generic[S]):
    """One terminal program. `health()` is asked every 10 s, on the timers' thread, and published when it changed."""

    def __init__(
        self,
        terminal: Terminal,
        open_wire: OpenWire,
        *,
        name: str,
        filters: Filters,
        state: S,
        step: Step[S],
        wake: Callable[[], None],
        show: Callable[[S], None],
        on_picture: OnPicture | None = None,
        health: Callable[[], dict[str, Any]] = dict,
    ) -> None:
        self.runner: Runner[S] = Runner(state, step, clock_ms=monotonic_ms, wake=wake, show=show)
        self.link = Link(
            terminal,
            open_wire,
            program=name,
            post=self.runner.post,
            filters=filters,
            version=version(),
            on_picture=on_picture,
        )
        self._health = health
        self._alarms = Alarms(name)
        timers = Timers(self._alarms, self.runner.post)
        self.runner.handle(Ask, self.link.ask)
        self.runner.handle(Record, self.link.record)
        self.runner.handle(StartTimer, timers.start)
        self.runner.handle(StopTimer, timers.stop)

    def start(self) -> None:
        """Timers, the kept catalogue, the connection; returns at once."""
        self._alarms.start()
        self.link.start()
        self._report()

    def stop(self) -> None:
        self._alarms.stop()
        self.link.stop()
        self.runner.close()

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        """Call once, on the timers' thread; it must return soon."""
        self._alarms.after(seconds, call)

    def _report(self) -> None:
        self.link.set_health(self._health())
        self._alarms.after(HEALTH_S, self._report)
