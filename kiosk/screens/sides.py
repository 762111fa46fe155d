"""Two halves of a screen: one above the other on an upright screen, side by side on a lying one."""

from __future__ import annotations

from kiosk.widgets.panel import Stack


class Sides(Stack):
    def dress(self) -> None:
        self.orientation = "vertical" if self.m.portrait else "horizontal"
        super().dress()
