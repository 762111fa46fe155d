"""请核对 — all of it once more before it is booked or moved."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.booking.business import messages
from domain.self_service.booking.offers import goes_home
from domain.self_service.booking.state import Aim, BookingState, own
from domain.self_service.booking.touches import BookingConfirmed, BookingPhoneWanted
from kiosk.screens.number_machine.machine_screen import put
from kiosk.screens.self_service.booking_words import span, subject
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import Buttons, TextButton
from kiosk.widgets.keypad import grouped
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.page_bar import PageBar
from kiosk.widgets.sheets import SheetBlock, Sheets
from kiosk.widgets.theme import Metrics

__all__ = ["BookingCheckScreen", "Buttons", "PageBar", "Reading", "ScreenPage", "Sheets", "TextButton"]


class BookingCheckScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.text.turned_by(self.ids.bar)
        self.on("book", BookingConfirmed)
        self.on("phone", BookingPhoneWanted)
        self._phone = self.ids.phone.__self__

    def fill(self, moment: KioskNow) -> None:
        state: BookingState = moment.business
        ids, moves = self.ids, state.aim is Aim.MOVE
        ids.page.title = self.say("请核对")
        ids.text.show(self._blocks(moment, state))
        ids.book.text = self.say("确认改期") if moves else self.say("确认预约")
        ids.phone.text = self.say("换手机号") if state.phone else self.say("留手机号，收短信提醒")
        put(ids.ways, self._phone, shown=state.carded and not moves and messages(moment.moment), index=1)

    def _blocks(self, moment: KioskNow, state: BookingState) -> list[SheetBlock]:
        say, slot, before = self.say, state.slot, own(state)
        blocks = [SheetBlock(subject(say, state.queue, state.items, moment.moment))]
        if slot is not None:
            blocks.insert(0, SheetBlock(span(say, slot.starts_at, slot.ends_at, moment.zone), heading=True))
        if goes_home(state.queue, moment.moment) and state.address:
            blocks.append(SheetBlock(say("上门地址：{address}", address=state.address.strip())))
        if state.aim is Aim.MOVE:
            if before is not None:
                when = span(say, before.starts_at, before.ends_at, moment.zone)
                blocks.append(SheetBlock(say("原来的时间：{when}", when=when), quiet=True))
            return blocks
        who = moment.moment.who.masked_name
        if state.carded and who:
            blocks.append(SheetBlock(say("预约人：{name}", name=who)))
        if state.phone:
            blocks.append(SheetBlock(say("短信发到：{phone}", phone=grouped(state.phone, [3, 4, 4]))))
        return blocks

    def left(self) -> None:
        self.ids.text.clear()
