"""Kivy's settings for a terminal, made before Kivy is first imported.

They switch off Kivy's own home folder, settings panel, keys, logs and further input providers: one window, one
provider.
"""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
from pathlib import Path

from kiosk.terminal.settings import Screen
from kiosk.widgets.heap import keep_heap_small

FPS = 40  # until the loop rests (waker.py), and where it cannot: a touch is seen within 25 ms


def _home(data: Path) -> Path:
    """A folder for Kivy, which needs one and writes nothing into it; in memory if the disk cannot be written."""
    home = data / "kivy"
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError:
        home = Path(tempfile.mkdtemp(prefix="kivy-", dir=os.environ.get("RUNTIME_DIRECTORY")))
        atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


def prepare(data: Path, screen: Screen, *, own_panel: bool = False) -> None:
    """Write the environment and `Config`. Call it before anything that imports Kivy.

    `own_panel`: input from the display does not count in this window (`kiosk/widgets/own_touch.py`).
    """
    keep_heap_small()
    home = _home(data)
    os.environ.update(
        KIVY_HOME=str(home),
        KIVY_NO_ARGS="1",
        KIVY_NO_CONFIG="1",
        KIVY_NO_CONSOLELOG="1",
        KIVY_NO_FILELOG="1",
        KIVY_LOG_MODE="PYTHON",
        KIVY_METRICS_DENSITY="1",
        KIVY_METRICS_FONTSCALE="1",
        KIVY_DPI="96",
        KIVY_WINDOW="sdl2",
        KIVY_TEXT="sdl2",
        KIVY_IMAGE="sdl2",
        KIVY_CLIPBOARD="dummy",  # so that no personal text is in a clipboard
        SDL_TOUCH_MOUSE_EVENTS="0",  # one touch, one event
        SDL_MOUSE_TOUCH_EVENTS="0",
    )
    logging.getLogger("kivy").setLevel(logging.WARNING)
    from kivy.config import Config  # noqa: PLC0415 - reads the environment when it is imported

    graphics = {
        "width": screen.width_px,
        "height": screen.height_px,
        "position": "custom",
        "left": screen.left_px,
        "top": screen.top_px,
        "rotation": screen.rotation,
        "borderless": 1,
        "resizable": 0,
        "fullscreen": "auto" if screen.fullscreen else 0,
        "show_cursor": 0 if screen.fullscreen else 1,
        "multisamples": 0,  # edges are smoothed when drawn; samples would cost 130 MB at 4K
        "maxfps": FPS,
        "allow_screensaver": 0,
        "verify_gl_main_thread": 0,
    }
    for key, value in graphics.items():
        Config.set("graphics", key, str(value))
    for key, value in {
        "exit_on_escape": "0",
        "keyboard_mode": "",
        "log_level": "warning",
        "kivy_clock": "interrupt",
    }.items():
        Config.set("kivy", key, value)
    for section in ("input", "modules"):
        Config.remove_section(section)
        Config.add_section(section)
    if not own_panel:
        Config.set("input", "mouse", "mouse,disable_multitouch")
