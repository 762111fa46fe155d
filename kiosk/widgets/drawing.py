"""Drawn pictures that say where something goes: a card onto the reader, a ticket out of its slot. They stand still."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, SmoothEllipse, SmoothLine, SmoothRoundedRectangle, SmoothTriangle
from kivy.graphics.instructions import InstructionGroup
from kivy.properties import OptionProperty

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
        seen = (self.m.colours, *self.pos, *self.size, *self.look())
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

    def look(self) -> tuple[Any, ...]:
        """What else the picture depends on."""
        return ()

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

    def arrow(self, points_to: str, x: float, y: float, *, length: float) -> None:
        """A broad arrow to a side of the screen, its tip at (x, y)."""
        across, along = _DIRECTIONS[points_to]
        unit, head = self._unit, 8.0
        back_x, back_y = x - across * length, y - along * length
        neck_x, neck_y = x - across * (head - 1), y - along * (head - 1)
        left, bottom = min(back_x, neck_x) - 2.2 * abs(along), min(back_y, neck_y) - 2.2 * abs(across)
        self.plate(left, bottom, abs(neck_x - back_x) or 4.4, abs(neck_y - back_y) or 4.4, corner=1)
        at_x, at_y = x - across * head, y - along * head
        points = [at_x - 7 * along, at_y - 7 * across, at_x + 7 * along, at_y + 7 * across, x, y]
        placed = [(self._left if at % 2 == 0 else self._bottom) + value * unit for at, value in enumerate(points)]
        self._group.add(SmoothTriangle(points=placed))


_DIRECTIONS = {"below": (0, -1), "above": (0, 1), "left": (-1, 0), "right": (1, 0)}
"""What one step to a side is, as (x, y)."""


class OnReader(Drawing):
    """A card or a code, and an arrow to the reader at its `side` of the screen. `what` empty: nothing."""

    what = OptionProperty("card", options=("card", "code", ""))
    side = OptionProperty("below", options=tuple(_DIRECTIONS))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fbind("what", self.dress_soon)
        self.fbind("side", self.dress_soon)

    def look(self) -> tuple[Any, ...]:
        return self.what, self.side

    def draw(self) -> None:
        if not self.what:
            return
        x, y, *reader = _PLACES[self.side]
        self._reader(*reader)
        (self._card if self.what == "card" else self._code)(x, y)
        self.colour(self.m.colours.mark)
        across, along = _DIRECTIONS[self.side]
        self.arrow(self.side, x + 22 + across * 43, y + 14 + along * 35, length=17)

    def _card(self, x: float, y: float) -> None:
        self.framed(x, y, 44, 28)
        self.colour(self.m.colours.second)
        self.disc(x + 11, y + 18.5, 7, 7)
        self.plate(x + 5, y + 5, 12, 8.5, corner=4)
        for up, wide in ((19, 20), (13.5, 20), (8, 13)):
            self.plate(x + 20, y + up, wide, 2.2, corner=1)

    def _code(self, x: float, y: float) -> None:
        self.framed(x + 8, y, 28, 28)
        for column, row in ((12, 16), (24, 16), (12, 4)):
            self.colour(self.m.colours.second)
            self.plate(x + column, y + row, 8, 8, corner=1)
            self.colour(self.m.colours.ground)
            self.plate(x + column + 2.5, y + row + 2.5, 3, 3, corner=0.5)
        self.colour(self.m.colours.second)
        for column, row in ((24, 9), (29, 9), (24, 4), (29, 4)):
            self.plate(x + column, y + row, 3, 3, corner=0.5)

    def _reader(self, x: float, y: float, wide: float, tall: float) -> None:
        """A plate with waves that go out towards the card."""
        across, along = _DIRECTIONS[self.side]
        self.framed(x, y, wide, tall, corner=5)
        self.colour(self.m.colours.second)
        at_x, at_y = x + wide / 2 + across * (wide / 2 - 6), y + tall / 2 + along * (tall / 2 - 4)
        towards = {"below": 0, "above": 180, "left": 90, "right": 270}[self.side]
        for radius in (4, 8, 12):
            self.arc(at_x, at_y, radius, begin=towards - 50, end=towards + 50)
        self.disc(at_x, at_y, 2.6, 2.6)


_PLACES = {
    "below": (28, 47, 12, 3, 76, 20),
    "above": (28, 5, 12, 57, 76, 20),
    "left": (54, 26, 2, 6, 24, 68),
    "right": (2, 26, 74, 6, 24, 68),
}
"""Where the card lies (its lower left corner) and the reader (with its size), by the reader's side."""
