"""One line of a board: what, and how it stands; a rule under it."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.properties import StringProperty

from kiosk.widgets.panel import Row
from kiosk.widgets.paragraph import Words


class Line(Row):
    """`left` is bold and of `style`; `right` stands at the other end and wraps."""

    left = StringProperty("")
    right = StringProperty("")
    style = StringProperty("body")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(size_hint_y=None, **kwargs)
        with self.canvas.before:
            self._colour = Color(0, 0, 0, 0)
            self._rule = Rectangle()
        self._left = Words(bold=True, hug=True, size_hint_x=0.8, pos_hint={"center_y": 0.5})
        self._right = Words(halign="right", hug=True, pos_hint={"center_y": 0.5})
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
