"""One booking of the person before the kiosk: when, what, its code; moved and cancelled in time."""

from __future__ import annotations

from collections.abc import Callable

from domain.booking.views import AppointmentView
from domain.self_service.booking.business import may_change
from domain.self_service.booking.state import own
from domain.self_service.booking.touches import CancelWanted, MoveWanted
from kiosk.screens.number_machine.machine_screen import put
from kiosk.screens.self_service.booking_words import booked_what, spaced, span, until_words
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import Buttons, TextButton
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.page_bar import PageBar
from kiosk.widgets.sheets import SheetBlock, Sheets
from kiosk.widgets.theme import Metrics

__all__ = ["BookingOneScreen", "Buttons", "PageBar", "Reading", "ScreenPage", "Sheets", "TextButton"]


class BookingOneScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.text.turned_by(self.ids.bar)
        self.on("move", MoveWanted)
        self.on("cancel", CancelWanted)
        self._move, self._cancel = self.ids.move.__self__, self.ids.cancel.__self__

    def fill(self, moment: KioskNow) -> None:
        state, ids = moment.business, self.ids
        booking, able = own(state), may_change(state, moment.moment)
        if booking is None:
            return
        ids.page.title = self.say("您的预约")
        ids.text.show(self._blocks(moment, booking, able=able))
        put(ids.ways, self._move, shown=able, index=0)
        put(ids.ways, self._cancel, shown=able, index=1)
        ids.move.text, ids.cancel.text = self.say("改期"), self.say("取消预约")

    def _blocks(self, moment: KioskNow, booking: AppointmentView, *, able: bool) -> list[SheetBlock]:
        say = self.say
        blocks = [
            SheetBlock(span(say, booking.starts_at, booking.ends_at, moment.zone), heading=True),
            SheetBlock(booked_what(say, booking, moment.moment)),
            SheetBlock(say("预约码 {code}", code=spaced(booking.code))),
        ]
        if booking.home_visit:
            blocks.insert(2, SheetBlock(say("工作人员上门办理")))
        if booking.ticket is not None:
            return [*blocks, SheetBlock(say("已经签到，号码 {number}。", number=booking.ticket))]
        if able:
            return [*blocks, SheetBlock(until_words(say, booking.change_until, moment.zone), quiet=True)]
        if booking.change_until is None:
            return [*blocks, SheetBlock(say("这个预约是在别处办的，请在那里改。"))]
        return [*blocks, SheetBlock(say("离约好的时间太近，要改请到咨询台。"))]

    def left(self) -> None:
        self.ids.text.clear()
