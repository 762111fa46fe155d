"""手机号 — the phone that the booking belongs to, or that only gets messages about it."""

from __future__ import annotations

from domain.phone import DIGITS, is_mobile
from domain.self_service.booking.state import BookingPage
from domain.self_service.booking.touches import BookingPhoneKey, BookingPhoneTyped
from kiosk.screens.self_service.kiosk_digits import AskedDigits, KioskDigitsScreen, KioskNow


class BookingPhoneScreen(KioskDigitsScreen):
    def asked(self, moment: KioskNow) -> AskedDigits:
        say, state = self.say, moment.business
        told = BookingPage.CHECK in state.trail
        wrong = len(state.phone) == DIGITS and not is_mobile(state.phone)
        return AskedDigits(
            title=say("请输入手机号"),
            hint=say("预约和提醒发到这个手机，结束就删除。") if told else say("验证码会发到这个手机。"),
            digits=state.phone,
            placeholder=say("11 位手机号"),
            wrong=say("这不是手机号，请检查。") if wrong else "",
            done=say("下一步"),
            whole=is_mobile(state.phone),
        )

    def key(self, key: str) -> object:
        return BookingPhoneKey(key)

    def typed(self) -> object:
        return BookingPhoneTyped()
