"""Words to choose from in one row, each as wide as it is, as many as there is room for; 更多 shows the next ones."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.paragraph import font
from kiosk.widgets.themed import Themed


class CandidateRow(Themed):
    """`show(words)` begins at the first page; `on_choose(word)`. `more`: the word on the button that turns."""

    more = StringProperty("")
    __events__ = ("on_choose",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._words: tuple[str, ...] = ()
        self._first = 0
        self._shown = 0
        self._chips: list[TextButton] = []
        self._turn = TextButton(style="body", icon="chevron-right", placed=True, size_hint=(None, None))
        self._turn.fbind("on_press", lambda *_a: self.turn())
        self.add_widget(self._turn)
        self.fbind("more", self.dress_soon)

    def on_choose(self, word: str) -> None:
        """A word was touched."""

    def show(self, words: tuple[str, ...]) -> None:
        if words != self._words:
            self._words, self._first = words, 0
            self.dress_soon()

    def turn(self) -> None:
        self._first += self._shown
        if self._first >= len(self._words):
            self._first = 0
        self.dress_soon()

    def dress(self) -> None:
        m, gap = self.m, self.m.gap
        widths = [self._wide(word) for word in self._words]
        several = sum(widths) + gap * (len(widths) - 1) > self.width
        turning = round(m.body * 4.4) if several else 0
        room = self.width - (turning + gap if several else 0)
        left, self._shown = 0.0, 0
        for wide in widths[self._first :]:
            if self._shown and left + wide > room:
                break
            chip = self._chip(self._shown)
            chip.text = self._words[self._first + self._shown]
            chip.size, chip.pos = (min(wide, room), self.height), (round(self.x + left), self.y)
            left += chip.width + gap
            self._shown += 1
        while len(self._chips) > self._shown:
            self.remove_widget(self._chips.pop())
        self._turn.text, self._turn.opacity, self._turn.usable = self.more, int(several), several
        self._turn.size, self._turn.pos = (turning, self.height), (self.right - turning, self.y)

    def _wide(self, word: str) -> int:
        m = self.m
        return int(max(m.target, font(bold=False).width(word) * m.body + 2 * m.s(6)))

    def _chip(self, at: int) -> TextButton:
        if at == len(self._chips):
            chip = TextButton(style="body", placed=True, size_hint=(None, None))
            chip.kind = "card"
            chip.fbind("on_press", lambda one: self.dispatch("on_choose", one.text))
            self._chips.append(chip)
            self.add_widget(chip)
        return self._chips[at]
