"""A card or a code on its way to the reader: where it goes, seen from the screen."""

from __future__ import annotations

from typing import Any

from kivy.properties import OptionProperty

from kiosk.widgets.drawing import DIRECTIONS, DrawnPicture


class OnReader(DrawnPicture):
    """A card or a code, and an arrow to the reader at its `side` of the screen. `what` empty: nothing."""

    what = OptionProperty("card", options=("card", "code", ""))
    side = OptionProperty("below", options=tuple(DIRECTIONS))

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
        across, along = DIRECTIONS[self.side]
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
        across, along = DIRECTIONS[self.side]
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
