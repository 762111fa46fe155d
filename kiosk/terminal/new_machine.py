"""`xiaochuang new-machine`: an engineer confirms that this machine replaces the one that a folder belonged to."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.mqtt.outbox import Outbox
from kiosk.terminal.home_machine import HomeMachine
from kiosk.terminal.machine_marks import MachineMarks
from kiosk.terminal.terminal_file import read_terminal


def main(argv: Sequence[str] | None = None, *, marks: MachineMarks | None = None) -> int:
    """Returns 0 if the folder now belongs to this machine, 1 if not. `marks`: other marks than the real ones, for
    tests."""
    words = argparse.ArgumentParser(
        prog="xiaochuang new-machine",
        description="A memory card or a data folder has come from another machine, which has gone. Until this machine "
        "is said to take its place it gives no numbers of its own block and sends nothing of what waits in the folder: "
        "the other one might do the same. Stop the terminal first, and start it afterwards.",
    )
    words.add_argument("config", type=Path, metavar="terminal.toml")
    words.add_argument("--yes", action="store_true", help="the other machine is out of use: this one takes its place")
    asked = words.parse_args(argv)
    terminal = read_terminal(asked.config)
    data = Path(terminal.data)
    home = HomeMachine(data, marks)
    if not home.is_another:
        print(f"{terminal.device}: the files in {data} are this machine's ({home.marks.short or 'no mark'})")
        return 0
    outbox = Outbox(data / "outbox.db")
    print(f"{terminal.device}: the files in {data} were made on the machine {home.before}; this is {home.marks.short}.")
    print(f"{len(outbox)} events wait in them for the hall.")
    outbox.close()
    if not asked.yes:
        print("If the other machine is out of use: xiaochuang new-machine --yes terminal.toml")
        print("If it is still at work, this is a copy: give this one a device and an empty folder of its own.")
        return 1
    try:
        home.take_over()
    except OSError as error:
        print(f"{data} takes no writes: {error.strerror}", file=sys.stderr)
        return 1
    print("This machine takes its place. What waits is sent when it starts; own numbers are given from tomorrow on.")
    return 0
