"""Letters and digits to touch: for names, numbers and those who write in English."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.panel import Column

ROWS = ("1234567890", "qwertyuiop", "asdfghjkl，", "zxcvbnm。")
SPACE = " "


class Keyboard(Column):
    """`on_key(char)`. `space`: the word on the space bar."""

    space = StringProperty("")
    __events__ = ("on_key",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._rows: list[BoxLayout] = []
        for row in ROWS:
            line = BoxLayout()
            for char in row:
                line.add_widget(self._key(char))
            self._rows.append(line)
            self.add_widget(line)
        self._space = self._key(SPACE, size_hint_x=2.2)
        self._rows[-1].add_widget(self._space)
        self.fbind("space", self.dress_soon)

    def _key(self, char: str, **kwargs: Any) -> TextButton:
        key = TextButton(text=char, style="body", size_hint_y=1, **kwargs)
        key.kind = "card"
        key.fbind("on_press", self._pressed, char)
        return key

    def on_key(self, char: str) -> None:
        """A key was touched."""

    def _pressed(self, char: str, *_: object) -> None:
        self.dispatch("on_key", char)

    def dress(self) -> None:
        super().dress()
        self.spacing = self.m.gap
        self._space.text = self.space
        for row in self._rows:
            row.spacing = self.m.gap
