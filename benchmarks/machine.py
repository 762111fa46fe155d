"""The number machine on the bench's glass: a real hall behind it, touched through XTest, its words read by SIGUSR2."""

from __future__ import annotations

import contextlib
import ctypes
import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.demo_hall import HALL, demo_hall
from benchmarks.glass import Glass, glass
from benchmarks.screens import on
from demo.folder import SEATS
from demo.programs import COMMANDS
from demo.stage import PLACES
from kiosk.terminal.settings import CardDriver

READY_S = 40.0
GUARD_PX, GUARD_S = 200, 0.45  # a little more than the programs' own 25 mm and 0.4 s


class Finger:
    """Touches a display without starting a program for each touch."""

    def __init__(self, display: str) -> None:
        x11, self._xtest = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
        self._flush = x11.XFlush

    def rest(self, x: int, y: int) -> None:
        self._xtest.XTestFakeMotionEvent(self._display, -1, x, y, ctypes.c_ulong(0))
        self._flush(self._display)

    def press(self, *, down: bool) -> None:
        self._xtest.XTestFakeButtonEvent(self._display, 1, int(down), ctypes.c_ulong(0))
        self._flush(self._display)


class OnGlass:
    """`shown` is what it shows, `look` the words and targets on it (`kiosk/widgets/seen.py`)."""

    def __init__(self, shown: Glass, process: subprocess.Popen[str], data: Path) -> None:
        self.shown = shown
        self._process = process
        self._file = data / "screen.json"
        self._finger = Finger(shown.display)
        self._touched = (0, 0, 0.0)  # x, y, when

    def look(self) -> dict[str, Any]:
        before = self._file.stat().st_mtime_ns if self._file.exists() else 0
        self._process.send_signal(signal.SIGUSR2)
        wait(lambda: self._file.exists() and self._file.stat().st_mtime_ns != before, "its words")
        looked: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8"))
        return looked

    def see(self, part: str) -> None:
        wait(lambda: any(part in word for word in self.look()["words"]), f"{part!r} on the machine")

    def aim(self, word: str) -> None:
        """Put the finger over the target with this word."""
        boxes = [target["box"] for target in self.look()["targets"] if any(word in one for one in target["words"])]
        left, top, width, height = boxes[0]
        self._finger.rest(left + width // 2, top + height // 2)

    def tap(self, x: int, y: int) -> None:
        """Down and up on one spot, as short as a finger's touch; later, where the guard against two would take it."""
        last_x, last_y, when = self._touched
        if abs(x - last_x) <= GUARD_PX and abs(y - last_y) <= GUARD_PX:
            time.sleep(max(0.0, when + GUARD_S - time.monotonic()))
        self._finger.rest(x, y)
        self.touch()
        self._touched = (x, y, time.monotonic())

    def touch(self) -> float:
        """Touch where the finger is; `time.perf_counter()` of its going down. The machine answers the lifting."""
        self._finger.press(down=True)
        time.sleep(0.05)
        lifted = time.perf_counter()
        self._finger.press(down=False)
        return lifted


def wait(done: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + READY_S
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {READY_S:.0f} s for {what}")
        time.sleep(0.02)


@contextlib.contextmanager
def machine(name: Path, cards: CardDriver) -> Iterator[OnGlass]:
    """A machine at home, its hall linked. `name`: an empty folder."""
    with demo_hall(name) as (folder, port):
        seat = next(seat for seat in SEATS if seat.program == "kiosk")
        seat = replace(seat, hardware=replace(seat.hardware, cards=cards))
        place = replace(PLACES["kiosk"], left=0, top=0)
        config = folder.write_seat(seat, HALL, port, place)
        with (
            glass(place.width, place.height) as shown,
            on(shown, [*COMMANDS["kiosk"], "--config", str(config)]) as (process, _),
        ):
            shown.settle(still_s=1.0)
            made = OnGlass(shown, process, name / "kiosk")
            made.see("请触摸屏幕")
            made.aim("请触摸屏幕")
            made.touch()
            made.see("您要办什么")
            yield made
