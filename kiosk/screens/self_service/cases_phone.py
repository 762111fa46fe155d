"""手机号 — to be called back."""

from __future__ import annotations

from domain.phone import DIGITS, is_mobile
from domain.self_service.cases.touches import CasePhoneKey, CasePhoneTyped
from kiosk.screens.self_service.kiosk_digits import AskedDigits, KioskDigitsScreen, KioskNow


class CasesPhoneScreen(KioskDigitsScreen):
    def asked(self, moment: KioskNow) -> AskedDigits:
        say, phone = self.say, moment.business.phone
        wrong = len(phone) == DIGITS and not is_mobile(phone)
        return AskedDigits(
            title=say("请输入手机号"),
            hint=say("只用于这件事，办完就删除。"),
            digits=phone,
            placeholder=say("11 位手机号"),
            wrong=say("这不是手机号，请检查。") if wrong else "",
            done=say("下一步"),
            whole=is_mobile(phone),
        )

    def key(self, key: str) -> object:
        return CasePhoneKey(key)

    def typed(self) -> object:
        return CasePhoneTyped()
