"""需要帮忙吗？ — whom to ask."""

from __future__ import annotations

from domain.self_service.helping import HelpRead
from kiosk.screens.number_machine.message_texts import MessageTexts
from kiosk.screens.self_service.kiosk_message import KioskMessageScreen
from kiosk.screens.self_service.kiosk_now import KioskNow


class HelpSheetScreen(KioskMessageScreen):
    def message(self, moment: KioskNow) -> MessageTexts:
        say, catalogue = moment.say, moment.state.machine.catalogue
        facts = [
            ("user-heart", say("请到咨询台，工作人员会帮您取号、办事。")),
            ("users", say("也可以请身边穿制服的帮办人员过来。")),
        ]
        if catalogue and catalogue.hotline:
            facts.append(("phone", say("政务服务热线 {number}", number=catalogue.hotline)))
        return MessageTexts(
            icon="headset", title=say("需要帮忙吗？"), facts=tuple(facts), main=(say("返回"), HelpRead())
        )
