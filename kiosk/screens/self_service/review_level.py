"""五级评价 — most satisfied first, none of them chosen."""

from __future__ import annotations

from domain.self_service.reviews.business import levels
from domain.self_service.reviews.touches import LevelChosen
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, KioskNow, OfferedChoices

FACES = {5: "mood-happy", 4: "mood-smile", 3: "mood-empty", 2: "mood-sad", 1: "mood-cry"}


class ReviewLevelScreen(KioskChoicesScreen):
    def offered(self, moment: KioskNow) -> OfferedChoices:
        say, hall = self.say, moment.business.hall
        self.columns = 1
        cards = [
            ChoiceData(key=str(one.value), title=say(one.name), icon=FACES.get(one.value, ""), plain=self.m.elder)
            for one in levels(moment.moment)
        ]
        hint = "" if self.m.elder else say("评价自愿，窗口人员看不到您的选择")
        title = say("请评价整个大厅") if hall else say("请评价本次服务")
        return OfferedChoices(title=title, hint=hint, cards=cards)

    def chosen(self, key: str) -> object:
        return LevelChosen(int(key))
