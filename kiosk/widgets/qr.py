"""A QR code, drawn as a texture of one pixel a module; always dark on white, with its quiet zone."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import StringProperty

from kiosk.widgets.themed import Themed


class QrCode(Themed):
    """`data` as it will be read by a phone; empty draws nothing."""

    data = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        self._drawn = ""
        super().__init__(**kwargs)
        with self.canvas:
            Color(1, 1, 1, 1)
            self._box = Rectangle(size=(0, 0))
        self.fbind("data", self.dress_soon)

    def dress(self) -> None:
        if not self.data:
            self._box.size, self._drawn = (0, 0), ""
            return
        if self.data != self._drawn:
            self._drawn = self.data
            self._box.texture = code_texture(self.data)
        modules = self._box.texture.width
        side = min(self.width, self.height)
        side = side // modules * modules if side > modules else side  # whole pixels: sharp edges
        self._box.size = (side, side)
        self._box.pos = (round(self.center_x - side / 2), round(self.center_y - side / 2))


def code_texture(data: str) -> Texture:
    from qrcode.main import QRCode  # noqa: PLC0415 - only screens with a code pay for it

    code = QRCode(border=4)
    code.add_data(data)
    code.make(fit=True)
    rows = code.get_matrix()
    texture = Texture.create(size=(len(rows), len(rows)), colorfmt="luminance")
    texture.mag_filter = texture.min_filter = "nearest"
    pixels = bytes(0 if dark else 255 for row in reversed(rows) for dark in row)
    texture.blit_buffer(pixels, colorfmt="luminance", bufferfmt="ubyte")
    return texture
