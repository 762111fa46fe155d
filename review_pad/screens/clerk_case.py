"""One case at the window that handles it: its kind, since when, its words, the phone to call."""

from __future__ import annotations

from typing import Any

from domain.pad.cases import words_of
from domain.pad.clerk_panels import PanelLeft
from domain.pad.clerk_state import ClerkState
from kiosk.typeface.drawable import drawable
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.page_bar import PageBar
from kiosk.widgets.panel import ColumnBox, RowBox
from kiosk.widgets.paragraph import Paragraph, font
from kiosk.widgets.sheets import SheetBlock, Sheets
from review_pad.screens.case_words import KINDS
from review_pad.screens.clerk_panels import top_line
from review_pad.screens.clerk_words import since


class ClerkCase(ColumnBox):
    """Shows a case; `on_intent(intent)` when it is left."""

    __events__ = ("on_intent",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=8, **kwargs)
        self._title = Paragraph(bold=True)
        self._leave = TextButton(style="body", icon="arrow-left", size_hint_x=None, size_hint_y=1)
        self._leave.fbind("on_press", lambda *_a: self.dispatch("on_intent", PanelLeft()))
        self._top = RowBox(gap_step=4, size_hint_y=None)
        self._top.add_widget(self._title)
        self._top.add_widget(self._leave)
        self._words, self._bar = Sheets(), PageBar(lies=True)
        self._words.turned_by(self._bar)
        for part in (self._top, self._words, self._bar):
            self.add_widget(part)

    def on_intent(self, intent: object) -> None:
        """返回 was touched: back to the list."""

    def dress(self) -> None:
        super().dress()
        self._top.height = self.m.target
        top_line(self._title, self._leave)

    def show(self, state: ClerkState) -> None:
        say, case = self.say, words_of(state)
        self._leave.text = say("返回 Esc")
        if case is None:
            self._title.text = ""
            self._words.show([SheetBlock(say("正在打开…"), quiet=True)])
            return
        self._title.text = say(KINDS[case.kind])
        phone = say("电话 {phone}", phone=case.phone) if case.phone else say("没有留电话")
        head = say("回执码 {code}", code=case.code)
        self._words.show(
            [
                SheetBlock(drawable(case.text, font(bold=False), say("［表情］"))),
                SheetBlock(" · ".join((head, since(say, state, case.at), phone)), quiet=True),
            ]
        )
        self.dress_soon()

    def forget(self) -> None:
        """Clear the widgets, so that nobody's words stay in them."""
        self._words.clear()
        self._title.text = ""
