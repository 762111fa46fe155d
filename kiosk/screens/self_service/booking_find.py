"""查预约 — by card, by its code, or by phone."""

from __future__ import annotations

from kivy.properties import NumericProperty

from domain.number_machine.inputs import SomewhereTouched
from domain.self_service.booking.business import messages
from domain.self_service.booking.touches import BookingCodeWanted, BookingPhoneWanted, KnownCardUsed
from kiosk.screens.self_service.booking_who import card_hint, own_card
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, KioskNow, OfferedChoices

TOUCHES = {
    "card": SomewhereTouched(),
    "own": KnownCardUsed(),
    "code": BookingCodeWanted(),
    "phone": BookingPhoneWanted(),
}


class BookingFindScreen(KioskChoicesScreen):
    columns = NumericProperty(1)

    def offered(self, moment: KioskNow) -> OfferedChoices:
        say = self.say
        scans = moment.state.machine.scanner
        cards = own_card(say, moment)
        cards.append(
            ChoiceData(
                key="code",
                title=say("用预约码"),
                icon="ticket",
                aside=True,
                text=say("短信或预约单上的 8 位码，也可以扫码") if scans else say("短信或预约单上的 8 位码"),
            )
        )
        if messages(moment.moment):
            cards.append(
                ChoiceData(
                    key="phone", title=say("用手机号"), icon="device-mobile", aside=True, text=say("发一个验证码到手机")
                )
            )
        return OfferedChoices(title=say("查您的预约"), hint=card_hint(say, moment), cards=cards)

    def chosen(self, key: str) -> object:
        return TOUCHES[key]
