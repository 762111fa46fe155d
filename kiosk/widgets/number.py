"""The number of a ticket, as large as its box allows."""

from __future__ import annotations

from math import ceil
from typing import Any

from kivy.properties import BooleanProperty

from kiosk.widgets.paragraph import GROWTH, Paragraph, font

TALL = 1.2
"""Height of a growing number's box, as a part of its size."""


class BigNumber(Paragraph):
    """At least the style `number` where the box allows; one line, bold, in the middle.

    `whole`: the number takes all the height that its width allows, and what stands beside it gets the rest.
    """

    whole = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        for name, value in {"style": "number", "bold": True, "halign": "center", "one_line": True}.items():
            kwargs.setdefault(name, value)
        super().__init__(leading=0.8, **kwargs)
        self.fbind("whole", self._choose_height)

    def _choose_height(self, *_: object) -> None:
        hint: Any = None if self.whole else 1
        self.size_hint_y = hint
        self.dress_soon()

    def dress(self) -> None:
        if self.whole and self.text:
            px = int(self.width / font(bold=True).width(self.text)) // GROWTH * GROWTH
            self.height = ceil(px * TALL) + 1
        super().dress()
