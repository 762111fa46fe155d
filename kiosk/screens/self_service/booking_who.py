"""The holder of the booking: a card laid on the reader, or a phone that gets a code."""

from __future__ import annotations

from kivy.properties import NumericProperty

from domain.number_machine.inputs import SomewhereTouched
from domain.self_service.booking.business import messages
from domain.self_service.booking.touches import BookingPhoneWanted, KnownCardUsed
from kiosk.screens.number_machine.phrases import where
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, KioskNow, OfferedChoices
from program.speech import Speaker

TOUCHES = {"card": SomewhereTouched(), "own": KnownCardUsed(), "phone": BookingPhoneWanted()}


class BookingWhoScreen(KioskChoicesScreen):
    columns = NumericProperty(1)

    def offered(self, moment: KioskNow) -> OfferedChoices:
        cards = own_card(self.say, moment)
        if messages(moment.moment):
            cards.append(
                ChoiceData(
                    key="phone",
                    title=self.say("用手机号"),
                    icon="device-mobile",
                    aside=True,
                    text=self.say("发一个验证码到手机；预约结束就删除号码"),
                )
            )
        return OfferedChoices(title=self.say("谁来预约？"), hint=card_hint(self.say, moment), cards=cards)

    def chosen(self, key: str) -> object:
        return TOUCHES[key]


def own_card(say: Speaker, moment: KioskNow) -> list[ChoiceData]:
    """The choice for the card read before, or for laying one on now; none without a reader."""
    who, machine = moment.moment.who, moment.state.machine
    if who.person is not None:
        words = say("{name} 的卡", name=who.masked_name) if who.masked_name else ""
        return [ChoiceData(key="own", title=say("用刚才的卡"), icon="id", text=words, aside=True)]
    if not machine.cards:
        return []
    return [
        ChoiceData(
            key="card",
            icon="id",
            title=say("刷身份证或社保卡"),
            text=say("把卡平放在{where}的读卡区。", where=where(say, machine.places.cards)),
            reader=machine.places.cards.value,
            aside=True,
        )
    ]


def card_hint(say: Speaker, moment: KioskNow) -> str:
    """The hint that a card is being read, or could not be read."""
    state = moment.business
    if state.reading:
        return say("正在读卡，请不要移开。")
    if state.unread:
        return say("没有读出这张卡，请再放一次，或用别的方式。")
    return ""
