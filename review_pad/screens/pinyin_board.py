"""拼音: the words that the letters may mean, in a row above the keys."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty

from kiosk.widgets.panel import Column
from review_pad.screens.candidate_row import CandidateRow
from review_pad.screens.keyboard import APOSTROPHE, Keyboard
from review_pad.writing.composing import SEPARATOR, Spelling
from review_pad.writing.port import NOTHING


class PinyinBoard(Column):
    """`on_word(word)` for the text, `on_writing()` for a sign of life. `space`, `more`: words on its keys."""

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
        """For the text."""

    def on_writing(self) -> None:
        """Somebody is writing."""

    @property
    def composing(self) -> bool:
        return self.spelling is not None and bool(self.spelling.composed)

    @property
    def spelt(self) -> str:
        """What was typed, as a person reads it."""
        return self.spelling.candidates.spelt if self.spelling is not None else ""

    def forget(self) -> None:
        if self.spelling is not None:
            self.spelling.forget()
        self._show()

    def take_back(self) -> bool:
        """The last letter. False: there was none."""
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
