"""Five drawn faces, from 5 (very satisfied) to 1; each is a button and carries its word."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, SmoothEllipse, SmoothLine
from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.widgets.press import Pressable
from kiosk.widgets.themed import Themed
from kiosk.widgets.words import Words

MOUTH = {5: -0.19, 4: -0.12, 3: 0.0, 2: 0.10, 1: 0.15}
"""How far the middle of the mouth lies above its corners, as a part of the face."""


class Face(Themed):
    """A face without a body; `level` 5 … 1. Drawn in one tone, so that shape alone says what it is."""

    level = NumericProperty(5)
    tone = StringProperty("text")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        with self.canvas:
            self._colour = Color(1, 1, 1, 1)
            self._ring = SmoothLine(width=1)
            self._eyes = [SmoothEllipse(size=(0, 0)) for _ in range(2)]
            self._mouth = SmoothLine(width=1)
            self._brows = [SmoothLine(width=1) for _ in range(2)]
        self.fbind("level", self.dress_soon)
        self.fbind("tone", self.dress_soon)

    def dress(self) -> None:
        self._colour.rgba = getattr(self.m.colours, self.tone)
        side = min(self.width, self.height)
        pen = max(1.2, side * 0.028)
        x, y, radius = self.center_x, self.center_y, side / 2 - pen
        self._ring.circle = (x, y, max(1, radius), 0, 360, 96)
        eye = side * 0.105
        for at, shape in zip((-0.17, 0.17), self._eyes, strict=True):
            shape.size = (eye, eye * 1.25)
            shape.pos = (x + at * side - eye / 2, y + side * 0.09 - eye * 0.6)
        half, curve, level = side * (0.26 if self.level == 5 else 0.22), MOUTH[int(self.level)] * side, y - side * 0.16
        corner = level - curve / 2
        mouth = []
        for step in range(25):
            part = step / 24
            mouth += [x - half + 2 * half * part, corner + curve * 4 * part * (1 - part) * 0.9]
        if int(self.level) == 5:  # an open, laughing mouth
            mouth += mouth[:2]
        self._mouth.points = mouth
        brow = side * 0.09
        for sign, shape in zip((-1, 1), self._brows, strict=True):
            near, far = x + sign * side * 0.10, x + sign * (side * 0.10 + brow * 1.6)
            high = y + side * 0.235
            shape.points = [near, high - brow * 0.35, far, high + brow * 0.35] if int(self.level) == 1 else []
        for shape in (self._ring, self._mouth, *self._brows):
            shape.width = pen


class FaceButton(Pressable):
    """A face with its word under it (beside it where the box is wide)."""

    level = NumericProperty(5)
    word = StringProperty("")
    chosen = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._face = Face(size_hint=(None, None))
        self._word = Words(bold=True, halign="center", leading=0.92, size_hint=(None, None))
        self.add_widget(self._face)
        self.add_widget(self._word)
        for name in ("level", "word", "chosen"):
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        self.kind = "chosen" if self.chosen else "card"
        super().dress()
        m = self.m
        self._face.level, self._word.text = self.level, self.word
        self._face.tone = self._word.tone = self.ink
        inner = m.s(4)
        if self.width > self.height * 1.6:
            side = self.height - 2 * inner
            self._face.size, self._face.pos = (side, side), (self.x + inner, self.y + inner)
            self._word.style, self._word.halign = "button", "left"
            self._word.size = (max(0, self.width - side - 4 * inner), side)
            self._word.pos = (self.x + side + 3 * inner, self.y + inner)
        else:
            words = round(m.body * 1.45 * 2)
            side = max(0, min(self.width - 2 * inner, self.height - words - 3 * inner))
            used = side + inner + words
            bottom = self.y + (self.height - used) / 2
            self._word.style, self._word.halign = "body", "center"
            self._word.size, self._word.pos = (self.width - m.s(2), words), (self.x + m.s(1), bottom)
            self._face.size, self._face.pos = (side, side), (self.center_x - side / 2, bottom + words + inner)
