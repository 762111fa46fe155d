"""您属于以下情况吗？ — priority classes to claim; the one of the card's age comes first, as a suggestion."""

from __future__ import annotations

from collections.abc import Callable

from domain.number_machine.inputs import PriorityChosen
from kiosk.screens.number_machine.layout import Sides
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.number_machine.machine_screen import MachineScreen, put
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.theme import Metrics

__all__ = ["Choices", "PriorityScreen", "ScreenPage", "Sides", "TextButton"]

NONE = "/none"  # no class is called so


class PriorityScreen(MachineScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.classes.fbind(
            "on_choose", lambda _choices, key: self.touch(PriorityChosen(None if key == NONE else key))
        )
        self.on("none", lambda: PriorityChosen(None))
        self._sides, self._none = self.ids.sides, self.ids.none.__self__

    def _chosen(self, key: str) -> None:
        self.touch(PriorityChosen(None if key == NONE else key))

    def fill(self, moment: MachineNow) -> None:
        state = moment.state
        page, suggested = self.ids.page, state.visit.suggested
        page.title = self.say("您属于以下情况吗？")
        page.hint = self.say("可以优先办理。工作人员可能请您出示证件。")
        if suggested:
            page.hint = self.say("按证件上的年龄，您可以优先办理。")
        cards = state.catalogue.priorities if state.catalogue else ()
        ordered = sorted(cards, key=lambda card: card.id != suggested)
        choices = [
            ChoiceData(key=card.id, title=self.say(card.name), icon=card.icon, main=card.id == suggested)
            for card in ordered
        ]
        words = self.say("不需要，直接取号") if suggested else self.say("没有，直接取号")
        crowded = self.m.elder and not self.m.portrait
        if crowded:  # one more card takes less height than a button
            choices.insert(1 if suggested else 0, ChoiceData(key=NONE, title=words, main=suggested is None))
        self.ids.classes.show(choices)
        put(self._sides, self._none, shown=not crowded)
        self._none.text = words
        self._none.main = suggested is None
        self._none.kind = "quiet" if suggested else "action"
