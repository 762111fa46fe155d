"""填表 — which form?"""

from __future__ import annotations

from domain.self_service.forms.forms import forms_of
from domain.self_service.forms.forms_state import FormChosen
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, OfferedChoices
from kiosk.screens.self_service.kiosk_now import KioskNow


class FormsListScreen(KioskChoicesScreen):
    columns = 1

    def offered(self, moment: KioskNow) -> OfferedChoices:
        begun = moment.business.sheets
        return OfferedChoices(
            title=self.say("填哪张表？"),
            hint="" if self.m.elder else self.say("填的内容不保存，离开就清除。"),
            cards=[
                ChoiceData(
                    key=name,
                    title=self.say(form.name),
                    icon="file-text",
                    text=self.say(form.intro) if form.intro is not None else "",
                    status=self.say("已经填了一部分") if name in begun else "",
                )
                for name, form in forms_of(moment.moment).items()
            ],
        )

    def left(self) -> None:
        """Only what forms are called stands here, and nothing of anybody."""

    def chosen(self, key: str) -> object:
        return FormChosen(key)
