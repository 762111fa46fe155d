"""已经收到 — the receipt code, large; what happens next, and how to ask about the case."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.cases.touches import CaseRead, CaseSlipWanted
from domain.self_service.effects import CaseNotice
from kiosk.screens.number_machine.machine_screen import put
from kiosk.screens.self_service.booking_words import spaced
from kiosk.screens.self_service.cases_words import receipt_lines
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.screens.self_service.slip_words import print_words
from kiosk.widgets.buttons import Buttons, TextButton
from kiosk.widgets.number import BigNumber
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.page_bar import PageBar
from kiosk.widgets.sheets import Sheets
from kiosk.widgets.theme import Metrics
from program.speech import later

__all__ = ["BigNumber", "Buttons", "CasesDoneScreen", "PageBar", "Reading", "ScreenPage", "Sheets", "TextButton"]


class CasesDoneScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.text.turned_by(self.ids.bar)
        self.on("done", CaseRead)
        self.on("print", CaseSlipWanted)
        self._print = self.ids.print.__self__

    def fill(self, moment: KioskNow) -> None:
        state, known, ids = moment.business, moment.moment, self.ids
        if state.receipt is None or known.catalogue is None:
            return
        notice = CaseNotice(code=state.receipt.code, kind=state.kind, day=known.today)
        got = self.say("已经收到")
        ids.page.title = got if self.m.elder else self.say("{done}，请记下回执码", done=got)
        ids.code.text = spaced(notice.code)
        ids.text.show(receipt_lines(self.say, notice, known.catalogue, calls=state.calls))
        ids.done.text = self.say("好的")
        put(ids.ways, self._print, shown=known.machine.has_printer, index=1)
        words = print_words(self.say, state.paper, prints=known.prints, name=later("打印回执"), else_code=False)
        ids.print.text, ids.print.usable = words

    def left(self) -> None:
        self.ids.code.text = ""
        self.ids.text.clear()
