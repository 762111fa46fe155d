"""The number machine's window: screens chosen by the state, touches posted to the flow."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from kivy.clock import Clock

from domain.journey_state import Machine
from domain.journey_words import HomeTouched, Touched
from kiosk.mqtt.port import OpenWire
from kiosk.number_machine import NumberMachine, Parts
from kiosk.screen_names import SCREENS, class_of, screen_of
from kiosk.settings import Terminal
from kiosk.widgets.screen import Screen
from kiosk.widgets.shell import Screens, Shell
from kiosk.widgets.theme import Metrics, Profile

MINUTE_S = 60


def screens() -> Screens:
    """Each is imported and built when it is first shown: a machine that starts shows two of them."""

    def lazily(name: str) -> Callable[[Metrics, Callable[[object], None]], Screen]:
        module, cls = class_of(name).split(":")

        def build(m: Metrics, touch: Callable[[object], None]) -> Screen:
            made: Screen = getattr(import_module(module), cls)(m, touch)
            return made

        return build

    return {name: lazily(name) for name in SCREENS}


class App:
    """One window, one machine."""

    def __init__(self, terminal: Terminal, open_wire: OpenWire, parts: Parts, *, key: bytes) -> None:
        self._shell = Shell(
            terminal,
            Profile.KIOSK,
            screens(),
            touch=self._post,
            active=lambda: self._post(Touched()),
            recover=self._recover,
        )
        self._machine = NumberMachine(
            terminal,
            open_wire,
            parts,
            key=key,
            wake=self._shell.wake(lambda *_: self._machine.runner.drain()),
            show=self._show,
            wiped=self._shell.forget,
        )
        self._picture = Path(terminal.data) / "screen.png"

    def run(self) -> int:
        """Until SIGTERM or too many bugs; returns the exit code."""
        self._show(self._machine.runner.state)
        ticking = Clock.schedule_interval(lambda _dt: self._show(self._machine.runner.state), MINUTE_S / 4)
        try:
            return self._shell.run(on_start=self._machine.start, picture=self._picture)
        finally:
            ticking.cancel()
            self._machine.stop()

    def _post(self, intent: object) -> None:
        self._machine.runner.post(intent)

    def _show(self, state: Machine) -> None:
        self._shell.show(screen_of(state), state, state.look)

    def _recover(self) -> None:
        """After a bug: forget the person and begin again."""
        self._post(HomeTouched())
        self._show(self._machine.runner.state)
