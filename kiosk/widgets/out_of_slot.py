"""A ticket coming out of its slot: where to look for it, seen from the screen."""

from __future__ import annotations

from typing import Any

from kivy.properties import OptionProperty

from kiosk.widgets.drawing import DIRECTIONS, DrawnPicture


class OutOfSlot(DrawnPicture):
    """The screen with an arrow on it towards the slot at its `side`, and a ticket hanging out of that."""

    side = OptionProperty("below", options=tuple(DIRECTIONS))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fbind("side", self.dress_soon)

    def look(self) -> tuple[Any, ...]:
        return (self.side,)

    def draw(self) -> None:
        x, y, wide, tall, slot_x, slot_y = _PLACES[self.side]
        self.framed(x, y, wide, tall, corner=4, edge=1.6)
        self.colour(self.m.colours.mark)
        across, along = DIRECTIONS[self.side]
        self.arrow(self.side, x + wide / 2 + across * 11, y + tall / 2 + along * 11, length=22)
        self._ticket(slot_x, slot_y)

    def _ticket(self, x: float, y: float) -> None:
        """The slot with its upper left corner here, and the ticket under it."""
        self.framed(x + 5, y - 31, 26, 28, corner=1.5)
        self.colour(self.m.colours.text)
        self.plate(x, y - 6, 36, 6, corner=3)
        self.plate(x + 10, y - 18, 16, 6, corner=1)
        self.colour(self.m.colours.second)
        for down in (22, 26):
            self.plate(x + 10, y - down, 16, 1.8, corner=0.9)


_PLACES = {
    "below": (18, 37, 64, 41, 32, 32),
    "above": (18, 2, 64, 41, 32, 79),
    "left": (42, 16, 56, 46, 0, 54),
    "right": (2, 16, 56, 46, 64, 54),
}
"""Where the screen stands (its lower left corner and size) and the slot (its upper left corner), by the slot's side."""
