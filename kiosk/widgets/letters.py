"""Letter keys for pinyin, its initials and English words, with the entry that they write into."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.panel import Panel
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.themed import Themed

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
DIGITS = "1234567890-"
UPRIGHT = (DIGITS[:10], ROWS[0], ROWS[1], f"{ROWS[2]}-")
WIDE = (f"{ROWS[0]}1234", f"{ROWS[1]}5678", f"{ROWS[2]}-90")
"""With digits, on a screen that is high, and on one that is wide."""
LAST = ("clear", "space", "delete", "way")
LEAST_MM = 20.0
"""Height of a key where room is scarce."""


class Letters(Themed):
    """`on_key(key)` with a letter, a space, `delete` or `clear`. Its height is that of its rows.

    `digits`: digits and a dash instead of the space, for receipt numbers; `spaced`: a space all the same, for words.
    Where room is scarce, only words without a `way` have one, since Chinese needs none. `way`: the word on a key that
    leads to another way to write; it is reported as `way`; empty: there is none.
    """

    tallest_mm = NumericProperty(17)
    digits = BooleanProperty(False)
    spaced = BooleanProperty(False)
    way = StringProperty("")
    __events__ = ("on_key",)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("size_hint_y", None)
        super().__init__(**kwargs)
        self._keys: dict[str, TextButton] = {}
        for key in ("".join(ROWS), LAST):
            self._add(key)
        self.fbind("digits", self._with_digits)
        for name in ("way", "spaced"):
            self.fbind(name, self.dress_soon)

    def _add(self, keys: Iterable[str]) -> None:
        for key in keys:
            button = self._keys[key] = TextButton(placed=True, size_hint=(None, None))
            button.fbind("on_press", self._pressed, key)
            self.add_widget(button)

    def _with_digits(self, *_: object) -> None:
        if self.digits and DIGITS[0] not in self._keys:
            self._add(DIGITS)
        self.dress_soon()

    def on_key(self, key: str) -> None:
        """A key was touched."""

    def _pressed(self, key: str, *_: object) -> None:
        self.dispatch("on_key", " " if key == "space" else key)

    def dress(self) -> None:
        m, gap = self.m, self.m.gap
        few = m.low or (m.elder and not m.portrait)  # what is found needs the fourth row
        lines = ROWS if not self.digits else UPRIGHT if m.portrait else WIDE
        space = self.spaced and not self.way and not (m.elder and m.portrait)  # there the words would not fit
        if few and (self.way or space) and lines is UPRIGHT:  # no room for a dash beside two more keys
            lines = (*UPRIGHT[:-1], ROWS[2])
        rows = len(lines) + (0 if few else 1)
        tall = m.mm(LEAST_MM) if few else max(m.target, m.mm(self.tallest_mm))
        self.height = rows * tall + (rows - 1) * gap
        most = max(map(len, lines))
        wide = (self.width - (most - 1) * gap) / most
        for at, line in enumerate(lines):
            ends = few and at == len(lines) - 1
            indent = 0 if ends else (self.width - len(line) * wide - (len(line) - 1) * gap) / 2
            for column, key in enumerate(line):
                self._place(key, self.x + indent + column * (wide + gap), at, wide, tall)
        way = ("way",) if self.way else ()
        spaced = self.spaced or not self.digits
        shown: tuple[str, ...] = (*way, "clear", "space", "delete") if spaced else (*way, "clear", "delete")
        left = self.x
        if few:
            shown = (*way, "space", "delete") if space else (*way, "delete")
            left += len(lines[-1]) * (wide + gap)
        each = (self.width - (left - self.x) - (len(shown) - 1) * gap) / len(shown)
        words = {"clear": self.say("清空"), "space": self.say("空格"), "delete": self.say("删除"), "way": self.way}
        for key in LAST:
            button = self._keys[key]
            button.text, button.style = words[key], "body"
            if key in shown:
                row = len(lines) - 1 if few else len(lines)
                self._place(key, left + shown.index(key) * (each + gap), row, each, tall)
        self._keep({*"".join(lines), *shown})

    def _keep(self, keys: set[str]) -> None:
        for key, button in self._keys.items():
            if key not in keys:
                self.remove_widget(button)
            elif button.parent is None:
                self.add_widget(button)

    def _place(self, key: str, left: float, row: int, wide: float, tall: float) -> None:
        button = self._keys[key]
        button.size = (round(wide), round(tall))
        button.pos = (round(left), round(self.top - (row + 1) * tall - row * self.m.gap))
        if len(key) == 1:
            button.text, button.style = key.upper(), "button"


class TypedLine(Panel):
    """What was typed, in one line; `placeholder` while it is empty. `small`: as large as text, for what is long."""

    typed = StringProperty("")
    small = BooleanProperty(False)
    placeholder = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("size_hint_y", None)
        super().__init__(**kwargs)
        self.edge, self.ground = "line", "ground"
        self._words = Paragraph(style="button", one_line=True)
        self.add_widget(self._words)
        for name in ("typed", "placeholder", "small"):
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        super().dress()
        m = self.m
        self.height = max(m.target, round(m.button * 1.45) + m.s(4))
        self.padding = [m.s(4), 0]
        self._words.text = self.typed or self.placeholder
        self._words.style = "button" if self.typed and not self.small else "body"
        self._words.bold = bool(self.typed)
        self._words.tone = "text" if self.typed else "second"
