"""Drawn pictures that say where something goes: a card onto the reader, a ticket out of its slot. They stand still."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, SmoothEllipse, SmoothLine, SmoothRoundedRectangle, SmoothTriangle
from kivy.graphics.instructions import InstructionGroup

from kiosk.widgets.theme import Colour
from kiosk.widgets.themed import Themed


class Drawing(Themed):
    """Drawn anew when its place or colours change; `draw` works in units of the picture's own 100 × 80 field."""

    def __init__(self, **kwargs: Any) -> None:
        self._seen: tuple[Any, ...] = ()
        super().__init__(**kwargs)
        self._group = InstructionGroup()
        self.canvas.add(self._group)

    def dress(self) -> None:
        seen = (self.m.colours, *self.pos, *self.size)
        if seen == self._seen:
            return
        self._seen = seen
        self._group.clear()
        if min(self.size) < 2 * self.m.body:  # too little room to be made out: better nothing
            return
        self._unit = min(self.width / 100, self.height / 80)
        self._left = self.center_x - 50 * self._unit
        self._bottom = self.center_y - 40 * self._unit
        self.draw()

    def draw(self) -> None:
        """What is to be seen."""

    def colour(self, colour: Colour) -> None:
        self._group.add(Color(*colour))

    def plate(self, x: float, y: float, width: float, height: float, *, corner: float = 3) -> None:
        unit = self._unit
        size, place = (width * unit, height * unit), (self._left + x * unit, self._bottom + y * unit)
        self._group.add(SmoothRoundedRectangle(pos=place, size=size, radius=[corner * unit]))

    def framed(self, x: float, y: float, width: float, height: float, *, corner: float = 3, edge: float = 1.2) -> None:
        """A plate of the ground's colour with an edge of the text's."""
        self.colour(self.m.colours.text)
        self.plate(x, y, width, height, corner=corner)
        self.colour(self.m.colours.ground)
        self.plate(x + edge, y + edge, width - 2 * edge, height - 2 * edge, corner=corner - edge / 2)

    def disc(self, x: float, y: float, width: float, height: float) -> None:
        unit = self._unit
        place = (self._left + (x - width / 2) * unit, self._bottom + (y - height / 2) * unit)
        self._group.add(SmoothEllipse(pos=place, size=(width * unit, height * unit)))

    def arc(self, x: float, y: float, radius: float, *, begin: float, end: float) -> None:
        unit = self._unit
        circle = (self._left + x * unit, self._bottom + y * unit, radius * unit, begin, end, 32)
        self._group.add(SmoothLine(circle=circle, width=max(1.2, 0.7 * unit)))

    def arrow_down(self, x: float, top: float, bottom: float) -> None:
        """A broad arrow from `top` to `bottom`."""
        unit, head = self._unit, 8.0
        self.plate(x - 2.2, bottom + head - 1, 4.4, top - bottom - head + 1, corner=1)
        points = [x - 7, bottom + head, x + 7, bottom + head, x, bottom]
        placed = [(self._left if at % 2 == 0 else self._bottom) + value * unit for at, value in enumerate(points)]
        self._group.add(SmoothTriangle(points=placed))


class CardOnReader(Drawing):
    """A card above the reader, an arrow to where it is laid."""

    def draw(self) -> None:
        colours = self.m.colours
        self._reader()
        self.framed(28, 47, 44, 28)
        self.colour(colours.second)
        self.disc(39, 65.5, 7, 7)
        self.plate(33, 52, 12, 8.5, corner=4)
        for y, wide in ((66, 20), (60.5, 20), (55, 13)):
            self.plate(48, y, wide, 2.2, corner=1)
        self.colour(colours.mark)
        self.arrow_down(50, 43, 26)

    def _reader(self) -> None:
        colours = self.m.colours
        self.framed(12, 3, 76, 20, corner=5)
        self.colour(colours.second)
        for radius in (4, 8, 12):
            self.arc(50, 7, radius, begin=-50, end=50)
        self.disc(50, 7, 2.6, 2.6)
