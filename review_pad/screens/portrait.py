"""A clerk's portrait, from the file that the hall sent; a drawn head while there is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.core.image import Image as Picture
from kivy.graphics import Color, RoundedRectangle
from kivy.properties import NumericProperty, StringProperty

from kiosk.widgets.icon import Icon
from kiosk.widgets.themed import Themed

SLIVER = 0.5
"""Lower than this part of its width a portrait is no face any more: better nothing."""


class Portrait(Themed):
    """`source`: path of a PNG, or empty. Another `stamp` reads the file anew. Cut to fit, never stretched."""

    source = StringProperty("")
    stamp = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._read: tuple[str, float] | None = None
        self._texture: Any = None
        with self.canvas:
            self._colour = Color(1, 1, 1, 1)
            self._box = RoundedRectangle(size=(0, 0))
        self._nobody = Icon(name="user", tone="second")
        self.add_widget(self._nobody)
        self.fbind("source", self.dress_soon)
        self.fbind("stamp", self.dress_soon)

    def dress(self) -> None:
        if self._read != (self.source, self.stamp):
            self._read = (self.source, self.stamp)
            here = self.source and Path(self.source).is_file()
            self._texture = Picture(self.source, nocache=True).texture if here else None
        texture, size = self._texture, self.size
        if self.height < SLIVER * self.width:
            texture, size = None, (0, 0)
        self._colour.rgba = (1, 1, 1, 1) if texture else self.m.colours.panel
        self._box.texture = _cut(texture, self.width, self.height) if texture else None
        self._box.pos, self._box.size, self._box.radius = self.pos, size, [self.m.radius]
        self._nobody.name = "" if texture or size == (0, 0) else "user"
        self._nobody.pos, self._nobody.size, self._nobody.px = self.pos, self.size, min(self.size) * 0.6


def _cut(texture: Any, width: float, height: float) -> Any:
    """The largest part of the picture with the box's proportions: the middle across, the upper part upright."""
    if width < 1 or height < 1:
        return texture
    wide, high = texture.size
    scale = min(wide / width, high / height)
    part_wide, part_high = int(width * scale), int(height * scale)
    return texture.get_region((wide - part_wide) // 2, int((high - part_high) * 0.8), part_wide, part_high)
