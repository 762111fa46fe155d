"""请核对 — text and phone once more, before they are submitted."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.cases.state import CaseState
from domain.self_service.cases.touches import CaseHandedIn
from kiosk.screens.self_service.cases_words import KINDS
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.keypad import grouped
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.page_bar import PageBar
from kiosk.widgets.sheets import SheetBlock, Sheets
from kiosk.widgets.theme import Metrics

__all__ = ["CasesCheckScreen", "PageBar", "Reading", "ScreenPage", "Sheets", "TextButton"]


class CasesCheckScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.text.turned_by(self.ids.bar)
        self.on("hand", CaseHandedIn)

    def fill(self, moment: KioskNow) -> None:
        state: CaseState = moment.business
        say, ids = self.say, self.ids
        ids.page.title = say("请核对")
        phone = grouped(state.phone, [3, 4, 4])
        ids.text.show(
            [
                SheetBlock(say(KINDS[state.kind]), heading=True),
                SheetBlock(state.text.strip()),
                SheetBlock(say("联系电话：{phone}", phone=phone) if state.calls else say("不用联系我"), quiet=True),
            ]
        )
        ids.hand.text = say("提交")

    def left(self) -> None:
        self.ids.text.clear()
