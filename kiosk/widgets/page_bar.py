"""Turning pages: under the cards on an upright screen, beside them on a lying one."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.paragraph import LINE, Paragraph, font
from kiosk.widgets.themed import Themed


class PageBar(Themed):
    """`on_turn(step)` with -1 or 1. One page only: it is empty.

    `lies`: always in one row with a fixed height, also if it is empty, so that the pages it turns do not change size.
    """

    lies = BooleanProperty(False)
    __events__ = ("on_turn",)

    def __init__(self, **kwargs: Any) -> None:
        self._page, self._pages = 0, 1
        super().__init__(**kwargs)
        self._before = TextButton(icon="chevron-left", style="body", placed=True)
        self._after = TextButton(icon="chevron-right", style="body", placed=True, icon_side="right")
        self._where = Paragraph(halign="center", one_line=True)
        self._before.fbind("on_press", lambda *_a: self.dispatch("on_turn", -1))
        self._after.fbind("on_press", lambda *_a: self.dispatch("on_turn", 1))

    def on_turn(self, step: int) -> None:
        """A page button was touched."""

    def show(self, page: int, pages: int) -> None:
        self._page, self._pages = page, pages
        self.dress_soon()

    def thickness(self) -> int:
        """Height of the bar on an upright screen, width on a lying one."""
        m = self.m
        if m.portrait or self.lies:
            return int(max(m.target, round(m.body * 1.45) + m.s(4)))  # as a row of tabs
        words = max(font(bold=False).width(text) for text in (self.say("上一页"), self.say("下一页")))
        return int(max(m.target, m.body * words + m.s(8)))

    def _parts(self) -> list[Themed]:
        if self._pages < 2:
            return []
        return [self._before, self._where, self._after]

    def dress(self) -> None:
        parts = self._parts()
        if list(reversed(self.children)) != parts:
            self.clear_widgets()
            for part in parts:
                self.add_widget(part)
        self._before.text, self._after.text = self.say("上一页"), self.say("下一页")
        level = self.m.portrait or self.lies
        self._before.upright = self._after.upright = not level
        self._where.text = f"{self._page + 1} / {self._pages}"
        self._before.usable, self._after.usable = self._page > 0, self._page < self._pages - 1
        if self.lies:
            self.size_hint_y, self.height = None, self.thickness()
        gap = self.m.gap
        for at, part in enumerate(parts):
            part.size_hint = (None, None)
            if level:
                where = max(self.width * 0.16, font(bold=False).width(self._where.text) * self.m.body + self.m.s(2))
                wide = (self.width - where - 2 * gap) / 2
                part.size = (round(where if at == 1 else wide), self.height)
                part.pos = (round(self.x + (0, wide + gap, wide + where + 2 * gap)[at]), self.y)
            else:
                where = round(self.m.body * LINE)
                tall = round((self.height - where) / 2)
                part.size = (self.width, where if at == 1 else tall)
                part.pos = (self.x, round(self.y + (tall + where, tall, 0)[at]))
