"""Writing on a kiosk: letters, or characters by hand; one at a time, with a key that leads to the other."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty

from kiosk.widgets.letters import Letters
from kiosk.widgets.panel import ColumnBox
from kiosk.widgets.writing.hand_board import HandBoard
from kiosk.widgets.writing.pinyin_board import CandidateRow
from kiosk.writing.composing import Spelling
from kiosk.writing.engines import Way, Writing
from kiosk.writing.port import NOTHING

HAND_MM = 72
"""Height of the field to write in, where room is not scarce."""


class WordBoard(ColumnBox):
    """`on_word(word)`: a word or mark for the text; `on_key(key)`: a letter as it is, `delete` or `clear`;
    `on_writing()`: the person is writing. What is being composed stays here.

    `spells`: letters become Chinese words, offered in a row above the keys; otherwise each letter is reported.
    `digits`: there are keys for digits too. `begin(writing)` once, `forget()` when the page is left.
    """

    spells = BooleanProperty(False)
    digits = BooleanProperty(False)
    __events__ = ("on_word", "on_key", "on_writing")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("size_hint_y", None)
        super().__init__(touched=True, hug=True, **kwargs)
        self._writing = Writing()
        self._spelling: Spelling | None = None
        self._by_hand = False
        self.room = 100  # characters for which the text has room
        self._row = CandidateRow(size_hint_y=None)
        self._row.fbind("on_choose", lambda _row, word: self._chosen(word))
        self._letters = Letters()
        self._letters.fbind("on_key", lambda _keys, key: self._key(key))
        self._hand = HandBoard(size_hint_y=None)
        self._hand.names = ("way", "erase", "clear")
        self._hand.fbind("on_word", lambda _board, word: self.dispatch("on_word", word))
        self._hand.fbind("on_writing", lambda _board: self.dispatch("on_writing"))
        self._hand.fbind("on_action", lambda _board, name: self._key("delete" if name == "erase" else name))
        for name in ("spells", "digits"):
            self.fbind(name, self.dress_soon)

    def begin(self, writing: Writing) -> None:
        self._writing = writing
        self.dress_soon()

    def on_word(self, word: str) -> None:
        """A word for the text was chosen."""

    def on_key(self, key: str) -> None:
        """A letter, `delete` or `clear`."""

    def on_writing(self) -> None:
        """Somebody is writing."""

    @property
    def composing(self) -> bool:
        return self._hand.composing or (self._spelling is not None and bool(self._spelling.composed))

    @property
    def spelt(self) -> str:
        """Letters that are no word yet, as a person reads them."""
        return self._spelling.candidates.spelt if self._spelling is not None else ""

    def finish(self) -> list[str]:
        """What is being composed, as its best words; for a person who goes on without choosing."""
        words = self._hand.finish() if self._by_hand else self._spelling.finish() if self._spelling is not None else []
        self._show_words()
        return words

    def forget(self) -> None:
        """Forget what was composed; the next person begins with letters."""
        self._by_hand = False
        self._compose_nothing()
        self.dress_soon()

    def _compose_nothing(self) -> None:
        self._hand.forget()
        if self._spelling is not None:
            self._spelling.forget()
        self._show_words()

    @property
    def written_by_hand(self) -> bool:
        return self._by_hand

    def type(self, *keys: str) -> None:
        """These keys, one after the other."""
        for key in keys:
            self._key(key)

    def choose(self, word: str) -> None:
        """One of the words that are offered."""
        if self._by_hand:
            self._hand.choose(word)
        else:
            self._chosen(word)

    # ---- what is touched

    def _key(self, key: str) -> None:
        if key == "way":
            self._turn()
        elif key == "delete":
            self._delete()
        elif key == "clear":
            self._compose_nothing()
            self.dispatch("on_key", key)
        elif self._spelling is not None and not self._by_hand:
            words = self._spelling.key(key)
            self._show_words()
            self._tell(words)
        else:
            self.dispatch("on_key", key)

    def _delete(self) -> None:
        """Delete from what is being composed, or else from the text."""
        taken = self._hand.take_back() if self._by_hand else self._spelling is not None and self._spelling.erase()
        self._show_words()
        self.dispatch(*(("on_writing",) if taken else ("on_key", "delete")))

    def _chosen(self, word: str) -> None:
        if self._spelling is not None and len(word) <= self.room:
            word = self._spelling.choose(word)
            self._show_words()
            self._tell([word])

    def _tell(self, words: list[str]) -> None:
        for word in words:
            self.dispatch("on_word", word)
        if not words:
            self.dispatch("on_writing")

    def _turn(self) -> None:
        """Change to the other way to write; what was composed is dropped."""
        self._compose_nothing()
        self._by_hand = not self._by_hand
        if self._by_hand and self._hand.drawing is None:
            self._hand.drawing = self._writing.drawing()
            self._by_hand = self._hand.drawing is not None
        self.dispatch("on_writing")
        self.dress_soon()

    def by_hand(self, strokes: list[list[float]]) -> None:
        """The field, with these strokes in it (`WritingField.draw`)."""
        if not self._by_hand:
            self._turn()
        for stroke in strokes:
            self._hand.draw(stroke)

    def _show_words(self) -> None:
        self._row.show((self._spelling.candidates if self._spelling is not None else NOTHING).words)

    # ---- how it stands

    def dress(self) -> None:
        m = self.m
        chinese = m.language.startswith("zh")
        by_hand = self._by_hand and chinese and self._writing.offers(Way.HAND)
        spells = self.spells and chinese and self._writing.offers(Way.PINYIN)
        if spells and not by_hand and self._spelling is None:
            self._spelling = self._writing.spelling()
        elif not spells:
            self._spelling = None
        letters = [self._row, self._letters] if self._spelling is not None else [self._letters]
        wanted = [self._hand] if by_hand else letters
        if list(reversed(self.children)) != wanted:
            self.clear_widgets()
            for part in wanted:
                self.add_widget(part)
        self.gap_step = 0
        super().dress()
        self.spacing = m.gap
        least = 3 * m.target + 2 * m.gap  # its three keys
        self._hand.height = least if m.low or m.elder else max(least, m.mm(HAND_MM))
        self._hand.room = self.room
        self._hand.hint, self._hand.way = self.say("在这里写字"), self.say("打字")
        self._hand.erase, self._hand.clear = self.say("删除"), self.say("重写")
        self._hand.erasable = True
        self._hand.dress_soon()
        self._row.height, self._row.more = m.target, self.say("更多")
        self._letters.digits, self._letters.spaced = self.digits, self.spells
        self._letters.way = self.say("手写") if chinese and self._writing.offers(Way.HAND) else ""
