"""A number in a form: an identity number, a phone, a date, or any count."""

from __future__ import annotations

from collections.abc import Callable

from domain.content.documents import FieldKind
from domain.self_service.forms.forms import field_of, form_of
from domain.self_service.forms.forms_state import FieldDone, FieldTyped, TodayWanted
from kiosk.screens.number_machine.layout import Sides
from kiosk.screens.number_machine.machine_screen import put
from kiosk.screens.self_service.forms_words_said import example_of, hint_of, next_words, show_hint, shown_value
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.keypad import Keypad
from kiosk.widgets.letters import TypedLine
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.panel import Stack
from kiosk.widgets.theme import Metrics

__all__ = ["FormsDigitsScreen", "Keypad", "Reading", "ScreenPage", "Sides", "Stack", "TextButton", "TypedLine"]

LAST_SIGN = "X"
"""The letter that an identity number may end with."""


class FormsDigitsScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.pad.fbind("on_key", lambda _pad, key: self.touch(FieldTyped(key)))
        self._extra, self._kind = self.ids.extra.__self__, FieldKind.NUMBER
        self.on("extra", self._more)
        self.on("done", FieldDone)

    def _more(self) -> object:
        return TodayWanted() if self._kind is FieldKind.DATE else FieldTyped(LAST_SIGN)

    def fill(self, moment: KioskNow) -> None:
        state, known, ids = moment.business, moment.moment, self.ids
        form, field = form_of(state, known), field_of(state, known)
        if form is None or field is None:
            return
        self._kind = field.kind
        scarce = self.m.elder and not self.m.portrait
        ids.page.title = self.say(field.label)
        hint = "" if scarce and state.wrong is None else hint_of(self.say, state, form, field)
        show_hint(ids.page, hint, state.wrong)
        ids.typed.typed, ids.typed.placeholder = shown_value(self.say, state, field), example_of(self.say, field)
        ids.pad.flat = not self.m.portrait and (self.m.low or self.m.elder)
        put(ids.ways, self._extra, shown=field.kind in {FieldKind.ID_NUMBER, FieldKind.DATE}, index=1)
        ids.extra.text = self.say("今天") if field.kind is FieldKind.DATE else LAST_SIGN
        ids.done.text = next_words(self.say, state, field)

    def left(self) -> None:
        self.ids.typed.typed = self.ids.page.hint = ""
