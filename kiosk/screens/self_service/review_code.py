"""号票上的评价码 — the six digits that stand below the QR code, or where it would be."""

from __future__ import annotations

from domain.reviews.review_code import DIGITS
from domain.self_service.reviews.touches import ReviewCodeKey, ReviewCodeTyped
from kiosk.screens.self_service.kiosk_digits import AskedDigits, KioskDigitsScreen, KioskNow


class ReviewCodeScreen(KioskDigitsScreen):
    groups = (3, 3)

    def asked(self, moment: KioskNow) -> AskedDigits:
        say, state = self.say, moment.business
        return AskedDigits(
            title=say("号票上的评价码"),
            hint=say("号票 {number} 上“自助机评价码”后面的 6 位数字。", number=state.number),
            digits=state.digits,
            placeholder=say("6 位评价码"),
            done=say("下一步"),
            whole=len(state.digits) == DIGITS,
        )

    def key(self, key: str) -> object:
        return ReviewCodeKey(key)

    def typed(self) -> object:
        return ReviewCodeTyped()
