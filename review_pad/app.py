"""The windows of the pad: screens chosen by the state, touches posted to the flow."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kivy.clock import Clock

from domain.flow import Look
from domain.pad import clerk_state
from domain.pad import review as pad_review
from domain.pad.known import Recovered
from domain.pad.review import CitizenPage
from kiosk.hw.panel import TouchPanel
from kiosk.terminal.settings import Terminal
from kiosk.terminal.start.starting import started
from kiosk.widgets.keys import keep_keys
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.shell import Screens, Shell
from kiosk.widgets.theme import Metrics, Profile

if TYPE_CHECKING:
    from kiosk.terminal.program import Program
    from kiosk.writing.engines import Writing

logger = logging.getLogger(__name__)

S = TypeVar("S")
MakeProgram = Callable[[Callable[[], None], Callable[[S], None]], "Program[S, Any, Any]"]
"""From (wake, show) to the program behind the window, which is loaded after the first frame."""

CITIZEN = {
    CitizenPage.STARTING: ("starting", "StartingScreen"),
    CitizenPage.CLERK: ("clerk_card", "ClerkCardScreen"),
    CitizenPage.CALLED: ("turn", "TurnScreen"),
    CitizenPage.SERVING: ("turn", "TurnScreen"),
    CitizenPage.FACES: ("faces", "FacesScreen"),
    CitizenPage.REASONS: ("reasons", "ReasonsScreen"),
    CitizenPage.WORDS: ("write", "WriteScreen"),
    CitizenPage.THANKS: ("thanks", "ThanksScreen"),
    CitizenPage.HELD: ("thanks", "ThanksScreen"),
    CitizenPage.PAUSED: ("away", "AwayScreen"),
    CitizenPage.CLOSED: ("away", "AwayScreen"),
}
"""Module and class of the screen of each page; imported when the page is first shown."""

CLERK = (("starting", "StartingScreen"), ("clerk", "ClerkScreen"))
"""The same for the clerk's screen."""

PORTRAITS, WRITING = {"clerk_card", "turn"}, {"write"}
"""The screens that show the clerk's portrait, and the one on which Chinese is written."""


def _lazily(module: str, name: str, **parts: Any) -> Callable[[Metrics, Callable[[object], None]], TerminalScreen]:
    def build(m: Metrics, touch: Callable[[object], None]) -> TerminalScreen:
        made: TerminalScreen = getattr(import_module(f"review_pad.screens.{module}"), name)(m, touch, **parts)
        return made

    return build


class Pad(Generic[S]):
    """One window, one flow with the state `S`: `first` is shown before `make` loads the program behind it."""

    def __init__(
        self,
        terminal: Terminal,
        profile: Profile,
        screens: Screens,
        first: S,
        make: MakeProgram[S],
        *,
        panel: TouchPanel | None = None,
    ) -> None:
        self.shell = Shell(
            terminal,
            profile,
            screens,
            touch=self._post,
            recover=self._recover,
            alive=lambda: self.program is not None and self.program.alive,
            panel=panel,
        )
        self.program: Program[S, Any, Any] | None = None
        self._first = first
        self._make = make

    def run(self, picture: Path | None = None) -> int:
        """Run until SIGTERM or too many bugs; returns the exit code. `picture`: SIGUSR1 saves the screen there."""
        self.show(self._state)
        try:
            return self.shell.run(on_start=lambda: Clock.schedule_once(self._start, 0), picture=picture)
        finally:
            if self.program is not None:
                self.program.stop()

    def show(self, state: S) -> None:
        """Show the screen that belongs to this state."""
        raise NotImplementedError

    def _start(self, _dt: float) -> None:
        program = self._make(self.shell.wake(self._drain), self.show)
        program.watch_window(self.shell.first_frame)
        program.tell_emergency(self.shell.tell_emergency)
        self.program = started(program)

    @property
    def _state(self) -> S:
        return self.program.runner.state if self.program is not None else self._first

    def _drain(self, *_: object) -> None:
        if self.program is not None:
            self.program.runner.drain()

    def _post(self, intent: object) -> None:
        if self.program is not None:
            self.program.runner.post(intent)

    def _recover(self) -> None:
        """After a bug, begin again from the hall's snapshots; a start that failed is tried again."""
        if self.program is None:
            self._start(0)
        self._post(Recovered())
        self.show(self._state)


class CitizenPad(Pad[pad_review.CitizenState]):
    """The screen that faces the citizen."""

    def __init__(
        self,
        terminal: Terminal,
        make: MakeProgram[pad_review.CitizenState],
        writing: Writing,
        panel: TouchPanel | None = None,
    ) -> None:
        parts: dict[str, dict[str, Any]] = {
            **{module: {"portrait": self._portrait} for module in PORTRAITS},
            **{module: {"writing": writing} for module in WRITING},
        }
        screens = {module: _lazily(module, name, **parts.get(module, {})) for module, name in CITIZEN.values()}
        self._writing = writing
        first = pad_review.begin(terminal.window or "", Look(language=terminal.language))
        super().__init__(terminal, Profile.PAD, screens, first, make, panel=panel)
        self._person = ""

    def run(self, picture: Path | None = None) -> int:
        try:
            return super().run(picture)
        finally:
            self._writing.close()

    def _start(self, dt: float) -> None:
        super()._start(dt)
        for said in self._writing.missing():
            logger.warning("%s", said)

    def show(self, state: pad_review.CitizenState) -> None:
        self.shell.show(CITIZEN[pad_review.page(state)][0], state, state.look)
        before, self._person = self._person, pad_review.person(state)
        if before and before != self._person:
            self.shell.forget()  # what the last person touched goes with its widgets too

    def _portrait(self, name: str) -> Path | None:
        return self.program.link.stored.picture(Path(name).stem) if self.program is not None else None


class ClerkPad(Pad[clerk_state.ClerkState]):
    """The clerk's screen."""

    def __init__(self, terminal: Terminal, make: MakeProgram[clerk_state.ClerkState]) -> None:
        first = clerk_state.begin(terminal.window or "", look=Look(language=terminal.language))
        screens = {module: _lazily(module, name) for module, name in CLERK}
        super().__init__(terminal, Profile.CLERK, screens, first, make)
        self._keys = terminal.screen.keys or terminal.screen.fullscreen

    def _start(self, dt: float) -> None:
        super()._start(dt)
        if self._keys:
            keep_keys()

    def show(self, state: clerk_state.ClerkState) -> None:
        known = state.known.window is not None
        self.shell.show("clerk" if known else "starting", state, state.look)
