"""A terminal program without its window: settings, flow, link, timers, health.

    program = Program(terminal, dial(terminal.broker), name="number-machine", filters=…,
                      state=…, step=…, wake=…, show=…)
    program.runner.handle(PrintTicket, …)       # the effects of this program's own flow
    program.start() … program.stop()

The window (`app.py`) gives `wake`, which arranges for `runner.drain` on the main thread, and `show`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic

from domain.commands import DeviceEvent
from domain.flow import Ask, CommonEffect, CommonInput, DiskChanged, Record, StartTimer, StopTimer, TimerFired
from kiosk.mqtt.port import OpenWire
from kiosk.terminal.contacts import Contacts
from kiosk.terminal.health import Attach, FirstFrame, HealthReport, told
from kiosk.terminal.link import Filters, Link, OnDone, OnEmergency, OnOrder, OnPicture
from kiosk.terminal.own_disk import OwnDisk
from kiosk.terminal.runner import Effect_contra, Input_contra, Runner, S, Step
from kiosk.terminal.settings import Terminal
from kiosk.terminal.terminal_file import log_to_stderr, read_terminal
from program.clock import monotonic_ms
from program.control_socket import ControlSocket
from program.start.version import version
from program.timers import Timer, TimerThread

__all__ = ["FlowTimers", "Program", "log_to_stderr", "read_terminal"]

HEALTH_S = 10.0
REPORT, REPORT_SOCKET = "report", "report.sock"

logger = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class TimerDue:
    """A timer is due, seen on the timers' thread. Only the main thread knows whether it still runs."""

    name: str
    timer: Timer | None = None


class FlowTimers(Generic[S, Input_contra, Effect_contra]):
    """Executes `StartTimer` and `StopTimer`, and gives the flow `TimerFired`. Everything but the waiting happens on the
    main thread.

    `TimerFired` comes only from a timer that runs: if an earlier input in the queue stops or restarts a timer that is
    already due, no `TimerFired` comes for it.
    """

    def __init__(
        self,
        timers: TimerThread,
        step: Step[S, Input_contra | TimerFired, Effect_contra],
        post: Callable[[TimerDue], None],
    ) -> None:
        self._timers = timers
        self._step = step
        self._post = post
        self._running: dict[str, TimerDue] = {}

    def start(self, effect: StartTimer) -> None:
        self.stop(StopTimer(effect.name))
        due = self._running[effect.name] = TimerDue(effect.name)
        due.timer = self._timers.after(effect.seconds, lambda: self._post(due))

    def stop(self, effect: StopTimer) -> None:
        due = self._running.pop(effect.name, None)
        if due is not None and due.timer is not None:
            due.timer.cancel()

    def step(self, state: S, given: Input_contra | TimerDue, now_ms: int) -> tuple[S, Iterable[Effect_contra]]:
        """The flow's own step, with `TimerFired` for a timer that is due and has not been stopped since."""
        if not isinstance(given, TimerDue):
            return self._step(state, given, now_ms)
        if self._running.get(given.name) is not given:
            return state, ()
        del self._running[given.name]
        return self._step(state, TimerFired(given.name), now_ms)


