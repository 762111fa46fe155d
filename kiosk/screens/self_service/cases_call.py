"""要我们联系您吗？ — leaving a phone is voluntary."""

from __future__ import annotations

from kivy.properties import NumericProperty

from domain.self_service.cases.touches import CallBackUnwanted, CallBackWanted
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, KioskNow, OfferedChoices

TOUCHES = {"call": CallBackWanted(), "none": CallBackUnwanted()}


class CasesCallScreen(KioskChoicesScreen):
    columns = NumericProperty(1)

    def offered(self, moment: KioskNow) -> OfferedChoices:
        say = self.say
        cards = (
            ChoiceData(
                key="none",
                title=say("不用联系我"),
                icon="ticket",
                text=say("凭回执码来问就行"),
                aside=True,
            ),
            ChoiceData(
                key="call",
                title=say("请打电话给我"),
                icon="phone",
                text=say("留一个手机号，只用于这件事，办完就删除"),
                aside=True,
            ),
        )
        return OfferedChoices(title=say("要我们联系您吗？"), cards=cards)

    def chosen(self, key: str) -> object:
        return TOUCHES[key]
