"""The booking as a code for a phone."""

from __future__ import annotations

from collections.abc import Callable

from domain.flow import BackTouched
from domain.self_service.booking.slips import booking_slip
from kiosk.screens.self_service.booking_words import booking_code_text
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.codes import Codes
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.theme import Metrics

__all__ = ["BookingTakeScreen", "Codes", "Reading", "ScreenPage", "TextButton"]


class BookingTakeScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.on("back", BackTouched)

    def fill(self, moment: KioskNow) -> None:
        known = moment.moment
        notice, catalogue = booking_slip(moment.business, known), known.catalogue
        if notice is None or catalogue is None:
            return
        self.ids.page.title = self.say("存到手机")
        text = booking_code_text(self.say, notice, catalogue)
        self.ids.codes.show([(text, self.say("扫码，把预约码、时间和要带的材料存到手机"))])
        self.ids.back.text = self.say("返回")

    def left(self) -> None:
        self.ids.codes.show([])
