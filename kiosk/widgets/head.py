"""The head of every page: the mark, the hall's name, the clock."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, SmoothRoundedRectangle
from kivy.properties import StringProperty

from kiosk.widgets.panel import RowBox
from kiosk.widgets.paragraph import Paragraph, block_height, font
from kiosk.widgets.themed import Themed


class Mark(Themed):
    """小窗: a red window of four panes, one of them open."""

    ground = StringProperty("mark")
    pane = StringProperty("ground")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        with self.canvas:
            self._frame_colour = Color(1, 1, 1, 1)
            self._frame = SmoothRoundedRectangle(size=(0, 0))
            self._pane_colour = Color(1, 1, 1, 1)
            self._panes = [SmoothRoundedRectangle(size=(0, 0)) for _ in range(4)]

    def dress(self) -> None:
        colours = self.m.colours
        self._frame_colour.rgba = getattr(colours, self.ground)
        self._pane_colour.rgba = getattr(colours, self.pane)
        side = min(self.size)
        left, bottom = round(self.center_x - side / 2), round(self.center_y - side / 2)
        self._frame.pos, self._frame.size, self._frame.radius = (left, bottom), (side, side), [side * 0.2]
        rim, bar = round(side * 0.17), round(side * 0.1)
        pane = (side - 2 * rim - bar) / 2
        for at, shape in enumerate(self._panes):
            shape.pos = (left + rim + (at % 2) * (pane + bar), bottom + rim + (at // 2) * (pane + bar))
            open_pane = at == 3  # the upper right one stands open: larger, out to the rim
            shape.size = (pane, pane) if not open_pane else (pane + rim * 0.45, pane + rim * 0.45)
            shape.radius = [pane * 0.18]


class Head(RowBox):
    """A name that is too long for its line takes several smaller ones."""

    hall = StringProperty("")
    clock = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(size_hint_y=None, **kwargs)
        self._mark = Mark(size_hint_x=None)
        self._name = Paragraph(bold=True, one_line=True)
        self._clock = Paragraph(halign="right", size_hint_x=None, one_line=True, tone="second")
        for part in (self._mark, self._name, self._clock):
            self.add_widget(part)
        self.fbind("hall", self.dress_soon)
        self.fbind("clock", self.dress_soon)

    def dress(self) -> None:
        super().dress()
        m = self.m
        self._mark.width = round(m.body * 1.5)
        self._name.text, self._clock.text = self.hall, self.clock
        self._clock.width = round(m.body * (font(bold=False).width(self.clock) + 0.3)) if self.clock else 0
        room = max(1.0, self.width - self._mark.width - self._clock.width - 2 * self.spacing)
        placed = self.width > m.width / 2  # before, no line would be long enough
        short = not placed or font(bold=True).width(self.hall) * m.body <= room + 1
        self._name.one_line, self._name.style = short, "body" if short else "small"
        needed = 0 if short else block_height(self.hall, room, m.small, bold=True)
        self.height = max(round(m.body * 1.6), needed)
