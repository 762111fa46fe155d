"""拼音: the words that the letters may mean, in a row above the keys."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.panel import ColumnBox
from kiosk.widgets.paragraph import font
from kiosk.widgets.themed import Themed
from kiosk.widgets.writing.keyboard import APOSTROPHE, Keyboard
from kiosk.writing.composing import SEPARATOR, Spelling
from kiosk.writing.port import NOTHING


class CandidateRow(Themed):
    """Words to choose from in one row, each as wide as it is; 更多 shows the next ones.

    `show(words)` begins at the first page; `on_choose(word)`. `more`: the word on the button that turns.
    """

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


class PinyinBoard(ColumnBox):
    """`on_word(word)`: a word for the text; `on_writing()`: the person is writing. `space`, `more`: words on its
    keys."""

    space = StringProperty("")
    more = StringProperty("")
    __events__ = ("on_word", "on_writing")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.spelling: Spelling | None = None
        self.room = 0  # characters for which the text has room
        self._row = CandidateRow(size_hint_y=None)
        self._row.fbind("on_choose", self._chosen)
        self._keys = Keyboard()
        self._keys.fbind("on_key", self._key)
        self.add_widget(self._row)
        self.add_widget(self._keys)
        self.fbind("space", self.dress_soon)
        self.fbind("more", self.dress_soon)

    def on_word(self, word: str) -> None:
        """A word for the text was chosen."""

    def on_writing(self) -> None:
        """Somebody is writing."""

    @property
    def composing(self) -> bool:
        return self.spelling is not None and bool(self.spelling.composed)

    @property
    def spelt(self) -> str:
        """The typed letters, as a person reads them."""
        return self.spelling.candidates.spelt if self.spelling is not None else ""

    def forget(self) -> None:
        if self.spelling is not None:
            self.spelling.forget()
        self._show()

    def take_back(self) -> bool:
        """Take back the last letter. False: there was none."""
        taken = self.spelling is not None and self.spelling.erase()
        self._show()
        return taken

    def finish(self) -> list[str]:
        words = self.spelling.finish() if self.spelling is not None else []
        self._show()
        return words

    def dress(self) -> None:
        super().dress()
        self.spacing = self.m.gap
        self._row.height = round(max(self.m.target, self.height * 0.24))
        self._row.more, self._keys.space = self.more, self.space

    def _key(self, _keys: Keyboard, char: str) -> None:
        self.type(char)

    def type(self, char: str) -> None:
        """A key was touched."""
        if self.spelling is None:
            self._tell([char])
            return
        parts = char == APOSTROPHE and self.spelling.composed
        words = self.spelling.key(SEPARATOR if parts else char)
        self._show()
        self._tell(words)

    def _chosen(self, _row: CandidateRow, word: str) -> None:
        if self.spelling is not None and len(word) <= self.room:
            chosen = self.spelling.choose(word)
            self._show()
            self._tell([chosen])

    def _tell(self, words: list[str]) -> None:
        for word in words:
            self.dispatch("on_word", word)
        if not words:
            self.dispatch("on_writing")

    def _show(self) -> None:
        self._row.show((self.spelling.candidates if self.spelling is not None else NOTHING).words)
