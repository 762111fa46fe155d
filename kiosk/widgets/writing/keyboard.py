"""A keyboard on the screen: letters, or digits and marks; for English and for pinyin."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.panel import ColumnBox

APOSTROPHE = "\u2019"
LETTERS = ("qwertyuiop", f"asdfghjkl{APOSTROPHE}", "zxcvbnm")
MARKS = ("1234567890", "+-:;()?!%/", "\u201c\u201d、《》…~")
STOPS = {"zh_CN": "，。"}


class Keyboard(ColumnBox):
    """`on_key(char)`. `space`: the word on the space bar."""

    space = StringProperty("")
    __events__ = ("on_key",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._marks = False
        self._keys: list[list[TextButton]] = []
        self._rows: list[BoxLayout] = []
        for row in LETTERS:
            line = BoxLayout()
            self._keys.append([self._key(line) for _char in row])
            self._rows.append(line)
            self.add_widget(line)
        last = self._rows[-1]
        self._stops = [self._key(last), self._key(last)]
        self._space = self._key(last, size_hint_x=1.9)
        self._other = TextButton(style="body", size_hint_y=1, size_hint_x=1.4)
        self._other.fbind("on_press", self._turn)
        last.add_widget(self._other, index=len(last.children))
        self.fbind("space", self.dress_soon)

    def _key(self, line: BoxLayout, **kwargs: Any) -> TextButton:
        key = TextButton(style="body", size_hint_y=1, **kwargs)
        key.kind = "card"
        key.fbind("on_press", self._pressed)
        line.add_widget(key)
        return key

    def on_key(self, char: str) -> None:
        """A key was touched."""

    def _pressed(self, key: TextButton) -> None:
        self.dispatch("on_key", " " if key is self._space else key.text)

    def _turn(self, *_: object) -> None:
        self._marks = not self._marks
        self.dress_soon()

    def dress(self) -> None:
        super().dress()
        self.spacing = self.m.gap
        for row in self._rows:
            row.spacing = self.m.gap
        for keys, chars in zip(self._keys, MARKS if self._marks else LETTERS, strict=True):
            for key, char in zip(keys, chars, strict=True):
                key.text = char
        for key, char in zip(self._stops, STOPS.get(self.m.language, ",."), strict=True):
            key.text = char
        self._space.text, self._other.text = self.space, "abc" if self._marks else "123"
