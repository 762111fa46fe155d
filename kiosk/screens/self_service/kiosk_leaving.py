"""回首页吗？ — asked once, if typed text would be lost."""

from __future__ import annotations

from domain.self_service.inputs import LeaveConfirmed, StayChosen
from kiosk.screens.number_machine.message_texts import MessageTexts
from kiosk.screens.self_service.kiosk_message import KioskMessageScreen
from kiosk.screens.self_service.kiosk_now import KioskNow


class KioskLeavingScreen(KioskMessageScreen):
    feet = ("back", "", "switch", "language", "elder", "contrast", "low", "")

    def message(self, moment: KioskNow) -> MessageTexts:
        say = moment.say
        return MessageTexts(
            icon="alert-triangle",
            title=say("要回首页吗？"),
            facts=(
                ("info-circle", say("您已经填写、选择的内容会清空。")),
                ("arrow-back-up", say("只想改前一步，请按“返回”，内容不会丢。")),
            ),
            main=(say("不回，继续办"), StayChosen()),
            other=(say("回首页，清空内容"), LeaveConfirmed()),
        )
