"""The number machine's window: screens chosen by the state, touches posted to the flow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from kivy.clock import Clock

from domain.flow import Look
from domain.number_machine.inputs import HomeTouched, SomewhereTouched
from domain.number_machine.state import Machine
from kiosk.hw.panel import TouchPanel
from kiosk.number_machine.first_state import first_state
from kiosk.number_machine.screen_names import SCREENS, class_of, screen_of
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.terminal.health import FirstFrame
from kiosk.terminal.link import OnEmergency
from kiosk.terminal.runner import Runner
from kiosk.terminal.settings import Terminal
from kiosk.terminal.start.starting import started
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.shell import Screens, Shell
from kiosk.widgets.theme import Metrics, Profile
from program.clock import monotonic_ms

MINUTE_S = 60


def screens_of(classes: Mapping[str, str], parts: Mapping[str, object] = MappingProxyType({})) -> Screens:
    """The screens. Each is imported and built when it is first shown, because a start shows only two of them.

    `classes`: name → `package.module:Class`. `parts`: further arguments for the classes that name them in their
    `parts`.
    """

    def lazily(name: str) -> Callable[[Metrics, Callable[[object], None]], TerminalScreen]:
        module, cls = classes[name].split(":")

        def build(m: Metrics, touch: Callable[[object], None]) -> TerminalScreen:
            wanted = getattr(import_module(module), cls)
            made: TerminalScreen = wanted(m, touch, **{part: parts[part] for part in getattr(wanted, "parts", ())})
            return made

        return build

    return {name: lazily(name) for name in classes}


class Running(Protocol):
    """The program behind the window (`number_machine.NumberMachine`)."""

    @property
    def runner(self) -> Runner[Any, Any, Any]: ...

    @property
    def alive(self) -> bool: ...

    def watch_window(self, window: Callable[[], FirstFrame | None]) -> None: ...

    def tell_emergency(self, show: OnEmergency) -> None: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


MakeMachine = Callable[[Callable[[], None], Callable[[Any], None]], Running]
"""`(wake, show)` → the machine. Called after the first frame: until then only the window is loaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """How a window shows a flow that contains a number machine."""

    screens: Mapping[str, str]  # name → `package.module:Class`
    within: Callable[[Machine], Any]  # the flow's state before anything is heard
    screen: Callable[[Any], str]  # the name of the screen for a state
    moment: Callable[[Any, int], object]  # what that screen shows, at a monotonic time in ms
    look: Callable[[Any], Look]
    at_rest: frozenset[str]  # screens on which visits begin and end
    forget: object  # the touch that forgets the person, after a bug
    parts: Mapping[str, object] = field(default_factory=dict)  # further arguments of screens, by name


NUMBER_MACHINE_FRONT = Front(
    screens={name: class_of(name) for name in SCREENS},
    within=lambda machine: machine,
    screen=screen_of,
    moment=MachineNow,
    look=lambda machine: machine.look,
    at_rest=frozenset({"idle", "home"}),
    forget=HomeTouched(),
)


class MachineApp:
    """One window, one machine."""

    def __init__(
        self,
        terminal: Terminal,
        make: MakeMachine,
        panel: TouchPanel | None = None,
        front: Front = NUMBER_MACHINE_FRONT,
    ) -> None:
        self._make = make
        self._front = front
        self._machine: Running | None = None
        self._first = front.within(first_state(terminal))
        self._name = ""
        self._shell = Shell(
            terminal,
            Profile.KIOSK,
            screens_of(front.screens, front.parts),
            touch=self._post,
            active=lambda: self._post(SomewhereTouched()),
            recover=self._recover,
            alive=lambda: self._machine is not None and self._machine.alive,
            panel=panel,
        )

    def run(self, picture: Path | None = None) -> int:
        """Run until SIGTERM or too many bugs. Returns the exit code. `picture`: where SIGUSR1 saves the screen."""
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
        machine.tell_emergency(self._shell.tell_emergency)
        self._machine = started(machine)

    @property
    def _state(self) -> Any:
        return self._machine.runner.state if self._machine is not None else self._first

    def _drain(self, *_: object) -> None:
        if self._machine is not None:
            self._machine.runner.drain()

    def _post(self, intent: object) -> None:
        if self._machine is not None:
            self._machine.runner.post(intent)

    def _show(self, state: Any) -> None:
        front = self._front
        before, self._name = self._name, front.screen(state)
        self._shell.show(self._name, front.moment(state, monotonic_ms()), front.look(state))
        if self._name != before and self._name in front.at_rest:
            self._shell.rest()

    def _recover(self) -> None:
        """After a bug: forget the person and begin again. A start that failed is tried again."""
        if self._machine is None:
            self._start(0)
        self._post(self._front.forget)
        self._show(self._state)
