"""The number machine's window: screens chosen by the state, touches posted to the flow."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from kivy.clock import Clock

from domain.number_machine.effects import MachineEffect
from domain.number_machine.inputs import HomeTouched, MachineInput, SomewhereTouched
from domain.number_machine.state import Machine
from kiosk.hw.panel import TouchPanel
from kiosk.number_machine.first_state import first_state
from kiosk.number_machine.screen_names import SCREENS, class_of, screen_of
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.terminal.health import FirstFrame
from kiosk.terminal.runner import Runner
from kiosk.terminal.settings import Terminal
from kiosk.terminal.start.starting import started
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.shell import Screens, Shell
from kiosk.widgets.theme import Metrics, Profile
from program.clock import monotonic_ms

MINUTE_S = 60
AT_REST = ("idle", "home")
"""Screens on which a visit ends or begins."""


def screens() -> Screens:
    """Each is imported and built when it is first shown: a machine that starts shows two of them."""

    def lazily(name: str) -> Callable[[Metrics, Callable[[object], None]], TerminalScreen]:
        module, cls = class_of(name).split(":")

        def build(m: Metrics, touch: Callable[[object], None]) -> TerminalScreen:
            made: TerminalScreen = getattr(import_module(module), cls)(m, touch)
            return made

        return build

    return {name: lazily(name) for name in SCREENS}


class Running(Protocol):
    """What stands behind the window (`number_machine.NumberMachine`)."""

    @property
    def runner(self) -> Runner[Machine, MachineInput, MachineEffect]: ...

    @property
    def alive(self) -> bool: ...

    def watch_window(self, window: Callable[[], FirstFrame | None]) -> None: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


MakeMachine = Callable[[Callable[[], None], Callable[[Machine], None]], Running]
"""`(wake, show)` → the machine. Called when the first frame stands: until then only the window is loaded."""


class MachineApp:
    """One window, one machine."""

    def __init__(self, terminal: Terminal, make: MakeMachine, panel: TouchPanel | None = None) -> None:
        self._make = make
        self._machine: Running | None = None
        self._first = first_state(terminal)
        self._name = ""
        self._shell = Shell(
            terminal,
            Profile.KIOSK,
            screens(),
            touch=self._post,
            active=lambda: self._post(SomewhereTouched()),
            recover=self._recover,
            alive=lambda: self._machine is not None and self._machine.alive,
            panel=panel,
        )

    def run(self, picture: Path | None = None) -> int:
        """Until SIGTERM or too many bugs; returns the exit code. `picture`: SIGUSR1 saves the screen there."""
        self._show(self._first)
        ticking = Clock.schedule_interval(lambda _dt: self._show(self._state), MINUTE_S / 4)
        try:
            return self._shell.run(on_start=lambda: Clock.schedule_once(self._start, 0), picture=picture)
        finally:
            ticking.cancel()
            if self._machine is not None:
                self._machine.stop()

    def _start(self, _dt: float) -> None:
        machine = self._make(self._shell.wake(self._drain), self._show)
        machine.watch_window(self._shell.first_frame)
        self._machine = started(machine)

    @property
    def _state(self) -> Machine:
        return self._machine.runner.state if self._machine is not None else self._first

    def _drain(self, *_: object) -> None:
        if self._machine is not None:
            self._machine.runner.drain()

    def _post(self, intent: object) -> None:
        if self._machine is not None:
            self._machine.runner.post(cast("MachineInput", intent))  # Kivy's events have no types

    def _show(self, state: Machine) -> None:
        before, self._name = self._name, screen_of(state)
        self._shell.show(self._name, MachineNow(state, monotonic_ms()), state.look)
        if self._name != before and self._name in AT_REST:
            self._shell.rest()

    def _recover(self) -> None:
        """After a bug: forget the person and begin again. A start that failed is tried again."""
        if self._machine is None:
            self._start(0)
        self._post(HomeTouched())
        self._show(self._state)
