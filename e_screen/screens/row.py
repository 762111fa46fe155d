"""One row of what an e-screen lists: words on the left, perhaps in the middle, and on the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kivy.graphics import Color, Rectangle

from kiosk.widgets.themed import Themed
from kiosk.widgets.words import Words

LEADING = 0.85


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `left` and `right`, perhaps a `middle`; `fresh` ones are marked until their turn has come."""

    left: str
    right: str
    middle: str = ""
    fresh: bool = False
    short: str = ""  # said on the right instead where the full words would press on the left
    wide: bool = False  # its right part is a sentence of its own and no cell of the table
    tone: str = "text"


class Row(Themed):
    def __init__(self, *, bold: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        with self.canvas.before:
            self._bar_colour = Color(1, 1, 1, 0)
            self._bar = Rectangle()
            self._rule_colour = Color(1, 1, 1, 0)
            self._rule = Rectangle()
        self._left = Words(bold=bold, leading=LEADING)
        self._middle = Words(bold=bold, halign="right", leading=LEADING)
        self._right = Words(bold=bold, halign="right", leading=LEADING)
        self._aside = (0.0, 0.0)
        self._line = Line("", "")
        self._ruled = False
        for part in (self._left, self._middle, self._right):
            part.size_hint = (None, None)
            self.add_widget(part)

    def show(self, line: Line, style: str, aside: tuple[float, float], *, rule: bool) -> None:
        """`aside`: pixels of the middle and the right part."""
        self._line, self._aside, self._ruled = line, aside, rule
        for part, text in ((self._left, line.left), (self._middle, line.middle), (self._right, line.right)):
            part.text, part.style = text, style
            part.tone = "stress" if line.fresh else line.tone
        self.dress_soon()

    def dress(self) -> None:
        m, (middle, right) = self.m, self._aside
        inner = m.s(4)
        left = max(0.0, self.width - 2 * inner - middle - right)
        at = self.x + inner
        for part, wide in ((self._left, left), (self._middle, middle), (self._right, right)):
            part.size, part.pos = (round(wide), self.height), (round(at), self.y)
            at += wide
        self._bar_colour.rgba = m.colours.mark if self._line.fresh else (0, 0, 0, 0)
        self._bar.pos, self._bar.size = (self.x, self.y + m.s(1)), (m.s(2), max(0, self.height - m.s(2)))
        self._rule_colour.rgba = m.colours.hair if self._ruled else (0, 0, 0, 0)
        self._rule.pos, self._rule.size = (self.x, self.y), (self.width, m.stroke)
