"""您属于以下情况吗？ — priority classes to claim; the one of the card's age comes first, as a suggestion."""

from __future__ import annotations

from collections.abc import Callable

from domain.journey_state import Machine
from domain.journey_words import PriorityChosen
from kiosk.screens.machine_screen import MachineScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.language import _, text_of
from kiosk.widgets.page import Page
from kiosk.widgets.theme import Metrics

__all__ = ["Choices", "Page", "PriorityScreen", "TextButton"]


class PriorityScreen(MachineScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.classes.fbind("on_choose", lambda _choices, key: self.touch(PriorityChosen(key)))
        self.on("none", lambda: PriorityChosen(None))

    def fill(self, state: Machine) -> None:
        page, suggested = self.ids.page, state.visit.suggested
        page.title = _("您属于以下情况吗？")
        page.hint = _("可以优先办理。工作人员可能请您出示证件。")
        cards = state.catalogue.priorities if state.catalogue else ()
        ordered = sorted(cards, key=lambda card: card.id != suggested)
        self.ids.classes.show(
            [
                ChoiceData(
                    key=card.id,
                    title=text_of(card.name),
                    icon=card.icon,
                    status=_("按证件上的年龄，您可以优先") if card.id == suggested else "",
                    main=card.id == suggested,
                )
                for card in ordered
            ]
        )
        self.ids.none.text = _("不需要，直接取号") if suggested else _("没有，直接取号")
        self.ids.none.main = suggested is None
        self.ids.none.kind = "quiet" if suggested else "action"
