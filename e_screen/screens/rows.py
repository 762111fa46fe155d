"""Rows of what an e-screen lists: calls (number, window), and lines of a queue or of a paused window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.properties import NumericProperty, StringProperty

from kiosk.widgets.themed import Themed
from kiosk.widgets.words import LINE, Words, block_height

TIGHT = 1.15
"""Least height of a row, as a part of the font size."""

LEADING = 0.85


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `left` and `right`, perhaps a `middle`; `fresh` ones are marked until their turn has come."""

    left: str
    right: str
    middle: str = ""
    fresh: bool = False
    tone: str = "text"


class Rows(Themed):
    """Rows of one height, from the top, as many as fit; `page` chooses which when there are more.

    `parts`: shares of the width of left, middle and right.
    """

    style = StringProperty("body")
    page = NumericProperty(0)
    left_part = NumericProperty(0.5)
    right_part = NumericProperty(0.5)
    stretch = NumericProperty(1.25)  # a row is so much higher than it needs, at most

    def __init__(self, *, bold: bool = True, **kwargs: Any) -> None:
        self._lines: tuple[Line, ...] = ()
        self._bold = bold
        self._rows: list[Row] = []
        super().__init__(**kwargs)
        for name in ("style", "page", "left_part", "right_part", "stretch"):
            self.fbind(name, self.dress_soon)

    def show(self, lines: Sequence[Line]) -> None:
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.dress_soon()

    @property
    def fitting(self) -> int:
        """How many rows there is room for."""
        return max(1, int(self.height // self._need()))

    def _need(self) -> float:
        """Height of a row: one line, or as many as the longest words of the left part take."""
        px = getattr(self.m, self.style)
        left = max(1.0, (self.width - 2 * self.m.s(4)) * self.left_part)
        lines = [block_height(line.left, left, px, bold=self._bold, leading=LEADING) for line in self._lines]
        return max([px * TIGHT, *(tall - px * (LINE * LEADING - TIGHT) for tall in lines)])

    def dress(self) -> None:
        if self.height < self._need() or self.width < 2:
            shown: tuple[Line, ...] = ()
        else:
            count = self.fitting
            pages = max(1, -(-len(self._lines) // count))
            even = -(-len(self._lines) // pages)
            at = int(self.page) % pages
            shown = self._lines[at * even : (at + 1) * even]
        while len(self._rows) < len(shown):
            row = Row(bold=self._bold)
            self._rows.append(row)
            self.add_widget(row)
        while len(self._rows) > len(shown):
            self.remove_widget(self._rows.pop())
        tall = min(self.height / max(1, len(shown)), self._need() * self.stretch)
        for at, (row, line) in enumerate(zip(self._rows, shown, strict=True)):
            row.size_hint, row.size = (None, None), (self.width, round(tall))
            row.pos = (self.x, round(self.top - (at + 1) * tall))
            row.show(line, self.style, self.left_part, self.right_part, rule=at + 1 < len(shown))


class Row(Themed):
    def __init__(self, *, bold: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        with self.canvas.before:
            self._bar_colour = Color(1, 1, 1, 0)
            self._bar = Rectangle()
            self._rule_colour = Color(1, 1, 1, 0)
            self._rule = Rectangle()
        self._left = Words(bold=bold, leading=LEADING)
        self._middle = Words(bold=bold, halign="center", leading=LEADING)
        self._right = Words(bold=bold, halign="right", leading=LEADING)
        self._shares = (0.5, 0.5)
        self._line = Line("", "")
        self._ruled = False
        for part in (self._left, self._middle, self._right):
            part.size_hint = (None, None)
            self.add_widget(part)

    def show(self, line: Line, style: str, left: float, right: float, *, rule: bool) -> None:
        self._line, self._shares, self._ruled = line, (left, right), rule
        for part, text in ((self._left, line.left), (self._middle, line.middle), (self._right, line.right)):
            part.text, part.style = text, style
            part.tone = "mark" if line.fresh else line.tone
        self.dress_soon()

    def dress(self) -> None:
        m, (left, right) = self.m, self._shares
        inner = m.s(4)
        wide = self.width - 2 * inner
        if not self._line.middle:
            right = 1 - left
        middle = max(0.0, 1 - left - right)
        at = self.x + inner
        for part, share in ((self._left, left), (self._middle, middle), (self._right, right)):
            part.size, part.pos = (max(0, round(wide * share)), self.height), (round(at), self.y)
            at += wide * share
        self._bar_colour.rgba = m.colours.mark if self._line.fresh else (0, 0, 0, 0)
        self._bar.pos, self._bar.size = (self.x, self.y + m.s(1)), (m.s(2), max(0, self.height - m.s(2)))
        self._rule_colour.rgba = m.colours.hair if self._ruled else (0, 0, 0, 0)
        self._rule.pos, self._rule.size = (self.x, self.y), (self.width, m.stroke)
