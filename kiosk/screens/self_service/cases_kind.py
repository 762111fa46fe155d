"""您想说什么？ — what could not be done, a complaint, praise."""

from __future__ import annotations

from kivy.properties import NumericProperty

from domain.cases.kinds import CaseKind
from domain.self_service.cases.touches import CaseKindChosen
from kiosk.screens.self_service.cases_words import KINDS
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, KioskNow, OfferedChoices
from program.speech import later

ABOUT = {
    CaseKind.UNSOLVED: ("speakerphone", later("来了几次没办成，或没有人给答复")),
    CaseKind.COMPLAINT: ("alert-circle", later("对服务、环境或收费有意见")),
    CaseKind.PRAISE: ("heart-handshake", later("有人帮了您的忙")),
}


class CasesKindScreen(KioskChoicesScreen):
    columns = NumericProperty(1)

    def offered(self, moment: KioskNow) -> OfferedChoices:
        say = self.say
        cards = [
            ChoiceData(key=kind.value, title=say(KINDS[kind]), icon=icon, text=say(about), aside=True)
            for kind, (icon, about) in ABOUT.items()
        ]
        return OfferedChoices(title=say("您想说什么？"), hint=say("不用留姓名，交了就有回执码。"), cards=cards)

    def chosen(self, key: str) -> object:
        return CaseKindChosen(CaseKind(key))
