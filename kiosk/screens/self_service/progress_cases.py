"""All cases of a card, newest first."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.progress import CaseChosen
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.screens.self_service.progress_words import STAGES, item_name
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.theme import Metrics

__all__ = ["Choices", "ProgressCasesScreen", "ScreenPage"]


class ProgressCasesScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.choices.fbind("on_choose", lambda _choices, key: self.touch(CaseChosen(int(key))))

    def fill(self, moment: KioskNow) -> None:
        cases = moment.business.cases
        self.ids.page.title = self.say("您的全部办件")
        self.ids.page.hint = self.say.count("共 {n} 件，最近的在前", len(cases))
        self.ids.choices.show(
            [
                ChoiceData(
                    key=str(at),
                    title=item_name(self.say, case) or case.receipt,
                    status=self.say(STAGES[case.stage]),
                )
                for at, case in enumerate(cases)
            ]
        )

    def left(self) -> None:
        self.ids.choices.show([])
