"""把号票放到扫码口 — the code on the ticket proves whose it is."""

from __future__ import annotations

from domain.number_machine.inputs import HelpTouched
from domain.self_service.reviews.touches import NumberTypedWanted
from kiosk.screens.number_machine.message_texts import MessageTexts
from kiosk.screens.self_service.kiosk_message import KioskMessageScreen
from kiosk.screens.self_service.kiosk_now import KioskNow


class ReviewScanScreen(KioskMessageScreen):
    def message(self, moment: KioskNow) -> MessageTexts:
        say = moment.say
        return MessageTexts(
            icon="ticket",
            title=say("请扫号票上的二维码"),
            facts=(
                ("ticket", say("把今天的号票放到扫码口，码朝里。")),
                ("star", say("可以评这次办事，也可以评整个大厅。窗口人员看不到是谁评的。")),
            ),
            main=(say("扫不了，输入号码"), NumberTypedWanted()),
            other=(say("找人帮忙"), HelpTouched()),
        )
