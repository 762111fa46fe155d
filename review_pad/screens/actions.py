"""The actions beside what is chosen: one below the other, or in a row under it in low position."""

from __future__ import annotations

from kiosk.widgets.panel import Column


class Actions(Column):
    def dress(self) -> None:
        m = self.m
        low = m.low and not m.elder
        self.orientation = "horizontal" if low else "vertical"
        if low:
            self.size_hint_x, self.size_hint_y, self.height = 1, None, m.target
        else:
            wide = 0.36 if m.elder else 0.29 if m.language == "zh_CN" else 0.34
            self.size_hint_x, self.size_hint_y, self.width = None, 1, round(m.width * wide)
        super().dress()
