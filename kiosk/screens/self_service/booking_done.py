"""预约好了 — the code, large; when, and everything to bring; on paper and for the phone."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.booking.slips import booking_slip
from domain.self_service.booking.touches import BookingRead, BookingSlipWanted, BookingTaken
from kiosk.screens.number_machine.machine_screen import put
from kiosk.screens.self_service.booking_words import booking_lines, spaced
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

__all__ = ["BigNumber", "BookingDoneScreen", "Buttons", "PageBar", "Reading", "ScreenPage", "Sheets", "TextButton"]


class BookingDoneScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.text.turned_by(self.ids.bar)
        self.on("done", BookingRead)
        self.on("take", BookingTaken)
        self.on("print", BookingSlipWanted)
        self._print, self._take = self.ids.print.__self__, self.ids.take.__self__

    def fill(self, moment: KioskNow) -> None:
        state, known, ids = moment.business, moment.moment, self.ids
        notice, catalogue = booking_slip(state, known), known.catalogue
        if notice is None or catalogue is None:
            return
        done = self.say("改好了") if state.moved else self.say("约好了")
        ids.page.title = done if self.m.elder else self.say("{done}，请记下预约码", done=done)
        ids.code.text = spaced(notice.code)
        ids.text.show(booking_lines(self.say, notice, catalogue))
        ids.done.text, ids.take.text = self.say("好的"), self.say("存到手机")
        printer = known.machine.has_printer
        put(ids.ways, self._print, shown=printer, index=len(ids.ways.children))
        put(ids.ways, self._take, shown=not (printer and self.m.elder), index=1)
        words = print_words(self.say, state.paper, prints=known.prints, name=later("打印预约单"))
        ids.print.text, ids.print.usable = words

    def left(self) -> None:
        self.ids.code.text = ""
        self.ids.text.clear()
