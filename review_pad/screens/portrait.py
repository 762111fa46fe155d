"""A clerk's portrait, from the file that the hall sent; a drawn head while there is none."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from kivy.graphics import Color, InstructionGroup, RoundedRectangle
from kivy.graphics.texture import Texture
from kivy.properties import NumericProperty, StringProperty
from PIL import Image, ImageOps

from kiosk.widgets.icon import Icon
from kiosk.widgets.themed import Themed

logger = logging.getLogger(__name__)

NO_PICTURE = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)
"""What Pillow raises for a file that is no whole picture."""

UPPER = (0.5, 0.2)
"""A picture that is too high for its box is cut at the bottom: the face is in the upper part."""


class ClerkPortrait(Themed):
    """`source`: path of a PNG, or empty. Another `stamp` reads the file anew. Cut to fit, never stretched."""

    source = StringProperty("")
    stamp = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._read: tuple[str, float] | None = None
        self._picture: Image.Image | None = None
        self._part: Texture | None = None
        self._part_size = (0, 0)
        with self.canvas:
            self._colour = Color(1, 1, 1, 1)
            self._box = InstructionGroup()
        self._nobody = Icon(name="user", tone="second")
        self.add_widget(self._nobody)
        self.fbind("source", self.dress_soon)
        self.fbind("stamp", self.dress_soon)

    def dress(self) -> None:
        if self._read != (self.source, self.stamp):
            self._read = (self.source, self.stamp)
            self._picture = _opened(self.source)
            self._part_size = (0, 0)
        height = round(self.height)
        width = min(round(self.width), height)  # a face needs no more
        shown = width >= self.m.title  # smaller, nobody would recognize it
        place = (self.center_x - width / 2, self.y)
        self._colour.rgba = (1, 1, 1, 1) if self._picture else self.m.colours.panel
        self._box.clear()  # a new rectangle each time: one that was drawn keeps its round corners even at size 0
        if shown:
            if self._part_size != (width, height):
                self._part = _cut(self._picture, width, height) if self._picture else None
                self._part_size = (width, height)
            self._box.add(RoundedRectangle(pos=place, size=(width, height), radius=[self.m.radius], texture=self._part))
        self._nobody.name = "" if self._picture or not shown else "user"
        self._nobody.pos, self._nobody.size, self._nobody.px = self.pos, self.size, min(self.size) * 0.6


def _opened(source: str) -> Image.Image | None:
    """The picture; None: there is none, or the file is damaged, and the hall sends it again when it next starts."""
    if not source or not Path(source).is_file():
        return None
    try:
        with Image.open(source) as picture:
            return picture.convert("RGB")
    except NO_PICTURE as error:
        logger.warning("a portrait cannot be read: %s", type(error).__name__)
        return None


def _cut(picture: Image.Image, width: int, height: int) -> Texture:
    """The largest part of the picture with the box's proportions, in the box's pixels."""
    part = ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS, centering=UPPER)
    texture = Texture.create(size=part.size, colorfmt="rgb")
    texture.blit_buffer(part.tobytes(), colorfmt="rgb", bufferfmt="ubyte")
    texture.flip_vertical()
    return texture
