"""The windows of the pad: screens chosen by the state, touches posted to the flow."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from domain.pad import Recovered
from domain.pad_desk import Clerk
from domain.pad_review import Citizen, person, screen
from domain.pad_review import Screen as Place
from kiosk.mqtt.port import OpenWire
from kiosk.program import Program
from kiosk.settings import Terminal
from kiosk.widgets.screen import Screen
from kiosk.widgets.shell import Screens, Shell
from kiosk.widgets.theme import Metrics, Profile
from review_pad.seats import citizen_program, clerk_program

CITIZEN = {
    Place.STARTING: ("starting", "StartingScreen"),
    Place.CLERK: ("clerk_card", "ClerkCardScreen"),
    Place.CALLED: ("turn", "TurnScreen"),
    Place.SERVING: ("turn", "TurnScreen"),
    Place.FACES: ("faces", "FacesScreen"),
    Place.REASONS: ("reasons", "ReasonsScreen"),
    Place.WORDS: ("write", "WriteScreen"),
    Place.THANKS: ("thanks", "ThanksScreen"),
    Place.PAUSED: ("away", "AwayScreen"),
    Place.CLOSED: ("away", "AwayScreen"),
}
"""Module and class of the screen for each place; imported when it is first shown."""

PORTRAITS = {"clerk_card", "turn"}


def _lazily(module: str, name: str, **parts: Any) -> Callable[[Metrics, Callable[[object], None]], Screen]:
    def build(m: Metrics, touch: Callable[[object], None]) -> Screen:
        made: Screen = getattr(import_module(f"review_pad.screens.{module}"), name)(m, touch, **parts)
        return made

    return build


class Pad:
    """One window, one flow. Subclasses make the program and show its state."""

    program: Program[Any]

    def __init__(self, terminal: Terminal, profile: Profile, screens: Screens) -> None:
        self.shell = Shell(terminal, profile, screens, touch=self._post, recover=self._recover)
        self.wake = self.shell.wake(lambda *_: self.program.runner.drain())

    def run(self, picture: Path | None = None) -> int:
        """Until SIGTERM or too many bugs; returns the exit code. `picture`: SIGUSR1 saves the screen there."""
        self.show(self.program.runner.state)
        try:
            return self.shell.run(on_start=self.program.start, picture=picture)
        finally:
            self.program.stop()

    def show(self, state: Any) -> None:
        raise NotImplementedError

    def _post(self, intent: object) -> None:
        self.program.runner.post(intent)

    def _recover(self) -> None:
        """After a bug: begin again with what the hall has said."""
        self._post(Recovered())
        self.show(self.program.runner.state)


class CitizenPad(Pad):
    """The screen that faces the citizen."""

    def __init__(self, terminal: Terminal, open_wire: OpenWire) -> None:
        portraits = {"portrait": self._portrait}
        screens = {
            module: _lazily(module, name, **(portraits if module in PORTRAITS else {}))
            for module, name in CITIZEN.values()
        }
        super().__init__(terminal, Profile.PAD, screens)
        self._person = ""
        self.program = citizen_program(terminal, open_wire, wake=self.wake, show=self.show)
        self.program.watch_window(self.shell.first_frame)

    def show(self, state: Citizen) -> None:
        self.shell.show(CITIZEN[screen(state)][0], state, state.look)
        before, self._person = self._person, person(state)
        if before and before != self._person:
            self.shell.forget()  # what the last person touched goes with its widgets too

    def _portrait(self, name: str) -> Path | None:
        return self.program.link.kept.picture(Path(name).stem)


class ClerkPad(Pad):
    """The clerk's screen."""

    def __init__(self, terminal: Terminal, open_wire: OpenWire) -> None:
        super().__init__(terminal, Profile.DESK, {"desk": _lazily("desk", "DeskScreen")})
        self.program = clerk_program(terminal, open_wire, wake=self.wake, show=self.show)
        self.program.watch_window(self.shell.first_frame)

    def show(self, state: Clerk) -> None:
        self.shell.show("desk", state, state.look)
