"""The ways to write: which a person is offered, what they are called, and the bar to choose one from."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from domain.flow import Look
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.panel import RowBox
from kiosk.writing.engines import Way, Writing
from program.speech import Speaker


class WriteWay(StrEnum):
    SENTENCES = "sentences"
    HAND = "hand"
    PINYIN = "pinyin"
    KEYS = "keys"


def ways(look: Look, writing: Writing) -> list[WriteWay]:
    """The ways offered in this look.

    Keys do not fit in elder mode or low position; Latin keys are offered for English and where there is no pinyin
    engine.
    """
    chinese, roomy = look.language.startswith("zh"), not (look.elder or look.low)
    found = [WriteWay.SENTENCES]
    if chinese and writing.offers(Way.HAND):
        found.append(WriteWay.HAND)
    if roomy:
        found.append(WriteWay.PINYIN if chinese and writing.offers(Way.PINYIN) else WriteWay.KEYS)
    return found


def word(say: Speaker, way: WriteWay) -> str:
    return {
        WriteWay.SENTENCES: say("句子"),
        WriteWay.HAND: say("手写"),
        WriteWay.PINYIN: say("拼音"),
        WriteWay.KEYS: say("键盘"),
    }[way]


def icon(way: WriteWay) -> str:
    return {WriteWay.SENTENCES: "list", WriteWay.HAND: "pencil"}.get(way, "keyboard")


Entry = tuple[str, str, str]
"""Key, word, icon."""

FEW = 2


class WayBar(RowBox):
    """句子 · 手写 · 拼音, the chosen one shown as chosen. Of two ways only the other one is shown.

    `show(entries, chosen)`; `on_choose(key)`. In a row it is as wide as its buttons are many.
    """

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
