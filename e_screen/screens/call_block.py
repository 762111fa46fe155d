"""The newest call in the large place: which number goes to which window."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from kiosk.widgets.head import Mark
from kiosk.widgets.icon import Icon
from kiosk.widgets.panel import Surface
from kiosk.widgets.paragraph import Paragraph, block_height, font
from kiosk.widgets.theme import CAPITAL

WIDEST = "W888"
"""The block is laid out for this number, so that every number has one size."""


class CallBlock(Surface):
    """`number` → `window`, as wide as the screen. `before`/`after` are the words around the window's number.

    Over it, on a strip that never pulses, are the hall's name and the clock. `turned`: colours inverted, as between two
    pulses. Without `number` the text `quiet` is shown instead.
    """

    number = StringProperty("")
    window = StringProperty("")
    before = StringProperty("")
    after = StringProperty("")
    quiet = StringProperty("")
    hall = StringProperty("")
    clock = StringProperty("")
    turned = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.round_step = 0
        self._number = Paragraph(style="number", bold=True, halign="center", one_line=True, leading=0.8)
        self._window = Paragraph(style="number", bold=True, halign="center", one_line=True, leading=0.8)
        self._before = Paragraph(style="number", bold=True, halign="right", one_line=True)
        self._after = Paragraph(style="number", bold=True, halign="left", one_line=True)
        self._quiet = Paragraph(style="title", halign="center")
        self._arrow = Icon(name="arrow-narrow-right")
        self._strip = Surface(round_step=0)
        self._mark = Mark()
        self._hall = Paragraph(style="small", bold=True, leading=0.8)
        self._clock = Paragraph(style="small", bold=True, one_line=True, halign="right")
        called = (self._number, self._window, self._before, self._after, self._arrow)
        for part in (*called, self._quiet, self._strip, self._mark, self._hall, self._clock):
            part.size_hint = (None, None)
            self.add_widget(part)
        for name in ("number", "window", "before", "after", "quiet", "hall", "clock", "turned"):
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        called = bool(self.number)
        if not called:
            self.ground, self.edge = "panel", ""
        else:
            self.ground = "ground" if self.turned else "action"
            self.edge, self.edge_scale = "action", 8
        super().dress()
        ink = "mark" if self.turned else "on_action"
        for part in (self._number, self._window, self._before, self._after, self._arrow):
            part.tone = ink
        self._number.text, self._window.text = self.number, self.window if called else ""
        self._before.text, self._after.text = (self.before, self.after) if called else ("", "")
        self._head(called=called)
        self._quiet.text = "" if called else self.quiet
        self._quiet.size = (self.width * 0.9, self.height - self.head_height - 2 * self.m.s(4))
        self._quiet.pos = (self.x + self.width * 0.05, self.y)
        self._arrow.name = "arrow-narrow-right" if called and not self.m.portrait else ""
        if called:
            self._place()

    def _head(self, *, called: bool) -> None:
        m = self.m
        tall, side = self.head_height, round(m.small * 1.1)
        bottom = self.top - tall - m.s(2)
        self._strip.ground = "stress" if called else ""
        self._strip.size = (self.width, tall + m.s(4))
        self._strip.pos = (self.x, self.top - tall - m.s(4))
        self._mark.ground, self._mark.pane = ("on_action", "stress") if called else ("mark", self.ground)
        self._mark.size, self._mark.pos = (side, side), (self.x + m.margin, bottom + (tall - side) / 2)
        self._hall.text, self._clock.text = self.hall, self.clock
        self._hall.tone = self._clock.tone = "on_action" if called else "text"
        clock = round(m.small * 3)
        self._clock.size, self._clock.pos = (clock, tall), (self.right - m.margin - clock, bottom)
        self._hall.pos = (self._mark.right + m.s(3), bottom)
        self._hall.size = (max(0, self._clock.x - m.s(3) - self._hall.x), tall)

    @property
    def head_height(self) -> int:
        """One line, or two where the hall's name is long."""
        m = self.m
        free = self.width - 2 * m.margin - m.small * 4.1 - m.s(6)
        return max(int(m.small * 1.3), block_height(self.hall, max(free, 1.0), m.small, bold=True, leading=0.8))

    def _place(self) -> None:
        """Place the parts. Upright screen: number over window. Wide screen: number, arrow and window in one line."""
        m = self.m
        height = self.height - self.head_height - m.s(4)
        row = height / 2 if m.portrait else height
        inner = self.width - 2 * m.margin
        bold = font(bold=True)
        label = 0.5  # the words beside the window's number are half as large
        words = bold.width(self.before + self.after) * label
        window = bold.width("88" if len(self.window) < 2 else self.window) + words + 0.15
        wide = max(bold.width(WIDEST), window) if m.portrait else bold.width(WIDEST) + 1.0 + window
        px = int(min(inner / wide, row * 0.8 / CAPITAL))
        if m.portrait:
            self._line(self._number, px, self.x + m.margin, self.y + row * 0.98, inner, row)
            self._window_at(px, label, self.x + m.margin, self.y + row * 0.06, inner, row)
        else:
            number = bold.width(WIDEST) * px
            spare = (inner - wide * px) / 2
            left = self.x + m.margin + spare
            self._line(self._number, px, left, self.y, number, row)
            self._arrow.px = int(px * 0.8)
            self._arrow.size, self._arrow.pos = (px, row), (left + number, self.y)
            self._window_at(px, label, left + number + px, self.y, inner - spare - number - px, row)

    def _line(self, words: Paragraph, px: float, *box: float) -> None:
        x, y, width, height = box
        words.most, words.size, words.pos = px, (width, height), (x, y)

    def _window_at(self, px: int, label: float, *box: float) -> None:
        """Place the words before, the number and the words after it, together in the middle."""
        x, y, width, height = box
        bold, small = font(bold=True), int(px * label)
        before, after = bold.width(self.before) * small, bold.width(self.after) * small
        number = bold.width(self.window) * px
        air = px * 0.12
        left = x + (width - before - number - after - air) / 2 if self.m.portrait else x
        drop = (px - small) * (CAPITAL / 2)  # stand on one line
        self._line(self._before, small, left, y - drop, before, height)
        self._line(self._window, px, left + before + (air if before else 0), y, number, height)
        self._line(self._after, small, left + before + number + air, y - drop, after, height)
