"""What staff can do at this kiosk, once they have signed in."""

from __future__ import annotations

from kivy.properties import NumericProperty

from domain.self_service.staff.business import AssistEnds, AssistWanted, PartsWanted, PracticeWanted
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, KioskNow, OfferedChoices

TOUCHES = {"assist": AssistWanted, "ends": AssistEnds, "machine": PartsWanted, "practice": PracticeWanted}


class StaffMenuScreen(KioskChoicesScreen):
    columns = NumericProperty(1)

    def offered(self, moment: KioskNow) -> OfferedChoices:
        say, helps = self.say, moment.business.helps
        assist = ChoiceData(
            key="assist",
            title=say("帮办"),
            icon="user-heart",
            text=say("陪群众在这台机器上办理，办的事都记在您名下。"),
            aside=True,
        )
        ends = ChoiceData(
            key="ends",
            title=say("结束帮办"),
            icon="user-heart",
            text=say("退出登录，机器交还给群众自己用。"),
            aside=True,
            main=True,
        )
        machine = ChoiceData(
            key="machine",
            title=say("机器情况"),
            icon="clipboard-check",
            text=say("每日检查：各部件是否正常，打印了多少张；可以试打。"),
            aside=True,
        )
        practice = ChoiceData(
            key="practice",
            title=say("练习模式"),
            icon="school",
            text=say("20 分钟，给学着用机器的人。不取真号，不打印，什么也不提交。"),
            aside=True,
        )
        cards = [ends, machine] if helps else [assist, machine, practice]
        hint = "" if helps else say("已用工作卡登录，离开本页即退出。")
        if moment.business.alone:
            cards, hint = [machine, practice], ""  # the band says that the hall is away
        return OfferedChoices(title=say("工作人员"), hint=hint, cards=cards)

    def chosen(self, key: str) -> object:
        return TOUCHES[key]()
