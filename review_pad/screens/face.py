"""The five faces: one size and one colour, different only in eyes and mouth, so that none of them stands out."""

from __future__ import annotations

import math
from typing import Any

from kivy.graphics import Color, Mesh, SmoothEllipse, SmoothLine
from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.widgets.panel import Stack
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.press import Pressable
from kiosk.widgets.theme import colour
from kiosk.widgets.themed import Themed

SKIN, FEATURES = colour("#FFC94D"), colour("#3A2600")

MOUTHS = {5: 0.34, 4: 0.22, 3: 0.0, 2: -0.18, 1: -0.30}
"""How far the corners of the mouth stand above its middle, in radii."""


class DrawnFace(Themed):
    """`value` 5 (most satisfied) … 1."""

    value = NumericProperty(3)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fbind("value", self.dress_soon)

    def dress(self) -> None:
        contrast = self.m.look.contrast
        radius = min(self.size) / 2
        self.canvas.clear()
        if radius < 2:
            return
        x, y = self.center_x, self.center_y
        with self.canvas:
            Color(*(self.m.colours.action if contrast else SKIN))
            SmoothEllipse(pos=(x - radius, y - radius), size=(2 * radius, 2 * radius))
            Color(*((0, 0, 0, 1) if contrast else FEATURES))
            self._eyes(x, y, radius)
            self._mouth(x, y, radius)

    def _eyes(self, x: float, y: float, radius: float) -> None:
        thick = radius * 0.055
        for side in (-1, 1):
            middle = x + side * radius * 0.36
            if self.value == 5:  # laughing eyes: two arcs
                arc = _curve(middle, y + radius * 0.22, radius * 0.15, -radius * 0.16)
                SmoothLine(points=arc, width=thick, cap="round", joint="round")
                continue
            dot = radius * 0.11
            SmoothEllipse(pos=(middle - dot, y + radius * 0.20 - dot), size=(2 * dot, 2 * dot))
            if self.value == 1:  # drawn brows
                inner, outer = middle - side * radius * 0.16, middle + side * radius * 0.20
                points = [inner, y + radius * 0.40, outer, y + radius * 0.54]
                SmoothLine(points=points, width=thick, cap="round")

    def _mouth(self, x: float, y: float, radius: float) -> None:
        depth = MOUTHS.get(int(self.value), 0.0) * radius
        half = radius * (0.50 if self.value in {5, 4} else 0.40)
        base = y - radius * 0.36 - depth * 0.35
        points = _curve(x, base, half, depth)
        if self.value == 5:  # open
            points = _curve(x, base, half, depth * 1.5)
            vertices: list[float] = []
            for at in range(0, len(points), 2):
                vertices += [points[at], points[at + 1], 0, 0]
            Mesh(vertices=vertices, indices=list(range(len(points) // 2)), mode="triangle_fan")
            SmoothLine(points=points, width=radius * 0.04, close=True, joint="round")
            return
        SmoothLine(points=points, width=radius * 0.055, cap="round", joint="round")


def _curve(x: float, y: float, half: float, depth: float, steps: int = 24) -> list[float]:
    """A hanging arc around (x, y): corners `depth` above its lowest point (below it, if negative)."""
    points: list[float] = []
    for step in range(steps + 1):
        part = -math.cos(math.pi * step / steps)
        points += [x + half * part, y + depth * part * part]
    return points


class FaceCard(Pressable, Stack):
    """One level: its face and its word. The whole card is the button."""

    value = NumericProperty(0)
    text = StringProperty("")
    beside = BooleanProperty(False)  # the word stands right of the face

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = "card"
        self._face, self._words = DrawnFace(), Paragraph(bold=True, leading=0.92, style="body")
        self.add_widget(self._face)
        self.add_widget(self._words)
        for name in ("value", "text", "beside"):
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        super().dress()
        m = self.m
        self._face.value, self._words.text, self._words.tone = self.value, self.text, self.ink
        self.padding, self.spacing = [m.s(4)] * 4, m.s(4)
        if self.beside:
            self.orientation, self._words.halign = "horizontal", "left"
            side = min(self.height - 2 * m.s(4), self.width * 0.24)
            self._face.size_hint, self._face.width = (None, 1), max(1, side)
            self.padding = [m.s(4), 0]
            self._words.leading = 0.82 if m.language == "zh_CN" else 0.66
            self._words.size_hint = (1, 1)
        else:
            self.orientation, self._words.halign = "vertical", "center"
            self.padding, self.spacing = [m.s(2), m.s(4), m.s(2), m.s(2)], m.s(2)
            self._face.size_hint, self._words.size_hint = (1, 1), (1, None)
            self._words.leading = 0.92
            self._words.height = round(m.body * 1.25 * 2)
