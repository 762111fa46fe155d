"""The base of every row in an e-screen's list: a rule under it, and a bar before it while it is fresh."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from kivy.graphics import Color, Rectangle
from kivy.properties import BooleanProperty

from kiosk.widgets.themed import Themed

R = TypeVar("R", bound="BoardRow")


class BoardRow(Themed):
    fresh = BooleanProperty(False)
    ruled = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(size_hint=(None, None), **kwargs)
        with self.canvas.before:
            self._bar_colour = Color(1, 1, 1, 0)
            self._bar = Rectangle()
            self._rule_colour = Color(1, 1, 1, 0)
            self._rule = Rectangle()
        self.fbind("fresh", self.dress_soon)
        self.fbind("ruled", self.dress_soon)

    def dress(self) -> None:
        m = self.m
        self._bar_colour.rgba = m.colours.mark if self.fresh else (0, 0, 0, 0)
        self._bar.pos, self._bar.size = (self.x, self.y + m.s(1)), (m.s(2), max(0, self.height - m.s(2)))
        self._rule_colour.rgba = m.colours.hair if self.ruled else (0, 0, 0, 0)
        self._rule.pos, self._rule.size = (self.x, self.y), (self.width, m.stroke)


class RowStack(Themed, Generic[R]):
    """Rows one under the other, made by `make`, as many as are visible."""

    def __init__(self, make: Callable[[], R], **kwargs: Any) -> None:
        self._make = make
        self._rows: list[R] = []
        super().__init__(**kwargs)

    def stack(self, heights: Sequence[float], top: float) -> list[R]:
        """Place rows of these heights under `top` and return them."""
        while len(self._rows) < len(heights):
            self._rows.append(self._make())
            self.add_widget(self._rows[-1])
        while len(self._rows) > len(heights):
            self.remove_widget(self._rows.pop())
        for at, (row, height) in enumerate(zip(self._rows, heights, strict=True)):
            top -= round(height)
            row.size, row.pos = (round(self.width), round(height)), (round(self.x), round(top))
            row.ruled = at + 1 < len(heights)
        return self._rows
