"""Words in a form: a name, a line, a few sentences; by hand, by pinyin, with keys."""

from __future__ import annotations

from collections.abc import Callable

from domain.number_machine.inputs import SomewhereTouched
from domain.self_service.forms.field_checks import longest
from domain.self_service.forms.forms import field_of, form_of, value_of
from domain.self_service.forms.forms_state import FieldDone, FieldTyped
from kiosk.screens.self_service.forms_words_said import example_of, hint_of, next_words, show_hint
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.panel import Stack
from kiosk.widgets.theme import Metrics
from kiosk.widgets.writing.typed_text import TypedText
from kiosk.widgets.writing.word_board import WordBoard
from kiosk.writing.engines import Writing

__all__ = ["FormsWordsScreen", "Reading", "ScreenPage", "Stack", "TextButton", "TypedText", "WordBoard"]


class FormsWordsScreen(KioskScreen):
    kv = __file__
    parts = ("writing",)

    def __init__(self, m: Metrics, touch: Callable[[object], None], writing: Writing | None = None) -> None:
        super().__init__(m, touch)
        self._at: object = None
        board = self.ids.board
        board.begin(writing or Writing())
        board.fbind("on_key", lambda _board, key: self.touch(FieldTyped(key)))
        board.fbind("on_word", lambda _board, word: self.touch(FieldTyped(word)))
        board.fbind("on_writing", lambda _board: self._composing())
        self.ids.done.fbind("on_press", lambda *_a: self._done())

    def _composing(self) -> None:
        self.ids.typed.spelt = self.ids.board.spelt
        self.touch(SomewhereTouched())

    def _done(self) -> None:
        """Put what is still being composed into the field first, so that nothing is lost unnoticed."""
        if not self.keep():
            self.touch(FieldDone())

    def keep(self) -> bool:
        """Put what is still being composed into the field, and say whether there was anything."""
        words = self.ids.board.finish()
        for word in words:
            self.touch(FieldTyped(word))
        self.ids.typed.spelt = ""
        return bool(words)

    def fill(self, moment: KioskNow) -> None:
        state, known, ids = moment.business, moment.moment, self.ids
        form, field = form_of(state, known), field_of(state, known)
        if form is None or field is None:
            return
        if (state.form, state.at) != self._at:  # drop what was composed for another field
            self._at = (state.form, state.at)
            ids.board.forget()
        scarce = self.m.elder and not self.m.portrait
        ids.page.foot_step = 4 if scarce and self.m.low else 8
        ids.page.title = self.say(field.label)
        hint = "" if scarce and state.wrong is None else hint_of(self.say, state, form, field)
        show_hint(ids.page, hint, state.wrong)
        ids.typed.typed, ids.typed.spelt = value_of(state, field), ids.board.spelt
        ids.typed.placeholder = example_of(self.say, field)
        ids.board.room = longest(field) - len(value_of(state, field))
        ids.done.height_scale = 0.8 if self.m.elder and self.m.low else 1
        ids.done.text = next_words(self.say, state, field)

    def left(self) -> None:
        self._at = None
        self.ids.board.forget()
        self.ids.typed.typed = self.ids.typed.spelt = self.ids.page.hint = ""
