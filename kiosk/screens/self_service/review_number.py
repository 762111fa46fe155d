"""号票上的号码 — typed where no scanner reads the ticket."""

from __future__ import annotations

from domain.self_service.reviews.business import can_scan
from domain.self_service.reviews.touches import ReviewNumberKey, ReviewNumberTyped
from kiosk.screens.self_service.kiosk_typed import AskedCode, KioskNow, KioskTypedScreen


class ReviewNumberScreen(KioskTypedScreen):
    def asked(self, moment: KioskNow) -> AskedCode:
        say = self.say
        return AskedCode(
            title=say("号票上的号码"),
            scan=say("也可以把号票上的二维码放到扫码口。") if can_scan(moment.moment) else "",
            code=moment.business.number,
            placeholder=say("号码，比如 A012"),
            named=lambda code: say("号码 {number}", number=code),
            done=say("下一步"),
        )

    def key(self, key: str) -> object:
        return ReviewNumberKey(key)

    def typed(self) -> object:
        return ReviewNumberTyped()
