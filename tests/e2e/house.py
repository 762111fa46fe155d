"""The whole demo hall as one person at a desk has it: real programs on one display, touched with xdotool."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

READY_S = 120.0
SOON_S = 40.0


@dataclass(frozen=True)
class Seen:
    """What a screen shows now; see `kiosk/widgets/seen.py`."""

    screen: str
    words: list[str]
    targets: list[dict[str, Any]]
    touches: int

    def shows(self, part: str) -> bool:
        return any(part in one for one in self.words)


DOUBLE_TAP_S = 0.45
"""A touch sooner than this after the screen changed would be taken for a double tap."""


class Stage:
    """Programs on one display, their files in `folder`. Methods wait until what they say is so, or fail the test.

    `windows`: left, top, width and height of each program's window.
    """

    folder: Path
    display: str
    windows: dict[str, list[int]]

    def pid(self, program: str) -> int:
        """Of a program that runs; 0 for one that just ended."""
        raise NotImplementedError

    # ---- screens

    def look(self, program: str) -> Seen:
        """What `program` shows now."""
        return self._told(program, signal.SIGUSR2)

    def picture(self, program: str) -> Path:
        """What `program` shows now, as a PNG."""
        self._told(program, signal.SIGUSR1)
        return self.picture_file(program)

    def picture_file(self, program: str) -> Path:
        """Where `program` saves its screen when it is asked to."""
        return self.folder / program / "screen.png"

    def _told(self, program: str, by: signal.Signals) -> Seen:
        path = self.picture_file(program).with_suffix(".json")
        before = path.stat().st_mtime_ns if path.exists() else 0
        wait(lambda: self.pid(program) != 0, f"{program} to run")
        os.kill(self.pid(program), by)
        wait(lambda: path.exists() and path.stat().st_mtime_ns != before, f"{program} to say what it shows")
        return Seen(**json.loads(path.read_text(encoding="utf-8")))

    def see(self, program: str, *parts: str, timeout_s: float = SOON_S) -> Seen:
        """Wait until all of `parts` are to be read on the screen of `program`."""
        last: list[Seen] = []

        def there() -> bool:
            last[:] = [self.look(program)]
            return all(last[0].shows(part) for part in parts)

        wait(there, lambda: f"{parts} on {program}, which shows {last[0].screen}: {last[0].words}", timeout_s)
        return last[0]

    def see_one(self, program: str, *parts: str) -> str:
        """Wait until one of `parts` is to be read on the screen of `program`; returns the first that is."""
        found: list[str] = []
        last: list[Seen] = []

        def there() -> bool:
            last[:] = [self.look(program)]
            found[:] = [part for part in parts if last[0].shows(part)]
            return bool(found)

        wait(there, lambda: f"one of {parts} on {program}, which shows {last[0].screen}: {last[0].words}")
        return found[0]

    def touch(self, program: str, word: str) -> None:
        """Touch the target with this word on it, as a finger would, once it is there; returns when it was heeded."""
        left, top, width, height = self.target(program, word)
        self.finger(program, left + width // 2, top + height // 2)

    def target(self, program: str, word: str) -> list[int]:
        """Left, top, width and height of what has this word on it, once it has been there for a while."""
        found: list[tuple[str, list[int]]] = []

        def look() -> list[tuple[str, list[int]]]:
            seen = self.look(program)
            usable = [target for target in seen.targets if target["usable"]]
            exact = [target for target in usable if word in target["words"]]
            those = exact or [target for target in usable if any(word in one for one in target["words"])]
            return [(seen.screen, target["box"]) for target in those[:1]]

        def there() -> bool:
            before = look()
            if before:
                time.sleep(DOUBLE_TAP_S)
                found[:] = look()
            return bool(before) and found == before

        wait(there, lambda: f"{word!r} to touch on {program}, which shows {self.look(program).words}")
        return found[0][1]

    def finger(self, program: str, x: int, y: int) -> None:
        """Down and up at a point of a window; a person needs a moment for it. Returns when it was heeded."""
        self.drag(program, (x, y))

    def drag(self, program: str, *way: tuple[int, int]) -> None:
        """Down at the first of these points of a window, over the others, and up at the last. Returns when heeded.

        Of all that happens between two frames a program hears of the last place alone: a finger rests as it lands and
        before it lifts.
        """
        before = self.look(program).touches
        left, top, _, _ = self.windows[program]
        env = {**os.environ, "DISPLAY": self.display}
        for at, (x, y) in enumerate(way):
            there = ["mousemove", str(left + x), str(top + y)]
            subprocess.run(["xdotool", *there, *([] if at else ["mousedown", "1"])], env=env, check=True)
            if len(way) > 1 and at in {0, len(way) - 1}:
                self.look(program)
                self.look(program)
        time.sleep(0.06)
        subprocess.run(["xdotool", "mouseup", "1"], env=env, check=True)
        wait(lambda: self.look(program).touches > before, f"{program} to heed a touch")

    def key(self, key: str) -> None:
        """Press a key of the display's keyboard, wherever the last touch was."""
        subprocess.run(["xdotool", "key", key], env={**os.environ, "DISPLAY": self.display}, check=True)
        time.sleep(DOUBLE_TAP_S)

    # ---- the bench

    def bench(self, *words: str) -> str:
        """`xiaochuang bench …` on the number machine."""
        done = subprocess.run(
            [sys.executable, "xiaochuang.py", "bench", "--data", str(self.folder), *words],
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
        return done.stdout

    def phones(self) -> str:
        """What all phones got so far: text messages of the hall's back end, one a line."""
        found = [path.read_text(encoding="utf-8") for path in self.folder.glob("**/phones.jsonl")]
        return "".join(found)

    def papers(self) -> list[Path]:
        return sorted(self.folder.glob("kiosk/paper/*.png"))


class House(Stage):
    """One demo in `folder`, as `scripts/demo --headless` starts it. `program`: what Python runs, if it is another."""

    def __init__(self, folder: Path, *extra: str, program: Sequence[str] = ("-m", "demo")) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, *program, "--headless", "--dir", str(folder), *extra],
            stdout=subprocess.PIPE,
            stderr=(folder.parent / f"{folder.name}.err").open("wb"),
            text=True,
        )
        self.ready: dict[str, Any] = self._ready()
        self.hall: str = self.ready["hall"]
        self.display = self.ready["display"]
        self.windows = self.ready["windows"]
        self.port = int(self.ready["mqtt"].rpartition(":")[2])

    def _ready(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        readable, _, _ = select.select([self.process.stdout], [], [], READY_S)
        assert readable, (self.folder.parent / f"{self.folder.name}.err").read_text()
        line: dict[str, Any] = json.loads(self.process.stdout.readline())
        return line

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(60)

    # ---- programs

    def pid(self, program: str) -> int:
        pids: dict[str, int] = json.loads((self.folder / "pids.json").read_text())
        return pids.get(program, 0)

    def kill(self, program: str) -> int:
        """kill -9; returns the pid it had."""
        pid = self.pid(program)
        os.kill(pid, signal.SIGKILL)
        return pid

    def back(self, program: str, old: int) -> float:
        """Wait until `program` runs again; returns the seconds it took."""
        start = time.monotonic()
        wait(lambda: self.pid(program) not in {0, old}, f"{program} started again")
        return time.monotonic() - start


def wait(done: Callable[[], bool], what: str | Callable[[], str], timeout_s: float = SOON_S) -> None:
    """Until `done()`, or an assertion that says what did not come."""
    deadline = time.monotonic() + timeout_s
    while not done():
        assert time.monotonic() < deadline, f"waited {timeout_s:.0f} s for {what() if callable(what) else what}"
        time.sleep(0.05)
