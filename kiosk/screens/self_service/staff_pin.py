"""密码 of whoever laid a staff card: four to twelve digits, never shown."""

from __future__ import annotations

from domain.self_service.staff.business import PinKey, PinTyped
from domain.staff.people import LONGEST_PIN, SHORTEST_PIN
from kiosk.screens.self_service.kiosk_digits import AskedDigits, KioskDigitsScreen, KioskNow


class StaffPinScreen(KioskDigitsScreen):
    groups = (LONGEST_PIN,)

    def asked(self, moment: KioskNow) -> AskedDigits:
        say, state = self.say, moment.business
        wrong = say("密码不对，请再输一次。") if state.wrong else ""
        if state.wrong and state.wait_s:
            wrong = say("密码不对，请过 {seconds} 秒再试。", seconds=state.wait_s)
        return AskedDigits(
            title=say("工作人员密码"),
            hint=say("和在评价器上登录用的一样。"),
            digits="●" * len(state.pin),
            placeholder=say("密码"),
            wrong=wrong,
            done=say("登录"),
            whole=len(state.pin) >= SHORTEST_PIN,
        )

    def key(self, key: str) -> object:
        return PinKey(key)

    def typed(self) -> object:
        return PinTyped()
