"""What staff can do at this kiosk, once they have signed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kivy.properties import NumericProperty

from domain.self_service.staff.business import AssistEnds, AssistWanted, PartsWanted, PracticeWanted, StaffTouch
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, KioskNow, OfferedChoices
from program.speech import later


class MenuEntry(NamedTuple):
    """One card of the menu, and the touch that it stands for."""

    touch: StaffTouch
    icon: str
    title: str
    text: str


ENTRIES: Mapping[str, MenuEntry] = {
    "assist": MenuEntry(
        AssistWanted(), "user-heart", later("帮办"), later("陪群众在这台机器上办理，办的事都记在您名下。")
    ),
    "ends": MenuEntry(AssistEnds(), "user-heart", later("结束帮办"), later("退出登录，机器交还给群众自己用。")),
    "machine": MenuEntry(
        PartsWanted(),
        "clipboard-check",
        later("机器情况"),
        later("每日检查：各部件是否正常，打印了多少张；可以试打。"),
    ),
    "practice": MenuEntry(
        PracticeWanted(),
        "school",
        later("练习模式"),
        later("20 分钟，给学着用机器的人。不取真号，不打印，什么也不提交。"),
    ),
}


class StaffMenuScreen(KioskChoicesScreen):
    columns = NumericProperty(1)

    def offered(self, moment: KioskNow) -> OfferedChoices:
        say, business = self.say, moment.business
        keys = ("ends", "machine") if business.helps else ("assist", "machine", "practice")
        hint = "" if business.helps else say("已用工作卡登录，离开本页即退出。")
        if business.alone:
            keys, hint = ("machine", "practice"), ""  # the band says that the hall is away
        cards = [self._card(key) for key in keys]
        return OfferedChoices(title=say("工作人员"), hint=hint, cards=cards)

    def _card(self, key: str) -> ChoiceData:
        entry = ENTRIES[key]
        title, text = self.say(entry.title), self.say(entry.text)
        return ChoiceData(key=key, title=title, icon=entry.icon, text=text, aside=True, main=key == "ends")

    def chosen(self, key: str) -> object:
        return ENTRIES[key].touch
