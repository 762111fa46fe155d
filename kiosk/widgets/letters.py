"""Letter keys for pinyin, its initials and English words, with the entry that they write into."""

from __future__ import annotations

from typing import Any

from kivy.properties import NumericProperty, StringProperty

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.panel import Panel
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.themed import Themed

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
LAST = ("clear", "space", "delete")
LEAST_MM = 20.0
"""Height of a key where room is scarce."""


class Letters(Themed):
    """`on_key(key)` with a letter, a space, `delete` or `clear`. Its height is that of its rows."""

    tallest_mm = NumericProperty(17)
    __events__ = ("on_key",)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("size_hint_y", None)
        super().__init__(**kwargs)
        self._keys = {key: TextButton(placed=True, size_hint=(None, None)) for key in [*"".join(ROWS), *LAST]}
        for key, button in self._keys.items():
            button.fbind("on_press", self._pressed, " " if key == "space" else key)
            self.add_widget(button)

    def on_key(self, key: str) -> None:
        """A key was touched."""

    def _pressed(self, key: str, *_: object) -> None:
        self.dispatch("on_key", key)

    def dress(self) -> None:
        m, gap = self.m, self.m.gap
        few = m.low or (m.elder and not m.portrait)  # what is found needs the fourth row
        rows = 3 if few else 4
        tall = m.mm(LEAST_MM) if few else max(m.target, m.mm(self.tallest_mm))
        self.height = rows * tall + (rows - 1) * gap
        wide = (self.width - 9 * gap) / 10
        for at, row in enumerate(ROWS):
            indent = (self.width - len(row) * wide - (len(row) - 1) * gap) / 2 if at < 2 or not few else 0
            for column, key in enumerate(row):
                self._place(key, self.x + indent + column * (wide + gap), at, wide, tall)
        third = 3 * wide + 2 * gap if few else (self.width - 2 * gap) / 3
        words = {"clear": self.say("清空"), "space": self.say("空格"), "delete": self.say("删除")}
        for column, key in enumerate(LAST):
            button = self._keys[key]
            button.text, button.style = words[key], "body"
            if few and key != "delete":
                self.remove_widget(button)
                continue
            if button.parent is None:
                self.add_widget(button)
            if few:
                self._place(key, self.x + self.width - third, 2, third, tall)
            else:
                self._place(key, self.x + column * (third + gap), 3, third, tall)

    def _place(self, key: str, left: float, row: int, wide: float, tall: float) -> None:
        button = self._keys[key]
        button.size = (round(wide), round(tall))
        button.pos = (round(left), round(self.top - (row + 1) * tall - row * self.m.gap))
        if len(key) == 1:
            button.text, button.style = key.upper(), "button"


class TypedLine(Panel):
    """What was typed, in one line; `placeholder` while it is empty."""

    typed = StringProperty("")
    placeholder = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("size_hint_y", None)
        super().__init__(**kwargs)
        self.edge, self.ground = "line", "ground"
        self._words = Paragraph(style="button", one_line=True)
        self.add_widget(self._words)
        for name in ("typed", "placeholder"):
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        super().dress()
        m = self.m
        self.height = max(m.target, round(m.button * 1.45) + m.s(4))
        self.padding = [m.s(4), 0]
        self._words.text = self.typed or self.placeholder
        self._words.style = "button" if self.typed else "body"
        self._words.bold = bool(self.typed)
        self._words.tone = "text" if self.typed else "second"