class Program(Generic[S, Input_contra, Effect_contra]):
    """One terminal program.

    Its health is gathered every 10 s on the timers' thread and published when it has changed; `attach` adds the
    machine's parts.
    """

    def __init__(
        self,
        terminal: Terminal,
        open_wire: OpenWire,
        *,
        name: str,
        filters: Filters,
        state: S,
        step: Step[S, Input_contra | CommonInput, Effect_contra | CommonEffect],
        wake: Callable[[], None],
        show: Callable[[S], None],
        on_picture: OnPicture | None = None,
        attach: Attach = lambda health: health,
        contacts: Contacts[Input_contra] | None = None,
        on_order: OnOrder | None = None,
        on_done: OnDone = lambda _answer: None,
        disk: OwnDisk | None = None,
    ) -> None:
        self.disk = disk or OwnDisk(Path(terminal.data))
        self._timers = TimerThread(name)
        timers: FlowTimers[S, Input_contra | CommonInput, Effect_contra | CommonEffect] = FlowTimers(
            self._timers,
            step,
            lambda due: self.runner.post(due),  # noqa: PLW0108 - made below
        )
        self.runner: Runner[S, Input_contra | CommonInput | TimerDue, Effect_contra | CommonEffect] = Runner(
            state, timers.step, clock_ms=monotonic_ms, wake=wake, show=show
        )
        self.link = Link(
            terminal,
            open_wire,
            program=name,
            disk=self.disk,
            post=self.runner.post,
            filters=filters,
            version=version(),
            on_picture=on_picture,
            on_order=on_order,
            on_done=on_done,
        )
        self._name = name
        self._contacts: Contacts[Input_contra] = contacts or Contacts()
        self._gathering = HealthReport(
            Path(terminal.data),
            lambda health: attach(self._contacts.attach(self.disk.attach(self.link.with_outbox(health)))),
        )
        self._disk_works = True
        self._health: dict[str, Any] = {}
        self._control = ControlSocket(Path(terminal.data), REPORT_SOCKET)
        self._control.answer(REPORT, lambda _words: self._report())
        self.runner.handle(Ask, self.link.ask)
        self.runner.handle(Record, self.link.record)
        self.runner.handle(StartTimer, timers.start)
        self.runner.handle(StopTimer, timers.stop)

    def start(self) -> None:
        """Start the timers, post the stored catalogue, connect. Returns at once."""
        self._timers.start()
        self.link.start()
        self._contacts.start(self)
        self._look()
        try:
            self._control.start()
        except OSError as error:
            self.disk.failed("report", error, self._control.start)
        self._look_at_disk()

    def stop(self) -> None:
        self._contacts.stop()
        self._control.close()
        self._timers.stop()
        self.link.stop()
        self.runner.close()

    def post(self, given: Input_contra | CommonInput) -> None:
        """Give the flow an input; from any thread."""
        self.runner.post(given)

    def work(self, job: Callable[[], Input_contra | CommonInput | None]) -> None:
        """Run `job` on a worker (see `Runner.work`)."""
        self.runner.work(job)

    def recorded(self, event: DeviceEvent) -> bool:
        """Puts an event into the outbox (see `Link.recorded`)."""
        return self.link.recorded(event)

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        """Call `call` once, on the timers' thread; it must return soon. From any thread."""
        self._timers.after(seconds, call)

    @property
    def alive(self) -> bool:
        """Whether the wire's thread is at work; for the watchdog."""
        return self.link.alive

    @property
    def covered(self) -> bool:
        """Nothing of this program's own is seen now, so that nothing can be touched or pressed."""
        return self.link.covered

    def watch_window(self, window: Callable[[], FirstFrame | None]) -> None:
        """Add the window's report to the health."""
        self._gathering.window = window

    def tell_emergency(self, show: OnEmergency) -> None:
        """Let the window show the emergency notice. `show` may be called from any thread."""
        self.link.tell_emergency(show)

    def look_again(self) -> None:
        """Gather and publish the health soon, because something has changed; from any thread."""
        self._timers.after(0, self._tell_health)

    def _look_at_disk(self) -> None:
        """Check the disk on a worker, because a broken disk may take long."""

        def look() -> DiskChanged | None:
            self.disk.look_again()
            before, self._disk_works = self._disk_works, not self.disk.trouble
            self._timers.after(HEALTH_S, self._look_at_disk)
            if before == self._disk_works:
                return None
            self.look_again()
            return DiskChanged(works=self._disk_works)

        self.runner.work(look)

    def _look(self) -> None:
        self._tell_health()
        self._timers.after(HEALTH_S, self._look)

    def _tell_health(self) -> None:
        self._health = told(self._gathering.gather())
        self.link.set_health(self._health)

    def report(self) -> dict[str, Any]:
        """What is known of this program and its parts, ready for JSON: `health` as it was last published."""
        return {"program": self._name, "version": version(), "hall": self.link.hall, "health": self._health}

    def _report(self) -> str:
        """The report for `xiaochuang devices`, which may run beside this program."""
        return json.dumps(self.report())
