"""Two parts of an answer: one above the other where there is height, else side by side (lying screen, low position)."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty

from kiosk.widgets.panel import Stack


class Sides(Stack):
    """Side by side, the first takes two thirds. `flat_when_low`: also in the lower half of an upright screen."""

    flat_when_low = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(touched=True, **kwargs)

    def dress(self) -> None:
        self.orientation = "vertical" if self.m.portrait and not (self.flat_when_low and self.m.low) else "horizontal"
        super().dress()
        if self.children:
            self.children[0].size_hint_x = 1 if self.orientation == "vertical" else 0.5  # the last one added
