"""The floor of every screen: a Kivy program with one label and nothing else. A line on stdin becomes its text."""

from __future__ import annotations

import os
import sys
import threading
from functools import partial

os.environ.setdefault("KIVY_NO_ARGS", "1")
os.environ.setdefault("KIVY_NO_CONSOLELOG", "1")
os.environ.setdefault("KIVY_NO_FILELOG", "1")

from kivy.config import Config

WIDTH, HEIGHT = (int(part) for part in sys.argv[1].split("x"))
for key, value in (
    ("width", WIDTH),
    ("height", HEIGHT),
    ("borderless", 1),
    ("position", "custom"),
    ("left", 0),
    ("top", 0),
):
    Config.set("graphics", key, value)

from kivy.base import runTouchApp
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.label import Label

Window.clearcolor = (1, 1, 1, 1)
label = Label(text="0", font_size=HEIGHT / 6, color=(0, 0, 0, 1))


def change(text: str, _dt: float) -> None:
    label.text = text


def read() -> None:
    for line in sys.stdin:
        Clock.schedule_once(partial(change, line.strip()), -1)


threading.Thread(target=read, daemon=True).start()
runTouchApp(label)
