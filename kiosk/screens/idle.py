"""The machine at rest: the queues and their waits, the hours, one notice at a time. One touch wakes it."""

from __future__ import annotations

from collections.abc import Callable

from domain.journey_inputs import SomewhereTouched
from kiosk.screens.fact import Fact
from kiosk.screens.home import NOT_NOW, queue_line
from kiosk.screens.line import Line
from kiosk.screens.machine_now import MachineNow
from kiosk.screens.machine_screen import MachineScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.page import Page, Reading
from kiosk.widgets.panel import Column
from kiosk.widgets.paragraph import Words
from kiosk.widgets.theme import Metrics

__all__ = ["Column", "Fact", "IdleScreen", "Page", "Reading", "TextButton", "Words"]


class IdleScreen(MachineScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.on("wake", SomewhereTouched)
        self._queues: list[Line] = []
        self._hours: list[Line] = []

    def fill(self, moment: MachineNow) -> None:
        ids, state = self.ids, moment.state
        ids.page.title = self.say("取号办事")
        cards = state.catalogue.queues if state.catalogue else ()
        given = not cards or any(moment.status(card.id) not in NOT_NOW for card in cards)
        ids.wake.text = self.say("请触摸屏幕，开始取号") if given else self.say("现在不取号，请触摸查看")
        style = "body" if self.m.elder or not self.m.portrait or len(cards) > 8 else "button"
        rows = [(self.say(card.name), queue_line(moment, card)) for card in cards]
        self._rows(self._queues, ids.queues, rows, style)
        hours = state.notices.today or state.notices.hours if state.notices else ()
        self._rows(self._hours, ids.hours, [(self.say(line.title), self.say(line.text)) for line in hours], "body")
        boards = state.notices.boards if state.notices else ()
        ids.notice.icon = "info-circle"
        ids.notice.text = self.say(boards[state.notice % len(boards)].text) if boards else ""

    @staticmethod
    def _rows(kept: list[Line], parent: Column, wanted: list[tuple[str, str]], style: str) -> None:
        while len(kept) < len(wanted):
            kept.append(Line())
            parent.add_widget(kept[-1])
        while len(kept) > len(wanted):
            parent.remove_widget(kept.pop())
        for line, (left, right) in zip(kept, wanted, strict=True):
            line.left, line.right, line.style = left, right, style
