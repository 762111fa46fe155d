"""怎样取号？ — by card, by phone number, or leaving nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from domain.number_machine.inputs import WayChosen
from domain.number_machine.state import Machine
from domain.views.catalogue import TicketWay
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.number_machine.machine_screen import MachineScreen
from kiosk.screens.number_machine.phrases import where
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.theme import Metrics
from program.speech import Speaker

__all__ = ["Choices", "ScreenPage", "WhoScreen"]


class WhoScreen(MachineScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.ways.fbind("on_choose", lambda _choices, key: self.touch(WayChosen(TicketWay(key))))

    def fill(self, moment: MachineNow) -> None:
        state = moment.state
        page, card = self.ids.page, state.card(state.visit.queue)
        page.title = self.say("怎样取号？")
        page.hint = self.say(card.name) if card else ""
        if state.visit.reading:
            page.hint = self.say("正在读卡，请不要移开。")
        elif state.has_cards and not state.cards and state.catalogue and TicketWay.CARD in state.catalogue.identify:
            page.hint = self.say("读卡器暂时不能用。")
        self.ids.ways.show([replace(_WAYS[way](self.say, state), aside=True) for way in state.ways if way in _WAYS])


_WAYS: dict[TicketWay, Callable[[Speaker, Machine], ChoiceData]] = {
    TicketWay.CARD: lambda say, state: ChoiceData(
        key="card",
        icon="id",
        title=say("刷身份证或社保卡"),
        text=say("把卡平放在{where}的读卡区。", where=where(say, state.places.cards)),
        reader=state.places.cards.value,
    ),
    TicketWay.PHONE: lambda say, _state: ChoiceData(
        key="phone",
        icon="device-mobile",
        title=say("输入手机号"),
        text=say("叫到您时，会发短信告诉您。"),
    ),
    TicketWay.NONE: lambda say, _state: ChoiceData(
        key="none",
        icon="ticket",
        title=say("不留信息，直接取号"),
        text=say("叫到您时，请看大屏幕。"),
    ),
}
