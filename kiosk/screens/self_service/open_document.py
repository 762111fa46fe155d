"""One open document: what it is, who issued it and when, and its text in pages."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.content.open_documents import document_of
from kiosk.screens.self_service.guide_words import markdown_blocks
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.page_bar import PageBar
from kiosk.widgets.sheets import SheetBlock, Sheets
from kiosk.widgets.theme import Metrics

__all__ = ["OpenDocumentScreen", "PageBar", "Reading", "ScreenPage", "Sheets"]


class OpenDocumentScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.text.turned_by(self.ids.bar)

    def fill(self, moment: KioskNow) -> None:
        state, page = moment.business, self.ids.page
        document = document_of(state, moment.moment)
        if document is None:
            return
        page.title = self.say(document.title)
        parts = (document.number, self.say(document.issuer), document.issued.isoformat())
        page.hint = " · ".join(part for part in parts if part)
        if state.text is None:
            blocks = [SheetBlock(self.say("正在打开…"), quiet=True)]
        elif not self.say(state.text):
            blocks = [SheetBlock(self.say("这份文件不能在这里打开。请到咨询台查看纸质文件。"))]
        else:
            blocks = list(markdown_blocks(self.say(state.text)))
            if not document.text_en and not self.say.chinese:
                blocks.insert(0, SheetBlock(self.say("本文件只有中文。"), quiet=True))
        self.ids.text.show(blocks)
