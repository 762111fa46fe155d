"""The field to write a character in: a 田字格 that shows ink as soon as a finger touches it."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, InstructionGroup, Line
from kivy.input.motionevent import MotionEvent
from kivy.properties import BooleanProperty, StringProperty

from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.press import Pressable
from kiosk.writing.port import Stroke

INK_MM = 0.9
"""Half the width of a line, as of a broad pen."""


class WritingField(Pressable):
    """`on_begun()` when a finger lands, `on_stroke(stroke)` when it lifts. A second finger draws nothing meanwhile.

    `hint` stands in it while it is empty. `ruled`: with the lines that a character is set between.
    """

    hint = StringProperty("")
    ruled = BooleanProperty(True)
    __events__ = ("on_begun", "on_stroke")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = "card"
        self._lines: list[Line] = []
        self._shares: list[list[float]] = []  # their points as shares of the field: its size may change
        self._pen = Color(0, 0, 0, 1)
        with self.canvas.before:
            self._hair = Color(1, 1, 1, 1)
            self._across, self._upward = Line(), Line()
        self._ink = InstructionGroup()
        self._words = Paragraph(halign="center", tone="second", size_hint=(None, None))
        self.add_widget(self._words)
        self.canvas.after.add(self._ink)
        self.fbind("hint", self.dress_soon)

    def on_begun(self) -> None:
        """A finger has landed."""

    def on_stroke(self, stroke: Stroke) -> None:
        """A stroke was drawn."""

    def on_press(self) -> None:
        """It is drawn on, never pressed."""

    def clear(self) -> None:
        self._lines, self._shares = [], []
        self._ink.clear()
        self.dress_soon()

    def undo(self) -> None:
        """Take the last stroke away."""
        if self._lines:
            self._ink.remove(self._lines.pop())
            self._shares.pop()
            self.dress_soon()

    @property
    def drawn(self) -> tuple[tuple[float, ...], ...]:
        """All strokes, each as `draw` takes it."""
        return tuple(map(tuple, self._shares))

    def draw(self, shares: list[float]) -> None:
        """Begin a stroke at right, up, right, up …, each as a part of the width or the height."""
        if not self._lines:
            self._ink.add(self._pen)
        line = Line(points=self._points(shares), width=self.m.mm(INK_MM), cap="round", joint="round")
        self._lines.append(line)
        self._shares.append(shares)
        self._ink.add(line)

    def stroke(self, shares: list[float]) -> Stroke:
        points = self._points(shares)
        return tuple((x - self.x, self.top - y) for x, y in zip(points[::2], points[1::2], strict=True))

    def _points(self, shares: list[float]) -> list[float]:
        places = zip(shares[::2], shares[1::2], strict=True)
        return [side for x, y in places for side in (self.x + x * self.width, self.y + y * self.height)]

    def _share(self, touch: MotionEvent) -> list[float]:
        """Where the finger is, as shares of the field; outside the field it draws along the edge."""
        across, upward = (touch.x - self.x) / self.width, (touch.y - self.y) / self.height
        return [min(max(across, 0.0), 1.0), min(max(upward, 0.0), 1.0)]

    def dress(self) -> None:
        super().dress()
        m = self.m
        self._hair.rgba = m.colours.hair
        self._pen.rgba = m.colours.text
        for line, shares in zip(self._lines, self._shares, strict=True):
            line.points, line.width = self._points(shares), m.mm(INK_MM)
        edge = 2 * m.stroke
        self._across.points = [self.x + edge, self.center_y, self.right - edge, self.center_y] if self.ruled else []
        self._upward.points = [self.center_x, self.y + edge, self.center_x, self.top - edge] if self.ruled else []
        self._across.width = self._upward.width = max(1, m.stroke / 2)
        self._words.text = "" if self._lines else self.hint
        self._words.size = (self.width - 2 * m.s(4), self.height * 0.45)
        self._words.pos = (self.x + m.s(4), self.center_y)

    def on_touch_down(self, touch: MotionEvent) -> bool:
        if not self.collide_point(*touch.pos) or touch.is_mouse_scrolling:
            return False
        if not self.pressed:
            touch.grab(self)
            self.pressed = True
            self.draw(self._share(touch) * 2)
            self.dispatch("on_begun")
        return True

    def on_touch_move(self, touch: MotionEvent) -> bool:
        if touch.grab_current is not self:
            return False
        self._follow(touch)
        return True

    def _follow(self, touch: MotionEvent) -> None:
        if self._lines:
            self._shares[-1] += self._share(touch)
            self._lines[-1].points = self._points(self._shares[-1])

    def on_touch_up(self, touch: MotionEvent) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self.pressed = False
        self._follow(touch)
        if self._lines:
            self.dispatch("on_stroke", self.stroke(self._shares[-1]))
        return True
