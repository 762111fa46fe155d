"""The machine at rest: the queues and their waits, several at a time, the hours, one notice at a time.

One touch wakes it. Who reads no Chinese finds English beside it, and the language one touch away.
"""

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
from kiosk.widgets.paragraph import Paragraph, block_height
from kiosk.widgets.theme import Metrics
from program.speech import SOURCE, Speaker

__all__ = ["ColumnBox", "Fact", "IdleScreen", "Paragraph", "Reading", "ScreenPage", "TextButton"]


LEFT, RIGHT = 0.8, 1.0
"""Shares of the width of the two ends of a row."""


PORTRAIT, LYING, LARGE = 0.42, 0.58, 0.8
"""Parts of the height that the queues may take, and how much of that in large letters."""

MANY = 8
"""More queues than these are shown in smaller letters."""


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
        self._left = Paragraph(bold=True, hug=True, size_hint_x=LEFT, pos_hint={"center_y": 0.5})
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
        ids.wake.text = "\n".join(_wake(say, given=given) for say in (self.say, self._other()))
        rows = [(self.say(card.name), queue_line(moment, card)) for card in cards]
        style = "body" if self.m.elder or not self.m.portrait or len(cards) > MANY else "button"
        shown = self._fitting(rows, style)
        pages = max(1, -(-len(rows) // shown))
        at = state.notice % pages
        turn = self.say("{n} 个队列轮流显示 {at}/{pages}", n=len(rows), at=at + 1, pages=pages)
        ids.page.hint = turn if pages > 1 else ""
        rows = rows[at * shown : (at + 1) * shown]
        self._rows(self._queues, ids.queues, rows, style)
        hours = state.notices.today or state.notices.hours if state.notices else ()
        self._rows(self._hours, ids.hours, [(self.say(line.title), self.say(line.text)) for line in hours], "body")
        boards = state.notices.boards if state.notices else ()
        ids.notice.icon = "info-circle"
        ids.notice.text = self.say(boards[state.notice % len(boards)].text) if boards else ""

    def _other(self) -> Speaker:
        """The language that the screen does not speak now."""
        return Speaker(SOURCE if self.m.language != SOURCE else "en")

    def _fitting(self, rows: list[tuple[str, str]], style: str) -> int:
        """How many rows have room together, whichever they are."""
        m = self.m
        share = (PORTRAIT if m.portrait else LYING) * (LARGE if m.elder else 1.0)
        wide = (m.width - 2 * m.margin) * (1.0 if m.portrait else self.ids.page.beside) - 2 * m.gap
        left, right = (wide * part / (LEFT + RIGHT) for part in (LEFT, RIGHT))
        tallest = max(
            (
                max(block_height(name, left, getattr(m, style), bold=True), block_height(stands, right, m.body))
                for name, stands in rows
            ),
            default=m.body,
        )
        return max(1, int(m.height * share // (tallest + m.s(4) + m.s(2))))

    @staticmethod
    def _rows(kept: list[IdleRow], parent: ColumnBox, wanted: list[tuple[str, str]], style: str) -> None:
        while len(kept) < len(wanted):
            kept.append(IdleRow())
            parent.add_widget(kept[-1])
        while len(kept) > len(wanted):
            parent.remove_widget(kept.pop())
        for line, (left, right) in zip(kept, wanted, strict=True):
            line.left, line.right, line.style = left, right, style


def _wake(say: Speaker, *, given: bool) -> str:
    return say("请触摸屏幕，开始取号") if given else say("现在不取号，请触摸查看")
