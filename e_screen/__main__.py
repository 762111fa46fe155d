"""`xiaochuang screen`: silent calling, on the hall's big screen or above one window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.terminal.terminal_file import guard_data, guard_secrets, log_to_stderr, read_terminal
from kiosk.widgets.window import prepare


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="xiaochuang screen", description=__doc__)
    parser.add_argument("--profile", choices=["hall", "window"], required=True, help="which screen this is")
    parser.add_argument("--config", type=Path, required=True, help="terminal.toml of this screen")
    parser.add_argument("--picture", type=Path, help="on SIGUSR1 save what is shown to this PNG")
    given = parser.parse_args(argv)
    log_to_stderr()
    terminal = read_terminal(given.config)
    guard_secrets(terminal)
    guard_data(terminal)
    if given.profile == "window" and not terminal.window:
        print(f"{given.config}: window: is missing: this screen belongs to one", file=sys.stderr)
        return 2
    prepare(Path(terminal.data), terminal.screen)
    from e_screen.app import EScreenApp  # Kivy reads its settings when it is imported
    from kiosk.widgets.theme import Profile

    return EScreenApp(terminal, Profile(given.profile)).run(given.picture)


if __name__ == "__main__":
    sys.exit(main())
