"""The plan of a hall, drawn from metres: zones with their names, places with icons, the reader's position, and the
place to go to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kivy.graphics import Color, Line, SmoothEllipse, SmoothRoundedRectangle

from kiosk.widgets.icon import Icon
from kiosk.widgets.paragraph import LINE, Paragraph, block_height, font
from kiosk.widgets.themed import Themed


@dataclass(frozen=True, slots=True)
class DrawnZone:
    """In metres from the upper left corner."""

    name: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class DrawnPlace:
    """Likewise. `here`: the screen itself; `wanted`: what was asked for."""

    icon: str
    x: float
    y: float
    here: bool = False
    wanted: bool = False


@dataclass(frozen=True, slots=True)
class PlacedIcon:
    """The icon of a place on the screen, in pixels: its middle, its side, the radius of the round ground under it."""

    place: DrawnPlace
    x: float
    y: float
    side: int
    ring: float

    @property
    def reach(self) -> float:
        """How far from its middle something is drawn that words would spoil."""
        return self.ring if self.place.here or self.place.wanted else self.side / 2


STEPS = 12
"""So many heights are tried for a zone's name, from its upper edge down."""


def clear_of(seats: Sequence[PlacedIcon], box: tuple[float, float, float, float], high: float) -> float:
    """The bottom of words that are `high` within `box` (left, bottom, width, height, in pixels): as far up as no place
    lies under them. Where every height is taken: the one that is least in the way, the highest of those."""
    left, bottom, wide, tall = box

    def covered(at: float) -> float:
        deep = 0.0
        for seat in seats:
            over = min(at + high, seat.y + seat.reach) - max(at, seat.y - seat.reach)
            beside = min(left + wide, seat.x + seat.reach) - max(left, seat.x - seat.reach)
            deep += max(0.0, over) * max(0.0, beside)
        return deep

    free = tall - high
    return min((bottom + free * (STEPS - step) / STEPS for step in range(STEPS + 1)), key=covered)


class FloorPlan(Themed):
    """`show` the zones and places of a floor whose size is given in metres. Nothing on it can be touched."""

    def __init__(self, **kwargs: Any) -> None:
        self._zones: tuple[DrawnZone, ...] = ()
        self._places: tuple[DrawnPlace, ...] = ()
        self._metres = (1.0, 1.0)
        super().__init__(**kwargs)

    def show(self, zones: Sequence[DrawnZone], places: Sequence[DrawnPlace], metres: tuple[float, float]) -> None:
        new = (tuple(zones), tuple(places), metres)
        if new != (self._zones, self._places, self._metres):
            self._zones, self._places, self._metres = new
            self.dress_soon()

    def dress(self) -> None:
        self.clear_widgets()
        self.canvas.before.clear()
        if min(self.size) < 2:
            return
        scale = min(self.width / self._metres[0], self.height / self._metres[1])
        wide, tall = self._metres[0] * scale, self._metres[1] * scale
        left, top = self.center_x - wide / 2, self.top - max(0.0, self.height - tall) / 2
        colours, m = self.m.colours, self.m
        with self.canvas.before:
            Color(*colours.line)
            Line(rounded_rectangle=(left, top - tall, wide, tall, m.s(2)), width=max(1.2, m.stroke / 2))
            for zone in self._zones:
                Color(*colours.panel)
                gap = m.s(2) / 2
                SmoothRoundedRectangle(
                    pos=(left + zone.left * scale + gap, top - (zone.top + zone.height) * scale + gap),
                    size=(zone.width * scale - 2 * gap, zone.height * scale - 2 * gap),
                    radius=[m.s(2)],
                )
        seats = [
            self._seat(place, left + place.x * scale, top - place.y * scale)
            for place in sorted(self._places, key=lambda one: (one.wanted, one.here))
        ]
        for zone in self._zones:
            self._label(zone, left, top, scale, seats)
        for seat in seats:
            self._draw(seat)

    def _label(self, zone: DrawnZone, left: float, top: float, scale: float, seats: Sequence[PlacedIcon]) -> None:
        """Draw a zone's name along its upper edge, or lower where a place lies there, if it fits; the list of places
        has it as well."""
        m, inner = self.m, self.m.s(2)
        wide, tall = zone.width * scale - 2 * inner, zone.height * scale - 2 * inner
        high = block_height(zone.name, max(1.0, wide), m.small)
        if wide < m.small * 2 or high > tall or high > m.small * LINE * 2.1:
            return
        if max(font(bold=False).width(word) for word in zone.name.split()) * m.small > wide:
            return
        corner = (left + zone.left * scale + inner, top - (zone.top + zone.height) * scale + inner)
        written = min(wide, font(bold=False).width(zone.name) * m.small)
        bottom = clear_of(seats, (corner[0] + (wide - written) / 2, corner[1], written, tall), high)
        words = Paragraph(text=zone.name, style="small", tone="second", halign="center", valign="top")
        words.size_hint, words.size, words.pos = (None, None), (wide, high), (corner[0], bottom)
        self.add_widget(words)

    def _seat(self, place: DrawnPlace, x: float, y: float) -> PlacedIcon:
        """Where the icon goes: wholly on the plan."""
        marked = place.here or place.wanted
        side = round(self.m.body * (1.3 if marked else 1.0))
        x = min(max(x, self.x + side), self.right - side)
        y = min(max(y, self.y + side), self.top - side)
        return PlacedIcon(place, x, y, side, side * (0.85 if marked else 0.65))

    def _draw(self, seat: PlacedIcon) -> None:
        m, colours, place = self.m, self.m.colours, seat.place
        x, y, side, ring = seat.x, seat.y, seat.side, seat.ring
        with self.canvas.before:
            Color(*colours.ground)
            SmoothEllipse(pos=(x - ring, y - ring), size=(2 * ring, 2 * ring))
            if place.here or place.wanted:
                Color(*(colours.mark if place.wanted else colours.text))
                Line(circle=(x, y, ring), width=max(2.0, m.mm(0.9)))
        tone = "mark" if place.wanted else "text"
        icon = Icon(name=place.icon, px=side, tone=tone, size_hint=(None, None))
        icon.size, icon.pos = (side, side), (x - side / 2, y - side / 2)
        self.add_widget(icon)
