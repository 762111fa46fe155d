"""Text that is never cut off: it wraps between words, shrinks in steps down to the mode's least size, and reports if it
does not fit even then. Signs that the typeface lacks have a mark in their place."""

from __future__ import annotations

from functools import cache
from typing import Any

from kivy.core.text import Label as TextPainter
from kivy.graphics import Color, Rectangle
from kivy.properties import BooleanProperty, NumericProperty, OptionProperty, StringProperty

from kiosk.typeface.drawable import drawable
from kiosk.typeface.faces import Weight
from kiosk.typeface.wrap import wrap
from kiosk.widgets.themed import Themed

GROWTH = 24
"""Pixels: growing text uses multiples of this, because every opened size keeps some megabytes."""

STEPS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""Sizes tried, largest first. They are few, because every open size takes some megabytes."""


@cache
def font(*, bold: bool) -> Weight:
    return Weight("Bold" if bold else "Regular")


LINE = 1.45
"""Height of a line of the typeface, as a part of the font size."""

LIFT = 0.055
"""Glyphs are low in their line: raised by this part of the font size they look centred."""


def lines_of(text: str, width: float, px: int, *, bold: bool = False) -> list[str]:
    """`text` as it is wrapped to `width`."""
    return wrap(text, width / px, font(bold=bold).width)


def block_height(text: str, width: float, px: int, *, bold: bool = False, leading: float = 1.0) -> int:
    """Pixels that `text` takes when it is wrapped to `width`."""
    if not text:
        return 0
    return round(len(lines_of(text, width, px, bold=bold)) * px * LINE * leading)


REDRESSED = (
    *("text", "style", "tone", "bold", "halign", "valign", "hug", "grow", "most", "leading", "one_line", "squeeze"),
)


class Paragraph(Themed):
    """One paragraph.

    `style` names the size (small, body, button, title, number) of the metrics; `tone` names a colour of the palette.
    `hug` makes the widget as high as its text; otherwise the text finds a size that fits the box it was given.
    `grow` lets the text become larger than its style, up to the box (numbers).
    """

    text = StringProperty("")
    style = OptionProperty("body", options=("small", "body", "button", "title", "number"))
    tone = StringProperty("text")
    bold = BooleanProperty(False)
    halign = OptionProperty("left", options=("left", "center", "right"))
    valign = OptionProperty("middle", options=("top", "middle", "bottom"))
    hug = BooleanProperty(False)
    grow = BooleanProperty(False)
    one_line = BooleanProperty(False)
    most = NumericProperty(0)  # pixels; 0: the style's own size
    squeeze = NumericProperty(1.0)  # factor of the font size, set by a page that is too full; for `hug` only
    leading = NumericProperty(1.0)  # part of the font's own line height (1.45)

    def __init__(self, **kwargs: Any) -> None:
        self.fits = True
        self.px = 0
        self.paged = False  # part of a text in pages: its text depends on its size, and must not change that
        self._drawn: tuple[Any, ...] = ()
        super().__init__(**kwargs)
        with self.canvas:
            self._colour = Color(1, 1, 1, 1)
            self._box = Rectangle(size=(0, 0))
        for name in REDRESSED:
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        self._colour.rgba = getattr(self.m.colours, self.tone)
        if not self.text:
            self._box.size, self._box.texture = (0, 0), None  # what was painted goes with the words
            self._drawn = ()
            self.fits = True
            if self.hug:
                self.size_hint_y, self.height = None, 0
            return
        if self.width < 2:
            return
        lines, px, self.fits = self._settle()
        self.px = px
        wanted = ("\n".join(lines), px, self.bold, self.halign, self.leading)
        if wanted != self._drawn:
            self._drawn = wanted
            self._paint(*wanted)
        width, height = self._box.size
        if self.hug:
            self.size_hint_y = None
            self.height = height
        across = {"left": 0.0, "center": 0.5, "right": 1.0}[self.halign]
        upward = {"bottom": 0.0, "middle": 0.5, "top": 1.0}[self.valign]
        lift = round(self.px * LIFT) if self.valign == "middle" and not self.hug else 0
        self._box.pos = (
            round(self.x + (self.width - width) * across),
            round(self.y + (self.height - height) * upward) + lift,
        )

    def _settle(self) -> tuple[list[str], int, bool]:
        """Lines and font size: the largest step at which the text fits."""
        measured = font(bold=self.bold)
        said = drawable(self.text, measured)
        size, least = int(self.most or getattr(self.m, self.style)), self.m.floor(self.style)
        if self.hug:
            size = max(least, round(size * self.squeeze))
        elif self.grow:
            wide = max(measured.width(line) for line in said.split("\n"))
            room = int(min(self.width / max(wide, 0.1), self.height / 1.2))
            size = max(size, room // GROWTH * GROWTH)
        lines, px = [said], size
        for step in STEPS:
            px = max(least, round(size * step))
            lines = self._lines(said, measured, px)
            if self._inside(measured, lines, px):
                return self._whole(said, measured, lines, px), px, True
            if px == least:
                break
        return lines, px, False

    def _lines(self, said: str, measured: Weight, px: int) -> list[str]:
        if self.one_line:
            return said.split("\n")
        return wrap(said, self.width / px, measured.width)

    def _whole(self, said: str, measured: Weight, lines: list[str], px: int) -> list[str]:
        """Wrapped again so that no word is broken, if the box has room for one line more."""
        room = self.height - (len(lines) + 1) * px * LINE * self.leading
        if self.hug or self.one_line or room < 0:
            return lines
        return wrap(said, self.width / px, measured.width, whole=True)

    def _inside(self, measured: Weight, lines: list[str], px: int) -> bool:
        wide = bool(max(measured.width(line) for line in lines) * px <= self.width + 1)
        return wide and bool(self.hug or len(lines) * px * LINE * self.leading <= self.height * 1.15 + 1)

    def _paint(self, text: str, px: int, bold: bool, halign: str, leading: float) -> None:  # noqa: FBT001
        painter = TextPainter(
            text=text,
            font_size=px,
            font_name=str(font(bold=bold).of(text).path),
            halign=halign,
            line_height=leading,
            font_hinting=None,
        )
        painter.refresh()
        self._box.texture = painter.texture
        self._box.size = painter.texture.size if painter.texture else (0, 0)
