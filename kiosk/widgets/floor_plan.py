"""The plan of a hall, drawn from metres: zones with their names, places with an icon, where one stands, where to go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kivy.graphics import Color, Line, SmoothEllipse, SmoothRoundedRectangle

from kiosk.widgets.icon import Icon
from kiosk.widgets.paragraph import Paragraph
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


class FloorPlan(Themed):
    """`show` the zones and places of a floor of so many metres. Nothing on it is touched."""

    def __init__(self, **kwargs: Any) -> None:
        self._zones: tuple[DrawnZone, ...] = ()
        self._places: tuple[DrawnPlace, ...] = ()
        self._metres = (1.0, 1.0)
        self._here = ""
        super().__init__(**kwargs)

    def show(
        self, zones: Sequence[DrawnZone], places: Sequence[DrawnPlace], metres: tuple[float, float], here: str
    ) -> None:
        """`here`: the words beside the place where the screen is."""
        new = (tuple(zones), tuple(places), metres, here)
        if new != (self._zones, self._places, self._metres, self._here):
            self._zones, self._places, self._metres, self._here = new
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
        for zone in self._zones:
            inner = m.s(2)
            self.add_widget(
                Paragraph(
                    text=zone.name,
                    style="small",
                    tone="second",
                    halign="center",
                    valign="top",
                    size_hint=(None, None),
                    size=(zone.width * scale - 2 * inner, max(1, min(zone.height * scale * 0.5, m.small * 3.2))),
                    pos=(
                        left + zone.left * scale + inner,
                        top - zone.top * scale - inner - min(zone.height * scale * 0.5, m.small * 3.2),
                    ),
                )
            )
        for place in sorted(self._places, key=lambda one: (one.wanted, one.here)):
            self._draw(place, left + place.x * scale, top - place.y * scale)

    def _draw(self, place: DrawnPlace, x: float, y: float) -> None:
        m, colours = self.m, self.m.colours
        marked = place.here or place.wanted
        side = round(m.body * (1.5 if marked else 1.1))
        x = min(max(x, self.x + side), self.right - side)
        y = min(max(y, self.y + side), self.top - side)
        with self.canvas.before:
            Color(*(colours.action if place.wanted else colours.text if place.here else colours.ground))
            SmoothEllipse(pos=(x - side * 0.75, y - side * 0.75), size=(side * 1.5, side * 1.5))
        tone = "on_action" if place.wanted else "ground" if place.here else "text"
        self.add_widget(
            Icon(
                name=place.icon,
                px=round(side * 0.9),
                tone=tone,
                size_hint=(None, None),
                size=(side, side),
                pos=(x - side / 2, y - side / 2),
            )
        )
