"""The action buttons beside a choice: one below the other, or in low position in a row under it."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty

from kiosk.widgets.panel import ColumnBox


class Actions(ColumnBox):
    """`across`: in a row under the choice in every mode. `slim`: in elder mode no wider than their words."""

    across = BooleanProperty(False)
    slim = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fbind("across", self.dress_soon)
        self.fbind("slim", self.dress_soon)

    def dress(self) -> None:
        m = self.m
        low = self.across or (m.low and not m.elder)
        across: tuple[float | None, float | None] = (1, None)
        beside: tuple[float | None, float | None] = (None, 1)
        self.orientation = "horizontal" if low else "vertical"
        if low:
            self.size_hint, self.height = across, round(m.target * 1.12)
        else:
            chinese = m.language == "zh_CN"
            slim = 0.205 if chinese else 0.225
            wide = (slim if self.slim else 0.36) if m.elder else 0.29 if chinese else 0.34
            self.size_hint, self.width = beside, round(m.width * wide)
        super().dress()
