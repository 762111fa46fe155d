"""`xiaochuang calibrate --config terminal.toml`: calibrates a touch screen and prints the line for terminal.toml.

Stop the terminal's program first: this one opens the same window, on the same display, without any calibration.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kiosk.calibrate.crosses import Calibrating, Crosses
from kiosk.terminal import drivers
from kiosk.terminal.settings import Terminal
from kiosk.terminal.terminal_file import log_to_stderr, read_terminal
from kiosk.terminal.touch_matrix import IDENTITY, Matrix


def calibrate_main(argv: Sequence[str]) -> int:
    """Print the line. Returns 0, or 1 if the touches never fitted together or the window was closed."""
    parser = argparse.ArgumentParser(prog="xiaochuang calibrate", description=__doc__)
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help="the terminal's terminal.toml")
    given = parser.parse_args(argv)
    log_to_stderr()
    matrix = _ask(read_terminal(given.config))
    if matrix is None:
        return 1
    print(f"[screen]\n{line(matrix)}")
    return 0


def line(matrix: Matrix) -> str:
    """For terminal.toml; libinput takes the same six numbers."""
    return f"touch_matrix = [{', '.join(f'{share:.4f}' for share in matrix)}]"


def _is_citizens(terminal: Terminal) -> bool:
    """Whether it is a citizen's screen: of a machine (it belongs to no window of the hall), or of a pad that signs
    reviews. Only such screens have a panel of their own."""
    return terminal.window is None or terminal.signing_key_file is not None or bool(terminal.screen.touch)


def _ask(terminal: Terminal) -> Matrix | None:
    from kiosk.widgets.window import prepare  # Kivy reads its settings when it is imported

    screen = replace(terminal.screen, touch_matrix=IDENTITY)
    panel = drivers.touch_panel(screen) if _is_citizens(terminal) else None
    prepare(Path(terminal.data), screen, own_panel=panel is not None)
    from kiosk.calibrate.screen import CrossesScreen
    from kiosk.widgets.shell import Shell
    from kiosk.widgets.theme import Profile

    found: list[Matrix | None] = []

    def done(matrix: Matrix | None) -> None:
        found.append(matrix)
        shell.stop()

    calibrating = Calibrating(screen.rotation, lambda crosses: shell.show("crosses", crosses), done)
    shell = Shell(
        replace(terminal, screen=screen),
        Profile.KIOSK,
        {"crosses": CrossesScreen},
        touch=calibrating.touched,  # type: ignore[arg-type]
        panel=panel,
    )
    shell.show("crosses", Crosses())
    shell.run()
    return found[0] if found else None
