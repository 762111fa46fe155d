"""A line that says what is being done, for work that takes longer than a third of a second."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty

from kiosk.widgets.icon import Icon
from kiosk.widgets.panel import RowBox
from kiosk.widgets.paragraph import Paragraph


class BusySign(RowBox):
    """`text` such as 正在取号…; empty shows nothing. It does not move: motion would add no information."""

    text = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("size_hint_y", None)
        super().__init__(**kwargs)
        self._icon = Icon(size_hint_x=None)
        self._words = Paragraph(style="button", bold=True)
        self.add_widget(self._icon)
        self.add_widget(self._words)
        self.fbind("text", self.dress_soon)

    def dress(self) -> None:
        super().dress()
        m = self.m
        self.height = round(m.button * 1.6) if self.text else 0
        self._words.text = self.text
        self._icon.name = "hourglass" if self.text else ""
        self._icon.px, self._icon.width = round(m.button * 1.3), round(m.button * 1.5)
