"""An e-screen with its window: board, link, content and the one screen it shows.

The window comes first; the link to the hall is loaded after its first frame.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kivy.clock import Clock

from e_screen.board import EScreenState, start
from e_screen.showing import FollowSet, MakePages, ReadPicture, ScreenEffect, ScreenInput, step
from e_screen.subscriptions import filters
from kiosk.terminal.own_time import own_time
from kiosk.terminal.settings import Terminal
from kiosk.terminal.start.starting import started
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.shell import Shell
from kiosk.widgets.theme import Metrics, Profile

if TYPE_CHECKING:
    from e_screen.content import ScreenContent
    from e_screen.show_pages import ShowRow
    from kiosk.terminal.program import Program


def screen(name: str) -> Callable[[Metrics, Callable[[object], None]], TerminalScreen]:
    """The class of a profile; the other one is not even loaded."""
    if name == Profile.HALL:
        from e_screen.screens.hall import HallScreen

        return HallScreen
    from e_screen.screens.window import WindowScreen

    return WindowScreen


class EScreenApp:
    """One e-screen: `profile` is the hall's or a window's."""

    def __init__(self, terminal: Terminal, profile: Profile) -> None:
        self._terminal = terminal
        self._name = profile.value
        self._first = self._begin()
        self._program: Program[EScreenState, ScreenInput, ScreenEffect] | None = None
        self._content: ScreenContent | None = None
        self._shell = Shell(
            terminal,
            profile,
            {self._name: screen(self._name)},
            touch=self._untouched,
            recover=self._recover,
            alive=lambda: self._program is not None and self._program.alive,
        )

    def run(self, picture: Path | None = None) -> int:
        """Run until SIGTERM; returns the exit code."""
        self._show(self._first)
        try:
            return self._shell.run(on_start=lambda: Clock.schedule_once(self._start, 0), picture=picture)
        finally:
            if self._content is not None:
                self._content.stop()
            if self._program is not None:
                self._program.stop()

    def _begin(self) -> EScreenState:
        terminal, rules = self._terminal, self._terminal.showing
        first = start(terminal.window or "", terminal.language, own_time())
        show = replace(
            first.show,
            between_calls=rules.between_calls,
            quiet_s=rules.quiet_seconds,
            page_s=rules.page_seconds,
            board_s=rules.board_seconds,
        )
        return replace(first, show=show)

    def _untouched(self, _intent: object) -> None:
        """Nobody can touch an e-screen."""

    def _show(self, board: EScreenState) -> None:
        self._shell.show(self._name, board)

    def _recover(self) -> None:
        """Begin again after a bug; a start that failed is tried again."""
        if self._program is None:
            self._start(0)
        self._show(self._program.runner.state if self._program is not None else self._first)

    def _start(self, _dt: float) -> None:
        from kiosk.mqtt.connection import dial
        from kiosk.terminal.program import Program

        program: Program[EScreenState, ScreenInput, ScreenEffect]
        program = Program(
            self._terminal,
            dial(self._terminal.broker),
            name=f"screen-{self._name}",
            filters=filters,
            state=self._first,
            step=step,
            wake=self._shell.wake(lambda *_: program.runner.drain()),
            show=self._show,
        )
        self._keep_content(program)
        program.watch_window(self._shell.first_frame)
        program.tell_emergency(self._shell.tell_emergency)
        self._program = started(program)

    def _keep_content(self, program: Program[EScreenState, ScreenInput, ScreenEffect]) -> None:
        store = self._terminal.content
        handle = program.runner.handle
        if store is None:
            handle(FollowSet, lambda _effect: None)
            return
        from e_screen.content import ScreenContent

        content = ScreenContent(
            store,
            self._terminal.showing,
            self._shell.metrics.say,
            self._divide,
            program.post,
            own=self._name == Profile.WINDOW,
        )
        handle(FollowSet, content.keep)
        handle(MakePages, lambda effect: program.work(lambda: content.make(effect)))
        handle(ReadPicture, lambda effect: program.work(lambda: content.read(effect)))
        content.start()
        program.work(content.open)
        self._content = content

    def _divide(self, title: str, rows: Sequence[ShowRow]) -> list[tuple[ShowRow, ...]]:
        """The rows of each page, as they fit this screen. Called on a worker."""
        from e_screen.screens import page_layout, show, window
        from e_screen.screens.page_view import rows_height

        m = self._shell.metrics
        width, height = (show if self._name == Profile.HALL else window).page_room(m)
        return page_layout.divided(rows, m, width, rows_height(title, m, width, height))
