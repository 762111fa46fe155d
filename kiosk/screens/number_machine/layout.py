"""How a machine's screens are laid out: a large sign, the place of a picture, and an answer of two sides."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from kiosk.widgets.icon import Icon
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.panel import Stack


class Sign(Icon):
    """A large icon that says at a glance what a screen is about. `sign` is its name.

    It shrinks when words need the space, and is not drawn if it would be smaller than a title.
    """

    sign = StringProperty("")

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.fbind("sign", self.dress_soon)

    def dress(self) -> None:
        m = self.m
        side = min(round(m.title * 3), round(self.height * 0.9))
        self.name = self.sign if side >= m.title * 1.2 else ""
        self.px = max(side, 1)
        super().dress()


def place_picture(page: ScreenPage, picture: Any, sentences: Any, air: Any) -> None:
    """Put the one large picture of a page above its sentences, or above its buttons on a lying screen.

    On a lying screen the sentences then have the whole height of their side and can be large, and the other side is not
    empty. `sentences`: the `Reading` that holds the picture otherwise; `air`: the empty space above the buttons.
    """
    beside = bool(page.beside) and not page.m.portrait and (page.upright or not page.m.low)
    home = page.answer if beside else sentences
    if picture.parent is not home:
        if picture.parent is not None:
            picture.parent.remove_widget(picture)
        home.add_widget(picture, index=len(home.children))
    air.size_hint_y = None if beside else 1
    air.height = 0


class Sides(Stack):
    """Two parts of an answer: one above the other where there is height, else side by side.

    Side by side, the first takes two thirds. `flat_when_low`: also in the lower half of an upright screen.
    """

    flat_when_low = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(touched=True, **kwargs)

    def dress(self) -> None:
        self.orientation = "vertical" if self.m.portrait and not (self.flat_when_low and self.m.low) else "horizontal"
        super().dress()
        if self.children:
            self.children[0].size_hint_x = 1 if self.orientation == "vertical" else 0.5  # the last one added
