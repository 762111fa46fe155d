"""The ways to write: 句子 · 手写 · 拼音, the chosen one seen as chosen. Of two, the other one alone."""

from __future__ import annotations

from typing import Any

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.panel import Row

Entry = tuple[str, str, str]
"""Key, word, icon."""

FEW = 2


class WayBar(Row):
    """`show(entries, chosen)`; `on_choose(key)`. In a row it is as wide as its buttons are many."""

    __events__ = ("on_choose",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._entries: list[tuple[Entry, bool]] = []
        self._buttons: list[TextButton] = []

    def on_choose(self, key: str) -> None:
        """A way was touched."""

    def show(self, entries: list[Entry], chosen: str) -> None:
        if len(entries) <= FEW:
            self._entries = [(entry, False) for entry in entries if entry[0] != chosen]
        else:
            self._entries = [(entry, entry[0] == chosen) for entry in entries]
        self.size_hint_x = max(1, len(self._entries))
        self.dress_soon()

    def dress(self) -> None:
        super().dress()
        self.spacing = self.m.gap
        while len(self._buttons) < len(self._entries):
            button = TextButton(style="body", size_hint_y=1)
            button.key = ""
            button.fbind("on_press", self._pressed)
            self._buttons.append(button)
            self.add_widget(button)
        while len(self._buttons) > len(self._entries):
            self.remove_widget(self._buttons.pop())
        for button, ((key, word, icon), chosen) in zip(self._buttons, self._entries, strict=True):
            button.key, button.text, button.icon = key, word, icon
            button.kind = "chosen" if chosen else "quiet"

    def _pressed(self, button: Any) -> None:
        self.dispatch("on_choose", button.key)
