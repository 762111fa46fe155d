"""需要帮忙吗？ — calls somebody, and says who comes."""

from __future__ import annotations

from domain.self_service.helping import HelpRead
from kiosk.screens.help.words import help_message
from kiosk.screens.number_machine.message_texts import MessageTexts
from kiosk.screens.self_service.kiosk_message import KioskMessageScreen
from kiosk.screens.self_service.kiosk_now import KioskNow


class HelpSheetScreen(KioskMessageScreen):
    def message(self, moment: KioskNow) -> MessageTexts:
        return help_message(moment.say, moment.state.machine, moment.hall_ms, moment.zone, HelpRead())
