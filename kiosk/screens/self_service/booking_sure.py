"""确定取消吗？ — asked once."""

from __future__ import annotations

from domain.flow import BackTouched
from domain.self_service.booking.state import own
from domain.self_service.booking.touches import CancelMeant
from kiosk.screens.number_machine.message_texts import MessageTexts
from kiosk.screens.self_service.booking_words import span
from kiosk.screens.self_service.kiosk_message import KioskMessageScreen
from kiosk.screens.self_service.kiosk_now import KioskNow


class BookingSureScreen(KioskMessageScreen):
    def message(self, moment: KioskNow) -> MessageTexts:
        say, booking = moment.say, own(moment.business)
        when = span(say, booking.starts_at, booking.ends_at, moment.zone) if booking is not None else ""
        return MessageTexts(
            icon="alert-circle",
            title=say("确定取消这个预约吗？"),
            facts=(("clock", when), ("users", say("取消后，这个时间就给别人用了。"))),
            main=(say("取消预约"), CancelMeant()),
            other=(say("不取消"), BackTouched()),
        )
