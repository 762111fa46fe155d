"""自己写 — by pinyin, by hand or with letters; nothing is submitted that was not visible in the text."""

from __future__ import annotations

from collections.abc import Callable

from domain.number_machine.inputs import SomewhereTouched
from domain.self_service.cases.business import LONGEST
from domain.self_service.cases.touches import CaseErased, CaseWordsDone, CaseWordWritten, SentencesWanted
from kiosk.screens.self_service.cases_sentences import show_text
from kiosk.screens.self_service.cases_words import KINDS
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.panel import Panel, Stack
from kiosk.widgets.tail_paragraph import TailParagraph
from kiosk.widgets.theme import Metrics
from kiosk.widgets.writing.word_board import WordBoard
from kiosk.writing.engines import Writing

__all__ = ["CasesWriteScreen", "Panel", "Reading", "ScreenPage", "Stack", "TailParagraph", "TextButton", "WordBoard"]


class CasesWriteScreen(KioskScreen):
    kv = __file__
    parts = ("writing",)

    def __init__(self, m: Metrics, touch: Callable[[object], None], writing: Writing | None = None) -> None:
        super().__init__(m, touch)
        self.ids.panel.edge, self.ids.panel.ground = "line", "ground"
        board = self.ids.board
        board.begin(writing or Writing())
        board.fbind("on_word", lambda _board, word: self.touch(CaseWordWritten(word)))
        board.fbind("on_key", lambda _board, key: self._key(key))
        board.fbind("on_writing", lambda _board: self.touch(SomewhereTouched()))
        self.ids.sentences.fbind("on_press", lambda *_a: self._sentences())
        self.ids.done.fbind("on_press", lambda *_a: self._done())

    def _key(self, key: str) -> None:
        if key in {"delete", "clear"}:
            self.touch(CaseErased(all=key == "clear"))
        else:
            self.touch(CaseWordWritten(key))

    def _sentences(self) -> None:
        self.keep()
        self.touch(SentencesWanted())

    def _done(self) -> None:
        """Put what is still being composed into the text first, where the person sees it."""
        if not self.keep():
            self.touch(CaseWordsDone())

    def keep(self) -> bool:
        """Put what is still being composed into the text, and say whether there was anything."""
        words = self.ids.board.finish()
        for word in words:
            self.touch(CaseWordWritten(word))
        return bool(words)

    def fill(self, moment: KioskNow) -> None:
        state, ids = moment.business, self.ids
        spelt = ids.board.spelt
        scarce = self.m.elder or self.m.low
        ids.page.foot_step = 4 if scarce and not self.m.portrait else 8
        ids.page.title = "" if scarce else self.say(KINDS[state.kind])
        ids.page.hint = spelt or ("" if scarce else f"{len(state.text)}/{LONGEST}")
        show_text(ids.text, state.text, self.say("请在这里写。请不要写身份证号码。"))
        ids.board.room = LONGEST - len(state.text)
        ids.sentences.text = self.say("选句子")
        ids.done.text, ids.done.usable = self.say("下一步"), bool(state.text.strip() or ids.board.composing)

    def left(self) -> None:
        self.ids.text.text = self.ids.page.hint = ""
        self.ids.board.forget()
