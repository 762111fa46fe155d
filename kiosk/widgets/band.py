"""A band across the page that says what does not work now, and what still works."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty

from kiosk.widgets.icon import Icon
from kiosk.widgets.panel import RowPanel
from kiosk.widgets.paragraph import Paragraph


class Band(RowPanel):
    """Empty `text`: no height, nothing drawn."""

    text = StringProperty("")
    icon = StringProperty("alert-triangle")
    style = StringProperty("body")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(size_hint_y=None, height=0, **kwargs)
        self.ground = ""
        self._icon = Icon(size_hint_x=None, tone="on_caution")
        self._words = Paragraph(hug=True, tone="on_caution", pos_hint={"center_y": 0.5})
        self.add_widget(self._icon)
        self.add_widget(self._words)
        self.fbind("text", self.dress_soon)
        self.fbind("icon", self.dress_soon)
        self.fbind("style", self.dress_soon)
        self._words.fbind("height", self.dress_soon)

    def dress(self) -> None:
        m, shown = self.m, bool(self.text)
        px = getattr(m, self.style)
        self.ground = "caution" if shown else ""
        super().dress()
        self._words.text, self._words.style = self.text, self.style
        self._icon.name = self.icon if shown else ""
        self._icon.width = round(px * 1.5) if shown else 0
        self._icon.px = round(px * 1.3)
        self.padding = [m.s(4), m.s(2)] if shown else [0, 0]
        self.height = max(self._words.height, round(px * 1.5)) + 2 * m.s(2) if shown else 0
