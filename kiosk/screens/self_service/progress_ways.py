"""查进度 — by laying a card on the reader, or by the receipt."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.progress import ByCard, ByReceipt, card_can
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.theme import Metrics

__all__ = ["Choices", "ProgressWaysScreen", "ScreenPage"]

TOUCHES = {"own": ByCard(), "receipt": ByReceipt()}


class ProgressWaysScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.choices.fbind("on_choose", lambda _choices, key: self.touch(TOUCHES[key]))

    def fill(self, moment: KioskNow) -> None:
        known, page = moment.moment, self.ids.page
        page.title = self.say("查您的办件")
        laid = known.who.person is not None
        by_card = card_can(known) and (laid or moment.state.machine.cards)
        if moment.business.reading:
            page.hint = self.say("正在读卡，请不要移开。")
        elif moment.business.unread:
            page.hint = self.say("没有读出这张卡，请再放一次，或用别的方式。")
        else:
            page.hint = self.say("放上身份证或社保卡，就能看到您的办件。") if by_card and not laid else ""
        choices = []
        if by_card and laid:
            name = known.who.masked_name
            choices.append(
                ChoiceData(
                    key="own",
                    title=self.say("用刚才的卡查"),
                    icon="id",
                    text=self.say("{name} 的全部办件", name=name) if name else self.say("您的全部办件"),
                )
            )
        choices.append(
            ChoiceData(
                key="receipt",
                title=self.say("用受理号查"),
                icon="receipt",
                text=self.say("受理单上的号码，和所留手机号的后 4 位"),
            )
        )
        self.ids.choices.show(choices)

    def left(self) -> None:
        self.ids.choices.show([])  # so that no name stays in a widget
