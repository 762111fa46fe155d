"""预约 — a new booking, or an existing one."""

from __future__ import annotations

from kivy.properties import NumericProperty

from domain.self_service.booking.offers import bookable, can_identify
from domain.self_service.booking.touches import BookWanted, OwnBookingsWanted
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, KioskNow, OfferedChoices

TOUCHES = {"book": BookWanted(), "own": OwnBookingsWanted()}


class BookingWaysScreen(KioskChoicesScreen):
    columns = NumericProperty(1)

    def offered(self, moment: KioskNow) -> OfferedChoices:
        say, known = self.say, moment.moment
        able = bool(bookable(known)) and can_identify(known)
        book = ChoiceData(
            key="book",
            title=say("约一个时间"),
            icon="calendar-event",
            text=say("选事项、日期和时间，到时直接签到") if able else "",
            status="" if able else say("这台机器现在约不了，请到咨询台"),
            usable=able,
        )
        own = ChoiceData(
            key="own",
            title=say("查预约、改期、取消"),
            icon="clipboard-list",
            text=say("用身份证、预约码或手机号"),
        )
        return OfferedChoices(title=say("您要预约什么？"), cards=(book, own))

    def chosen(self, key: str) -> object:
        return TOUCHES[key]
