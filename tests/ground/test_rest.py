"""A window rests while nothing happens, and whatever happens ends the rest (docs/adr/0050-a-window-rests.md)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.glass import glass
from tests.e2e.house import wait

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("stage-test_rest")]

HARDLY_EVER = "0.001"
"""Looks a second of a window that nothing but a wake can reach within this test's patience."""


class Window:
    """The window of `tests/screens/rest_probe.py` on a display of its own."""

    def __init__(self, folder: Path, display: str, looks: str) -> None:
        self.folder = folder
        self._env = {**os.environ, "DISPLAY": display, "SDL_VIDEODRIVER": "x11"}
        words = [sys.executable, "-m", "tests.screens.rest_probe", str(folder), *([looks] if looks else [])]
        self.process = subprocess.Popen(
            words, env=self._env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.next() == "started"
        self.rest()

    def next(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def tell(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def frames(self) -> int:
        self.tell("frames")
        return int(self.next())

    def rest(self) -> None:
        """Until the window does nothing for a moment: it may look once or twice then."""

        def still() -> bool:
            before = self.frames()
            time.sleep(0.3)
            return self.frames() - before <= 3

        wait(still, "the window's rest")

    def xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._env, check=True)

    def end(self) -> int:
        self.process.terminate()
        return self.process.wait(20)


@pytest.fixture
def still(tmp_path: Path) -> Iterator[Window]:
    with glass(200, 200) as shown:
        window = Window(tmp_path, shown.display, HARDLY_EVER)
        try:
            yield window
        finally:
            window.process.kill()
            window.process.wait(20)


def test_a_touch_ends_the_rest(still: Window) -> None:
    for _ in range(3):
        still.xdotool("mousemove", "100", "100", "mousedown", "1")
        assert still.next() == "down"
        still.rest()
        still.xdotool("mouseup", "1")
        assert still.next() == "up"
        still.rest()


def test_a_touch_as_short_as_a_display_can_tell_is_seen_whole(still: Window) -> None:
    for _ in range(5):
        still.xdotool("mousemove", "100", "100", "mousedown", "1", "mouseup", "1")
        assert [still.next(), still.next()] == ["down", "up"]
        time.sleep(0.5)  # no double tap


def test_another_thread_and_a_timer_end_the_rest(still: Window) -> None:
    for word in ("scheduled", "later") * 3:
        still.tell(word)
        assert still.next() == word
        still.rest()


def test_signals_end_the_rest(still: Window) -> None:
    still.process.send_signal(signal.SIGUSR1)
    wait((still.folder / "screen.json").exists, "the words on the screen")
    assert (still.folder / "screen.png").exists()
    still.rest()
    assert still.end() == 0


def test_a_window_at_rest_looks_around_a_few_times_a_second(tmp_path: Path) -> None:
    with glass(200, 200) as shown:
        window = Window(tmp_path, shown.display, "")
        before, since = window.frames(), time.monotonic()
        time.sleep(3)
        looks, seconds = window.frames() - before, time.monotonic() - since
        assert 1 <= looks <= 15 * seconds  # forty a second before; a timer takes a few
        assert window.end() == 0
