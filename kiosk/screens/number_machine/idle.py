"""The machine at rest: the queues and their waits, the hours, one notice at a time. One touch wakes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.properties import StringProperty

from domain.number_machine.inputs import SomewhereTouched
from kiosk.screens.number_machine.fact import Fact
from kiosk.screens.number_machine.home import NOT_NOW, queue_line
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.number_machine.machine_screen import MachineScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.panel import ColumnBox, RowBox
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.theme import Metrics

__all__ = ["ColumnBox", "Fact", "IdleScreen", "Paragraph", "Reading", "ScreenPage", "TextButton"]


class IdleRow(RowBox):
    """A queue or a part of the day: what, and how it stands, with a rule under it.

    `left` is bold and of `style`; `right` stands at the other end and wraps.
    """

    left = StringProperty("")
    right = StringProperty("")
    style = StringProperty("body")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(size_hint_y=None, **kwargs)
        with self.canvas.before:
            self._colour = Color(0, 0, 0, 0)
            self._rule = Rectangle()
        self._left = Paragraph(bold=True, hug=True, size_hint_x=0.8, pos_hint={"center_y": 0.5})
        self._right = Paragraph(halign="right", hug=True, pos_hint={"center_y": 0.5})
        self.add_widget(self._left)
        self.add_widget(self._right)
        for part in (self._left, self._right):
            part.fbind("height", self.dress_soon)
        self.fbind("left", self.dress_soon)
        self.fbind("right", self.dress_soon)
        self.fbind("style", self.dress_soon)

    def dress(self) -> None:
        super().dress()
        m = self.m
        self._left.text, self._right.text = self.left, self.right
        self._left.style = self.style
        self.height = max(self._left.height, self._right.height) + m.s(4)
        self._colour.rgba = m.colours.hair
        self._rule.pos, self._rule.size = self.pos, (self.width, m.mm(0.4))


class IdleScreen(MachineScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.on("wake", SomewhereTouched)
        self._queues: list[IdleRow] = []
        self._hours: list[IdleRow] = []

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
    def _rows(kept: list[IdleRow], parent: ColumnBox, wanted: list[tuple[str, str]], style: str) -> None:
        while len(kept) < len(wanted):
            kept.append(IdleRow())
            parent.add_widget(kept[-1])
        while len(kept) > len(wanted):
            parent.remove_widget(kept.pop())
        for line, (left, right) in zip(kept, wanted, strict=True):
            line.left, line.right, line.style = left, right, style
