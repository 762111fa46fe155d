"""The sides of one thing, one of which is seen: a row of buttons, or several rows where large words need them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.panel import Grid
from kiosk.widgets.paragraph import font


class Tabs(Grid):
    """`show` the (key, word) pairs and which one is chosen; `on_choose(key)` when another is touched."""

    __events__ = ("on_choose",)

    def __init__(self, **kwargs: Any) -> None:
        self._tabs: tuple[tuple[str, str], ...] = ()
        self._chosen = ""
        self._buttons: dict[str, TextButton] = {}
        super().__init__(size_hint_y=None, **kwargs)

    def on_choose(self, key: str) -> None:
        """A tab was touched."""

    def show(self, tabs: Sequence[tuple[str, str]], chosen: str) -> None:
        if (tuple(tabs), chosen) == (self._tabs, self._chosen):
            return
        self._tabs, self._chosen = tuple(tabs), chosen
        self.dress_soon()

    def dress(self) -> None:
        keys = [key for key, _word in self._tabs]
        if list(self._buttons) != keys:
            self.clear_widgets()
            self._buttons = {}
            for key in keys:
                button = TextButton(style="body", size_hint_y=1)
                button.fbind("on_press", lambda _button, key=key: self.dispatch("on_choose", key))
                self._buttons[key] = button
                self.add_widget(button)
        m, count = self.m, max(1, len(keys))
        self.spacing = m.gap
        widest = max((font(bold=False).width(word) for _key, word in self._tabs), default=0) * m.body + 2 * m.s(2)
        fitting = max(1, int((self.width + m.gap) // (widest + m.gap))) if self.width > 2 else count
        rows = -(-count // min(count, fitting))
        self.cols = -(-count // rows)
        line = max(m.target, round(m.body * 1.45) + m.s(4))
        self.height = rows * line + (rows - 1) * m.gap if keys else 0
        for key, word in self._tabs:
            button = self._buttons[key]
            button.text = word
            button.kind = "chosen" if key == self._chosen else "quiet"
