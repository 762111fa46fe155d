"""受理号 — letters and digits, or the code on the receipt held under the scanner."""

from __future__ import annotations

from domain.self_service.progress import ReceiptKey, ReceiptTyped
from kiosk.screens.self_service.kiosk_typed import AskedCode, KioskNow, KioskTypedScreen


class ProgressReceiptScreen(KioskTypedScreen):
    def asked(self, moment: KioskNow) -> AskedCode:
        say = self.say
        return AskedCode(
            title=say("受理单上的号码"),
            scan=say("也可以把受理单上的码放到扫码口。"),
            code=moment.business.receipt,
            placeholder=say("受理号"),
            named=lambda code: say("受理号 {code}", code=code),
            done=say("下一步"),
        )

    def key(self, key: str) -> object:
        return ReceiptKey(key)

    def typed(self) -> object:
        return ReceiptTyped()
