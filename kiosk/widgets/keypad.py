"""Twelve keys for digits, and the entry above them."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, ListProperty, NumericProperty, StringProperty

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.panel import Panel
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.themed import Themed

KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "delete")
FLAT = ("1", "2", "3", "4", "5", "clear", "6", "7", "8", "9", "0", "delete")
LEAST_MM = 22.0
"""Side of a key on a machine, as measured by the tests."""


def grouped(digits: str, groups: list[int]) -> str:
    """`"13800138000"` in groups of 3, 4 and 4: `"138 0013 8000"`."""
    parts, at = [], 0
    for size in groups:
        parts.append(digits[at : at + size])
        at += size
    return " ".join(part for part in [*parts, digits[at:]] if part)


class Keypad(Themed):
    """`on_key(key)` with a digit, `delete` or `clear`. Keys fill the box, as high as is comfortable and no more.

    `flat`: two rows of six instead of four of three, for a low box.
    """

    tallest_mm = NumericProperty(34)
    flat = BooleanProperty(False)
    __events__ = ("on_key",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keys = {key: TextButton(placed=True, size_hint=(None, None)) for key in KEYS}
        for key, button in self._keys.items():
            button.fbind("on_press", self._pressed, key)
            self.add_widget(button)
        self.fbind("flat", self.dress_soon)

    def on_key(self, key: str) -> None:
        """A key was touched."""

    def _pressed(self, key: str, *_: object) -> None:
        self.dispatch("on_key", key)

    def dress(self) -> None:
        m, gap = self.m, self.m.gap
        order, columns, rows = (FLAT, 6, 2) if self.flat else (KEYS, 3, 4)
        wide = (self.width - (columns - 1) * gap) / (columns + (0.8 if self.flat else 0))  # flat: the last is wider
        tall = min((self.height - (rows - 1) * gap) / rows, m.mm(self.tallest_mm))
        for at, key in enumerate(order):
            button = self._keys[key]
            row, column = divmod(at, columns)
            button.size = (round(wide * 1.8 if self.flat and column == columns - 1 else wide), round(tall))
            button.pos = (round(self.x + column * (wide + gap)), round(self.top - (row + 1) * tall - row * gap))
            if key == "delete":
                button.text, button.icon, button.style = self.say("删除"), "" if self.flat else "backspace", "body"
            elif key == "clear":
                button.text, button.style = self.say("清空"), "body"
            else:
                button.text, button.style = key, "title"


class Entry(Panel):
    """What was typed, large and in groups; `placeholder` while it is empty."""

    digits = StringProperty("")
    placeholder = StringProperty("")
    groups = ListProperty([3, 4, 4])

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("size_hint_y", None)
        super().__init__(**kwargs)
        self.edge, self.ground = "line", "ground"
        self._words = Paragraph(style="title", halign="center", one_line=True)
        self.add_widget(self._words)
        for name in ("digits", "placeholder", "groups"):
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        super().dress()
        m = self.m
        self.height = max(m.target, round(m.title * 1.45) + m.s(4))
        self.padding = [m.s(4), 0]
        self._words.text = grouped(self.digits, self.groups) or self.placeholder
        self._words.style = "title" if self.digits else "body"
        self._words.bold = bool(self.digits)
        self._words.tone = "text" if self.digits else "second"
