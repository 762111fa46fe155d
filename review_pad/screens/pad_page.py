"""The page of the citizen's screens. A pad is 130 mm high: where a screen is full, elder mode leaves out the head."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from kiosk.widgets.head import Head
from kiosk.widgets.page import ScreenPage


class PadHead(Head):
    shown = BooleanProperty(True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fbind("shown", self.dress_soon)

    def dress(self) -> None:
        self.opacity = 1 if self.shown else 0
        if self.shown:
            super().dress()
        else:
            self.height = 0


class PadPage(ScreenPage):
    """`full`: needs the height of the head in elder mode."""

    full = BooleanProperty(False)
    bare = BooleanProperty(False)  # needs that height in every mode
    back = BooleanProperty(False)  # whether there is a way back
    clerk = BooleanProperty(False)  # the clerk's: no low position
    low_title = BooleanProperty(False)  # a smaller title, to leave room for what is touched
    title_tone = StringProperty("text")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        old = self.head
        self.head = PadHead()
        self.head.fbind("height", self.dress_soon)
        self.remove_widget(old)
        super(ScreenPage, self).add_widget(self.head)
        for name in ("full", "bare", "back", "clerk", "low_title", "title_tone"):
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        self.head.shown = not (self.bare or (self.full and self.m.elder))
        self.question.style = "button" if self.low_title and not self.m.elder else "title"
        self.question.most = self.elder_title() if self.m.elder else 0
        self.question.tone = self.title_tone
        self.foot_step = 6 if self.m.elder else 4 if self.m.low else 8
        modes = ["language", "elder", "contrast"] + ([] if self.m.elder or self.clerk else ["low"])
        self.foot = ["back" if self.back else "", *modes]  # an empty place, so that the others stay in theirs
        super().dress()

    def elder_title(self) -> int:
        """Title size in elder mode.

        One and a half times is too large for a pad: it is at least the normal size, and larger where there is room.
        """
        least: int = self.m.plain.title
        return least if self.low_title else max(least, int(self.m.button))

    def _place_title(self, top: float) -> float:
        """As on every page, but an empty title takes no room, and a hidden head leaves no gap."""
        top += 0 if self.head.shown else self.m.s(8)
        if self.title or self.hint:
            return super()._place_title(top)
        self.question.y = self.second.y = top
        return top

    def _place_low(self, bottom: float, top: float) -> None:
        """As on every page, but what is only read ignores low position, and elder mode uses the whole height."""
        if self.reading < 1 and not self.m.elder:
            super()._place_low(bottom, top)
            return
        after = self._place_title(top - self.m.s(8))
        free = max(0, after - bottom)
        part = round(free * self.reading)
        self.above.height = max(0, part - self.m.s(8)) if self.reading else 0
        self.above.y = after - self.above.height
        self.answer.y, self.answer.height = bottom, free - part
