"""What an e-screen lists: calls, queues and paused windows, in rows and pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kivy.properties import NumericProperty, StringProperty

from e_screen.screens.row import LEADING, Line, Row
from kiosk.widgets.themed import Themed
from kiosk.widgets.words import LINE, block_height, font

TIGHT = 1.15
"""Height that one line needs, as a part of the font size."""

APART = 0.13
"""Least space between two rows, in font sizes; where there is height they stand further apart."""


class Rows(Themed):
    """Rows from the top, as many as fit; `page` chooses which when there are more.

    The right and middle parts are as wide as their words need; the left has the rest and may take two lines.
    """

    style = StringProperty("body")
    page = NumericProperty(0)
    shown = NumericProperty(0)  # how many stand on the page that is seen
    stretch = NumericProperty(1.25)  # a row is so much higher than it needs, at most

    def __init__(self, *, bold: bool = True, **kwargs: Any) -> None:
        self._given: tuple[Line, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._bold = bold
        self._rows: list[Row] = []
        super().__init__(**kwargs)
        for name in ("style", "page", "stretch"):
            self.fbind(name, self.dress_soon)

    def show(self, lines: Sequence[Line]) -> None:
        if tuple(lines) != self._given:
            self._given = tuple(lines)
            self.dress_soon()

    @property
    def lines(self) -> int:
        """How many there are to show."""
        return len(self._given)

    def taken(self, height: float) -> float:
        """Of so much height, what the rows would fill."""
        px, rows = int(getattr(self.m, self.style)), self.lines
        need = px * (TIGHT + APART)
        return float(min(height, min(rows, int(height // need)) * need * self.stretch))

    def _shorten(self) -> tuple[Line, ...]:
        """All lines in full, or all with their short words if one of them has no room."""
        if not all(line.short for line in self._given):
            return self._given
        needs = max((self._aside([line.left]) + self._aside([line.right]) for line in self._given), default=0)
        if needs + self.m.s(8) + 2 * self.m.s(4) <= self.width:
            return self._given
        return tuple(replace(line, right=line.short) for line in self._given)

    def _need(self, line: Line) -> float:
        """Height of a row: one line, or as many as the words of its left part take."""
        px = int(getattr(self.m, self.style))
        tall = block_height(line.left, self._left(line), px, bold=self._bold, leading=LEADING)
        return max(px * TIGHT, tall - px * (LINE * LEADING - TIGHT)) + px * APART

    def _aside(self, texts: list[str]) -> float:
        """Width of the widest of these, with air before it."""
        px, measured = int(getattr(self.m, self.style)), font(bold=self._bold)
        return max((measured.width(text) * px for text in texts if text), default=0.0)

    def _shares(self, line: Line) -> tuple[float, float]:
        """Pixels of the middle and right part: one grid for all lines that have a middle."""
        gap = self.m.s(6)
        grid = [] if line.wide else [one for one in self._lines if not one.wide]
        if not grid:
            return 0.0, self._aside([line.right]) + gap
        return self._aside([one.middle for one in grid]) + gap, self._aside([one.right for one in grid]) + gap

    def _left(self, line: Line) -> float:
        return max(1.0, float(self.width - 2 * self.m.s(4)) - sum(self._shares(line)))

    def _pages(self) -> list[list[tuple[Line, float]]]:
        """Lines with their heights, page by page; as even as they fill."""
        needs = [(line, self._need(line)) for line in self._lines]
        least = -(-sum(need for _, need in needs) // max(1.0, float(self.height)))
        even = sum(need for _, need in needs) / max(1.0, least)
        pages: list[list[tuple[Line, float]]] = [[]]
        used = 0.0
        for line, need in needs:
            if pages[-1] and (used + need > self.height or used >= even):
                pages.append([])
                used = 0.0
            if need <= self.height:
                pages[-1].append((line, need))
                used += need
        return pages

    def dress(self) -> None:
        self._lines = self._shorten()
        pages = self._pages() if self.width > 1 else [[]]
        shown = pages[int(self.page) % len(pages)]
        while len(self._rows) < len(shown):
            row = Row(bold=self._bold)
            self._rows.append(row)
            self.add_widget(row)
        while len(self._rows) > len(shown):
            self.remove_widget(self._rows.pop())
        self.shown = len(shown)
        used = sum(need for _, need in shown)
        airy = min(self.stretch, self.height / used) if used else 1.0
        top = self.top
        for at, (row, (line, need)) in enumerate(zip(self._rows, shown, strict=True)):
            row.size_hint, row.size = (None, None), (self.width, round(need * airy))
            top -= row.height
            row.pos = (self.x, round(top))
            row.show(line, self.style, self._shares(line), rule=at + 1 < len(shown))
