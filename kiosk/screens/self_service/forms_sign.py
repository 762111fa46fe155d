"""签名 — with a finger, on the glass."""

from __future__ import annotations

from collections.abc import Callable

from domain.number_machine.inputs import SomewhereTouched
from domain.self_service.forms.forms import field_of, form_of
from domain.self_service.forms.forms_state import FieldDone, SignatureWiped, StrokeDrawn
from kiosk.screens.self_service.forms_words_said import hint_of, next_words, show_hint
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import Buttons, TextButton
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.theme import Metrics
from kiosk.widgets.writing.writing_field import WritingField

__all__ = ["Buttons", "FormsSignScreen", "ScreenPage", "TextButton", "WritingField"]


class FormsSignScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.field.fbind("on_begun", lambda *_a: self.touch(SomewhereTouched()))
        self.ids.field.fbind("on_stroke", lambda *_a: self.touch(StrokeDrawn(self.ids.field.drawn[-1])))
        self.on("wipe", SignatureWiped)
        self.on("done", FieldDone)

    def fill(self, moment: KioskNow) -> None:
        state, known, ids = moment.business, moment.moment, self.ids
        form, field = form_of(state, known), field_of(state, known)
        if form is None or field is None:
            return
        ink = state.sheet.ink
        ids.page.title = self.say(field.label)
        show_hint(ids.page, hint_of(self.say, state, form, field), state.wrong)
        ids.field.hint = self.say("在这里用手指签名")
        if ids.field.drawn != ink and not ids.field.pressed:
            ids.field.clear()
            for stroke in ink:
                ids.field.draw(list(stroke))
            ids.field.dress_soon()
        ids.wipe.text, ids.wipe.usable = self.say("重写"), bool(ink)
        ids.done.text = next_words(self.say, state, field)

    def left(self) -> None:
        self.ids.field.clear()
