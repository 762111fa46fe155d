"""A picture of the content with its caption, a text that can be enlarged and translated."""

from __future__ import annotations

import io
from typing import Any

from kivy.core.image import Image as CoreImage
from kivy.graphics import Color, Rectangle
from kivy.properties import StringProperty

from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.themed import Themed


class Figure(Themed):
    """`picture` is the bytes of a PNG or JPEG, drawn as large as fits above `caption`; None: it is being read."""

    caption = StringProperty("")
    style = StringProperty("body")  # of the caption

    def __init__(self, **kwargs: Any) -> None:
        self._bytes: bytes | None = None
        super().__init__(**kwargs)
        with self.canvas:
            self._colour = Color(1, 1, 1, 1)
            self._box = Rectangle(size=(0, 0))
        self._words = Paragraph(halign="center", hug=True, size_hint=(None, None))
        self.add_widget(self._words)
        self.fbind("caption", self.dress_soon)
        self.fbind("style", self.dress_soon)
        self._words.fbind("height", self.dress_soon)

    def show(self, picture: bytes | None, caption: str) -> None:
        self.caption = caption
        if picture != self._bytes:
            self._bytes = picture
            self._box.texture = _texture(picture) if picture else None
            self.dress_soon()

    def dress(self) -> None:
        self._words.text, self._words.width, self._words.style = self.caption, self.width, self.style
        self._words.pos = (self.x, self.y)
        self._words.hug = True
        texture = self._box.texture if self._bytes else None
        gap = self.m.s(4)
        room = self.height - self._words.height - gap
        if texture is None or room < 2:
            self._box.size = (0, 0)
            return
        scale = min(self.width / texture.width, room / texture.height)
        self._box.size = (round(texture.width * scale), round(texture.height * scale))
        middle = self._words.top + gap + room / 2
        self._box.pos = (round(self.center_x - self._box.size[0] / 2), round(middle - self._box.size[1] / 2))


def _texture(picture: bytes) -> Any:
    """The texture of a picture; None if the bytes are no picture. Their hash was right, so the office packed them so;
    the caption must do."""
    kind = "jpg" if picture.startswith(b"\xff\xd8") else "png"
    try:
        return CoreImage(io.BytesIO(picture), ext=kind, nocache=True).texture
    except Exception:
        return None
