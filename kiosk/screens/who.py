"""怎样取号？ — by card, by phone number, or leaving nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from domain.journey_state import Machine
from domain.journey_words import WayChosen
from kiosk.screens.machine_screen import MachineScreen
from kiosk.screens.where import where
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.language import _, text_of
from kiosk.widgets.page import Page
from kiosk.widgets.theme import Metrics

__all__ = ["Choices", "Page", "WhoScreen"]


class WhoScreen(MachineScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.ways.fbind("on_choose", lambda _choices, key: self.touch(WayChosen(key)))

    def fill(self, state: Machine) -> None:
        page, card = self.ids.page, state.card(state.visit.queue)
        page.title = _("怎样取号？")
        page.hint = text_of(card.name) if card else ""
        if state.visit.reading:
            page.hint = _("正在读卡，请不要移开。")
        elif state.has_cards and not state.cards and state.catalogue and "card" in state.catalogue.identify:
            page.hint = _("读卡器暂时不能用。")
        self.ids.ways.show([replace(_WAYS[way](state), aside=True) for way in state.ways if way in _WAYS])


_WAYS: dict[str, Callable[[Machine], ChoiceData]] = {
    "card": lambda state: ChoiceData(
        key="card",
        icon="id",
        title=_("刷身份证或社保卡"),
        text=_("把卡平放在{where}的读卡区。").format(where=where(state.places.cards)),
        reader=state.places.cards.value,
    ),
    "phone": lambda _state: ChoiceData(
        key="phone",
        icon="device-mobile",
        title=_("输入手机号"),
        text=_("叫到您时，会发短信告诉您。"),
    ),
    "none": lambda _state: ChoiceData(
        key="none",
        icon="ticket",
        title=_("不留信息，直接取号"),
        text=_("叫到您时，请看大屏幕。"),
    ),
}
