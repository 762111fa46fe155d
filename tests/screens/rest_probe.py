"""A window of ours with nothing in it: `python -m tests.screens.rest_probe FOLDER [LOOKS_PER_S]`.

Prints a word for each thing that happens to it. `frames` on its standard input makes it print how many frames it had.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

from kiosk.terminal.settings import Screen, Terminal
from kiosk.widgets.window import prepare

FOLDER = Path(sys.argv[1])
SIDE = 200
SCREEN = Screen(width_px=SIDE, height_px=SIDE, any_pointer=True)
prepare(FOLDER, SCREEN)

from kivy.cache import Cache
from kivy.clock import Clock

from kiosk.widgets import waker
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.shell import Shell
from kiosk.widgets.theme import Profile

if len(sys.argv) > 2:
    waker.LOOKS_PER_S = float(sys.argv[2])  # type: ignore[assignment]
    Clock.unschedule(Cache._purge_by_timeout)  # a timer of Kivy's that would wake it each second


def tell(word: object) -> None:
    print(word, flush=True)


class Touched(TerminalScreen):
    def on_touch_down(self, _touch: Any) -> bool:
        tell("down")
        return True

    def on_touch_up(self, _touch: Any) -> bool:
        tell("up")
        return True


def read() -> None:
    for line in sys.stdin:
        match line.strip():
            case "frames":
                tell(Clock.frames)
            case "scheduled":
                Clock.schedule_once(lambda _dt: tell("scheduled"))
            case "later":
                Clock.schedule_once(lambda _dt: Clock.schedule_once(lambda _dt: tell("later"), 0.3))


def started() -> None:
    threading.Thread(target=read, daemon=True).start()
    tell("started")


shell = Shell(
    Terminal(hall="h", device="d", data=str(FOLDER), screen=SCREEN), Profile.KIOSK, {"one": Touched}, touch=tell
)
shell.show("one", None)
sys.exit(shell.run(on_start=started))
