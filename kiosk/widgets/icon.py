"""Icons of one open set (Tabler, MIT), cut into a small font by scripts/icons. Always beside a word."""

from __future__ import annotations

from typing import Any

from kivy.core.text import Label as TextPainter
from kivy.graphics import Color, Rectangle
from kivy.properties import NumericProperty, StringProperty

from kiosk.widgets.themed import Themed
from program.icon_names import FOLDER, codes

UNKNOWN = "clipboard-list"
GRAIN = 8
"""Pixels: large icons take multiples of it. Each size is opened once, and Kivy keeps no more than 64 open."""


def grained(px: float) -> int:
    return round(px / GRAIN) * GRAIN if px > 6 * GRAIN else int(px)


class Icon(Themed):
    """`name` as in Tabler; `px` its side, or 0 for the style's body size times 1.5."""

    name = StringProperty("")
    tone = StringProperty("text")
    px = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        self._drawn: tuple[str, int] | None = None
        super().__init__(**kwargs)
        with self.canvas:
            self._colour = Color(1, 1, 1, 1)
            self._box = Rectangle(size=(0, 0))
        for name in ("name", "tone", "px"):
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        self._colour.rgba = getattr(self.m.colours, self.tone)
        side = grained(self.px or self.m.body * 1.5)
        if not self.name:
            self._box.size = (0, 0)
            self._drawn = None
            return
        if (self.name, side) != self._drawn:
            self._drawn = (self.name, side)
            code = codes().get(self.name) or codes()[UNKNOWN]
            painter = TextPainter(text=chr(code), font_size=side, font_name=str(FOLDER / "tabler.ttf"))
            painter.refresh()
            self._box.texture = painter.texture
            self._box.size = painter.texture.size
        width, height = self._box.size
        self._box.pos = (round(self.center_x - width / 2), round(self.center_y - height / 2))
