"""填好了 — all entries, to be copied onto the paper at the window; as a code only if none is personal."""

from __future__ import annotations

from collections.abc import Callable

from domain.content.documents import PaperForm
from domain.self_service.content.browsing import queue_for, row_of
from domain.self_service.forms.forms import form_of, is_personal
from domain.self_service.forms.forms_state import FormNumberWanted, FormsState
from domain.self_service.inputs import GoHome
from kiosk.screens.number_machine.machine_screen import put
from kiosk.screens.self_service.forms_words_said import shown_value
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import Buttons, TextButton
from kiosk.widgets.codes import Codes
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.page_bar import PageBar
from kiosk.widgets.sheets import SheetBlock, Sheets
from kiosk.widgets.theme import Metrics
from program.speech import Speaker

__all__ = ["Buttons", "Codes", "FormsDoneScreen", "PageBar", "Reading", "ScreenPage", "Sheets", "TextButton"]


class FormsDoneScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        ids = self.ids
        ids.text.turned_by(ids.bar)
        self.on("number", FormNumberWanted)
        self.on("leave", GoHome)
        self._text, self._codes, self._number = ids.text.__self__, ids.codes.__self__, ids.number.__self__
        self._bar = ids.bar.__self__

    def fill(self, moment: KioskNow) -> None:
        state, known, ids = moment.business, moment.moment, self.ids
        form = form_of(state, known)
        if form is None:
            return
        personal = is_personal(form)
        ids.page.title = self.say("填好了")
        ids.page.hint = "" if personal else self.say("扫码，把填好的内容存到手机。")
        put(ids.reading, self._text, shown=personal)
        put(ids.reading, self._codes, shown=not personal)
        put(ids.page.answer, self._bar, shown=personal, index=len(ids.page.answer.children))
        ids.text.show(self._written(state, form) if personal else [])
        ids.codes.show([] if personal else [(code_text(self.say, state, form), self.say(form.name))])
        card, _items = queue_for(known, (state.form,)) if row_of(known, state.form) is not None else (None, ())
        put(ids.ways, self._number, shown=card is not None, index=1)
        ids.number.text = self.say("为这件事取号")
        ids.leave.text = self.say("抄好了，清除") if personal else self.say("首页")

    def _written(self, state: FormsState, form: PaperForm) -> list[SheetBlock]:
        blocks = [SheetBlock(self.say("表格纸在窗口领，照着这一页抄就行。填的内容没有保存，离开就清除。"))]
        for field in form.fields:
            blocks.append(SheetBlock(self.say(field.label), heading=True))
            blocks.append(SheetBlock(shown_value(self.say, state, field) or self.say("没有填")))
        return blocks

    def left(self) -> None:
        self.ids.text.clear()
        self.ids.codes.show([])


def code_text(say: Speaker, state: FormsState, form: PaperForm) -> str:
    """The entries of a form without personal data, as text for a phone."""
    lines = [say(form.name)]
    lines += [f"{say(field.label)}: {shown_value(say, state, field)}" for field in form.fields]
    return "\n".join(lines)
