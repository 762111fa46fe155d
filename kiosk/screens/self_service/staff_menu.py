"""What staff can do at this kiosk, once they have signed in."""

from __future__ import annotations

from kivy.properties import NumericProperty

from domain.self_service.staff.business import PracticeWanted
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, KioskNow, OfferedChoices


class StaffMenuScreen(KioskChoicesScreen):
    columns = NumericProperty(1)

    def offered(self, moment: KioskNow) -> OfferedChoices:
        say = self.say
        practice = ChoiceData(
            key="practice",
            title=say("练习模式"),
            icon="school",
            text=say("20 分钟，给学着用机器的人。不取真号，不打印，什么也不提交。"),
            aside=True,
        )
        return OfferedChoices(title=say("工作人员"), hint=say("已用工作卡登录，离开本页即退出。"), cards=[practice])

    def chosen(self, _key: str) -> object:
        return PracticeWanted()
