"""`xiaochuang pad`: one of the two screens of the pad at a window."""

from __future__ import annotations

import argparse
import functools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.terminal import drivers
from kiosk.terminal.settings import Terminal
from kiosk.terminal.terminal_file import guard_data, guard_secrets, log_to_stderr, read_terminal

if TYPE_CHECKING:
    from domain.flow import CommonEffect
    from domain.pad.citizen import CitizenInput
    from domain.pad.clerk import ClerkInput
    from domain.pad.clerk_state import ClerkState
    from domain.pad.review import CitizenState
    from kiosk.terminal.program import Program


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(prog="xiaochuang pad", description=__doc__)
    parser.add_argument("--screen", choices=("citizen", "clerk"), help="which of the two this is")
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help="its terminal.toml")
    parser.add_argument("--picture", type=Path, metavar="PNG", help="on SIGUSR1 save what is shown there")
    parser.add_argument(
        "--public-key", action="store_true", help="print the key that reviews are signed with (for hall.toml), and end"
    )
    chosen = parser.parse_args(argv)
    log_to_stderr()
    terminal = read_terminal(chosen.config)
    guard_secrets(terminal)
    guard_data(terminal)
    if chosen.public_key:
        return _print_key(terminal.signing_key_file)
    if chosen.screen is None:
        parser.error("--screen citizen or --screen clerk is needed")
    if not terminal.window:
        print(f"{chosen.config}: window: is missing: a pad belongs to one", file=sys.stderr)
        return 2

    from kiosk.widgets.window import prepare  # Kivy reads its settings when it is imported

    panel = drivers.touch_panel(terminal.screen) if chosen.screen == "citizen" else None
    prepare(Path(terminal.data), terminal.screen, own_panel=panel is not None)
    from review_pad.app import CitizenPad, ClerkPad

    if chosen.screen == "clerk":
        return ClerkPad(terminal, functools.partial(_clerk_program, terminal)).run(chosen.picture)
    from kiosk.writing.engines import Writing, of_this_machine

    citizen = functools.partial(_citizen_program, terminal)
    return CitizenPad(terminal, citizen, Writing(of_this_machine), panel).run(chosen.picture)


# ---- the program behind each window; its modules are loaded after the first frame


def _citizen_program(
    terminal: Terminal, wake: Callable[[], None], show: Callable[[CitizenState], None]
) -> Program[CitizenState, CitizenInput, CommonEffect]:
    from kiosk.mqtt.connection import dial
    from review_pad.seats import citizen_program

    return citizen_program(terminal, dial(terminal.broker), wake=wake, show=show, gpio=drivers.gpio(terminal.hardware))


def _clerk_program(
    terminal: Terminal, wake: Callable[[], None], show: Callable[[ClerkState], None]
) -> Program[ClerkState, ClerkInput, CommonEffect]:
    from kiosk.mqtt.connection import dial
    from kiosk.terminal import drivers
    from review_pad.seats import clerk_program
    from review_pad.staff_cards import StaffCards

    cards = StaffCards(drivers.card_reader(terminal.hardware), drivers.scanner(terminal.hardware))
    return clerk_program(terminal, dial(terminal.broker), wake=wake, show=show, staff_cards=cards)


def _print_key(path: str | None) -> int:
    from review_pad.signing import Signer

    if path is None:
        print("signing_key_file is not set in this terminal.toml", file=sys.stderr)
        return 2
    print(Signer(Path(path)).public_key)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
