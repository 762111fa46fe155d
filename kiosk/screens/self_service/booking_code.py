"""预约码 — typed, or the code of the slip held under the scanner."""

from __future__ import annotations

from domain.self_service.booking.touches import BookingCodeKey, BookingCodeTyped
from kiosk.screens.self_service.kiosk_typed import AskedCode, KioskNow, KioskTypedScreen


class BookingCodeScreen(KioskTypedScreen):
    def asked(self, moment: KioskNow) -> AskedCode:
        say = self.say
        return AskedCode(
            title=say("预约码"),
            scan=say("也可以把预约单上的码放到扫码口。"),
            code=moment.business.code,
            placeholder=say("预约码"),
            named=lambda code: say("预约码 {code}", code=code),
            done=say("查询"),
        )

    def key(self, key: str) -> object:
        return BookingCodeKey(key)

    def typed(self) -> object:
        return BookingCodeTyped()
