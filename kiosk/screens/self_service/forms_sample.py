"""填写样例 — the blank form beside a filled-in sample; the card can fill in what it has."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.forms.forms import form_of
from domain.self_service.forms.forms_state import FormBegun, FormsState
from domain.self_service.forms.from_card import by_card
from domain.self_service.moment import KioskMoment
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import Buttons, TextButton
from kiosk.widgets.form_table import FormTable
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.page_bar import PageBar
from kiosk.widgets.theme import Metrics

__all__ = ["Buttons", "FormTable", "FormsSampleScreen", "PageBar", "Reading", "ScreenPage", "TextButton"]


class FormsSampleScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.table.turned_by(self.ids.bar)
        self.on("begin", FormBegun)

    def fill(self, moment: KioskNow) -> None:
        state, ids = moment.business, self.ids
        form = form_of(state, moment.moment)
        if form is None:
            return
        ids.page.title = self.say(form.name)
        ids.page.hint = self._hint(state, moment.moment)
        rows = [
            (self.say(field.label), self.say(field.sample) if field.sample is not None else "") for field in form.fields
        ]
        ids.table.show(rows, (self.say("空白表"), self.say("填好的样子")))
        ids.begin.text = self.say("接着填") if state.sheet.values else self.say("开始填")

    def _hint(self, state: FormsState, known: KioskMoment) -> str:
        form = form_of(state, known)
        if form is None or not by_card(form) or not known.machine.cards:
            return ""
        if state.refused:
            return self.say("这张卡没有读到，可以再放一次，也可以自己填。")
        if state.sheet.by_card:
            return self.say.count("已从身份证填好 {n} 项，请核对。", len(state.sheet.by_card))
        return self.say("放上身份证，姓名、号码就自动填好。")
