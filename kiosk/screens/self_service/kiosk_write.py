"""The base of screens on which people write: by pinyin, by hand or with letters; nothing goes on that was not visible
in the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from domain.number_machine.inputs import SomewhereTouched
from kiosk.screens.number_machine.machine_screen import put
from kiosk.screens.self_service.cases_sentences import show_text
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.panel import Panel, Stack
from kiosk.widgets.tail_paragraph import TailParagraph
from kiosk.widgets.theme import Metrics
from kiosk.widgets.writing.word_board import WordBoard
from kiosk.writing.engines import Writing

__all__ = [
    "AskedWords",
    "KioskNow",
    "KioskWriteScreen",
    "Panel",
    "Reading",
    "ScreenPage",
    "Stack",
    "TailParagraph",
    "TextButton",
    "WordBoard",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWords:
    """What the screen shows now. `aside`: the words of a button beside 下一步; "": there is none. `most`: characters.
    `may_be_empty`: one can go on without any."""

    title: str
    text: str = field(repr=False)
    placeholder: str
    most: int
    aside: str = ""
    done: str
    may_be_empty: bool = False


class KioskWriteScreen(KioskScreen):
    """Subclasses give the content in `written`, and the touches in `word`, `erased`, `finished` and `aside`; they have
    no kv of their own."""

    kv = __file__
    parts = ("writing",)
    digits: ClassVar[bool] = False
    """Whether there are keys for digits."""

    def __init__(self, m: Metrics, touch: Callable[[object], None], writing: Writing | None = None) -> None:
        super().__init__(m, touch)
        self.ids.panel.edge, self.ids.panel.ground = "line", "ground"
        board = self.ids.board
        board.digits = self.digits
        board.begin(writing or Writing())
        board.fbind("on_word", lambda _board, word: self.touch(self.word(word)))
        board.fbind("on_key", lambda _board, key: self._key(key))
        board.fbind("on_writing", lambda _board: self.touch(SomewhereTouched()))
        self.ids.aside.fbind("on_press", lambda *_a: self._to_the_side())
        self._aside = self.ids.aside.__self__
        self.ids.done.fbind("on_press", lambda *_a: self._done())

    def written(self, moment: KioskNow) -> AskedWords:
        raise NotImplementedError

    def word(self, word: str) -> object:
        """The touch for a word or a letter."""
        raise NotImplementedError

    def erased(self, *, all_of_it: bool) -> object:
        """The touch for 删除 and 清空."""
        raise NotImplementedError

    def finished(self) -> object:
        """The touch for 下一步."""
        raise NotImplementedError

    def aside(self) -> object:
        """The touch for the button beside it."""
        return SomewhereTouched()

    def _key(self, key: str) -> None:
        erases = key in {"delete", "clear"}
        self.touch(self.erased(all_of_it=key == "clear") if erases else self.word(key))

    def _to_the_side(self) -> None:
        self.keep()
        self.touch(self.aside())

    def _done(self) -> None:
        """Put what is still being composed into the text first, where the person sees it."""
        if not self.keep():
            self.touch(self.finished())

    def keep(self) -> bool:
        """Put what is still being composed into the text, and say whether there was anything."""
        words = self.ids.board.finish()
        for word in words:
            self.touch(self.word(word))
        return bool(words)

    def fill(self, moment: KioskNow) -> None:
        shown, ids = self.written(moment), self.ids
        spelt = ids.board.spelt
        scarce = self.m.elder or self.m.low
        ids.page.foot_step = 4 if scarce and not self.m.portrait else 8
        ids.page.title = "" if scarce else shown.title
        ids.page.hint = spelt or ("" if scarce else f"{len(shown.text)}/{shown.most}")
        show_text(ids.text, shown.text, shown.placeholder)
        ids.board.room = shown.most - len(shown.text)
        put(self.ids.ways, self._aside, shown=bool(shown.aside), index=1)
        ids.aside.text = shown.aside
        ids.done.text = shown.done
        ids.done.usable = shown.may_be_empty or bool(shown.text.strip() or ids.board.composing)

    def left(self) -> None:
        self.ids.text.text = self.ids.page.hint = ""
        self.ids.board.forget()
