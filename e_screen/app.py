"""An e-screen with its window: board, link and the one screen it shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from e_screen.board import Board, start, step
from e_screen.follows import filters
from e_screen.screens.hall import HallScreen
from e_screen.screens.window import WindowScreen
from kiosk.mqtt.port import OpenWire
from kiosk.program import Program
from kiosk.settings import Terminal
from kiosk.widgets.shell import Shell
from kiosk.widgets.theme import Profile

SCREENS = {Profile.HALL: HallScreen, Profile.WINDOW: WindowScreen}


def run(terminal: Terminal, profile: Profile, open_wire: OpenWire, picture: Path | None = None) -> int:
    """Show the hall's screen or one window's until SIGTERM; returns the exit code."""
    name = profile.value
    shell = Shell(terminal, profile, {name: SCREENS[profile]}, touch=lambda _intent: None, recover=lambda: show_again())  # noqa: PLW0108 - defined below
    wake: list[Callable[[], None]] = []
    program: Program[Board] = Program(
        terminal,
        open_wire,
        name=f"screen-{name}",
        filters=filters,
        state=start(terminal.window or "", terminal.language),
        step=step,
        wake=lambda: wake[0](),  # noqa: PLW0108 - there when the loop runs
        show=lambda board: shell.show(name, board),
    )
    wake.append(shell.wake(program.runner.drain))
    program.watch_window(shell.first_frame)

    def show_again() -> None:
        shell.show(name, program.runner.state)

    show_again()
    try:
        return shell.run(on_start=program.start, picture=picture)
    finally:
        program.stop()
