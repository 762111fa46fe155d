"""The base of drawn pictures: plates, discs, arcs, and an arrow to a side of the screen. Nothing in them moves."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, SmoothEllipse, SmoothLine, SmoothRoundedRectangle, SmoothTriangle
from kivy.graphics.instructions import InstructionGroup

from kiosk.widgets.theme import Colour
from kiosk.widgets.themed import Themed


class DrawnPicture(Themed):
    """Redrawn when its place or colours change. `draw` works in a field of 100 × 80 units, whatever the size."""

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
        if not self.has_room():
            return
        self._unit = min(self.width / 100, self.height / 80)
        self._left = self.center_x - 50 * self._unit
        self._bottom = self.center_y - 40 * self._unit
        self.draw()

    @property
    def least(self) -> int:
        """Least height in pixels at which the picture can be recognised."""
        return int(2 * self.m.body)

    def has_room(self) -> bool:
        """Whether there is room for the picture; without it nothing is drawn."""
        return bool(min(self.size) >= 0.95 * self.least)  # a page that fits may be a pixel short

    def look(self) -> tuple[Any, ...]:
        """Further values that the picture depends on."""
        return ()

    def draw(self) -> None:
        """Draw the picture."""

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
        across, along = DIRECTIONS[points_to]
        unit, head = self._unit, 8.0
        back_x, back_y = x - across * length, y - along * length
        neck_x, neck_y = x - across * (head - 1), y - along * (head - 1)
        left, bottom = min(back_x, neck_x) - 2.2 * abs(along), min(back_y, neck_y) - 2.2 * abs(across)
        self.plate(left, bottom, abs(neck_x - back_x) or 4.4, abs(neck_y - back_y) or 4.4, corner=1)
        at_x, at_y = x - across * head, y - along * head
        points = [at_x - 7 * along, at_y - 7 * across, at_x + 7 * along, at_y + 7 * across, x, y]
        placed = [(self._left if at % 2 == 0 else self._bottom) + value * unit for at, value in enumerate(points)]
        self._group.add(SmoothTriangle(points=placed))


DIRECTIONS = {"below": (0, -1), "above": (0, 1), "left": (-1, 0), "right": (1, 0)}
"""Side → one step in that direction, as (x, y)."""
