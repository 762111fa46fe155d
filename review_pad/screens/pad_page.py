"""The page of the citizen's screens. A pad is 130 mm high: where a screen is full, elder mode leaves out the head."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from kiosk.widgets.head import Head
from kiosk.widgets.page import Page


class PadHead(Head):
    shown = BooleanProperty(True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fbind("shown", self.dress_soon)

    def dress(self) -> None:
        super().dress()
        self.opacity = 1 if self.shown else 0
        if not self.shown:
            self.height = 0


class PadPage(Page):
    """`full`: needs the height of the head in elder mode."""

    full = BooleanProperty(False)
    low_title = BooleanProperty(False)  # a smaller title, for the sake of what is touched
    title_tone = StringProperty("text")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        old = self.head
        self.head = PadHead()
        self.head.fbind("height", self.dress_soon)
        self.remove_widget(old)
        super(Page, self).add_widget(self.head)
        for name in ("full", "low_title", "title_tone"):
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        self.head.shown = not (self.full and self.m.elder)
        self.question.style = "button" if self.m.elder or self.low_title else "title"
        self.question.tone = self.title_tone
        super().dress()
