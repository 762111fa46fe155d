"""The machine at rest: the queues and their waits, the hours, one notice at a time. One touch wakes it."""

from __future__ import annotations

from collections.abc import Callable

from domain.journey_state import Machine
from domain.journey_words import Touched
from kiosk.clock import monotonic_ms
from kiosk.screens.fact import Fact
from kiosk.screens.home import NOT_NOW, queue_line
from kiosk.screens.line import Line
from kiosk.screens.machine_screen import MachineScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.language import _, text_of
from kiosk.widgets.page import Page, Reading
from kiosk.widgets.panel import Column
from kiosk.widgets.theme import Metrics
from kiosk.widgets.words import Words

__all__ = ["Column", "Fact", "IdleScreen", "Page", "Reading", "TextButton", "Words"]


class IdleScreen(MachineScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.on("wake", Touched)
        self._queues: list[Line] = []
        self._hours: list[Line] = []

    def fill(self, state: Machine) -> None:
        ids, now = self.ids, monotonic_ms()
        ids.page.title = _("取号办事")
        cards = state.catalogue.queues if state.catalogue else ()
        given = not cards or any(state.status(card.id, now) not in NOT_NOW for card in cards)
        ids.wake.text = _("请触摸屏幕，开始取号") if given else _("现在不取号，请触摸查看")
        style = "body" if self.m.elder or not self.m.portrait or len(cards) > 8 else "button"
        self._rows(
            self._queues, ids.queues, [(text_of(card.name), queue_line(state, card, now)) for card in cards], style
        )
        hours = state.notices.today or state.notices.hours if state.notices else ()
        self._rows(self._hours, ids.hours, [(text_of(line.title), text_of(line.text)) for line in hours], "body")
        boards = state.notices.boards if state.notices else ()
        ids.notice.icon = "info-circle"
        ids.notice.text = text_of(boards[state.notice % len(boards)].text) if boards else ""

    @staticmethod
    def _rows(kept: list[Line], parent: Column, wanted: list[tuple[str, str]], style: str) -> None:
        while len(kept) < len(wanted):
            kept.append(Line())
            parent.add_widget(kept[-1])
        while len(kept) > len(wanted):
            parent.remove_widget(kept.pop())
        for line, (left, right) in zip(kept, wanted, strict=True):
            line.left, line.right, line.style = left, right, style
