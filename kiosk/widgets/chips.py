"""Words to choose several of: chips in rows. A chosen one is filled and carries a tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.themed import Themed
from kiosk.widgets.words import font


@dataclass(frozen=True, slots=True)
class ChipData:
    key: str
    text: str
    chosen: bool = False


class Chips(Themed):
    """`on_toggle(key)`. Chips are as wide as their words, and rows as long as the box is wide."""

    __events__ = ("on_toggle",)

    def __init__(self, **kwargs: Any) -> None:
        self._data: tuple[ChipData, ...] = ()
        self._chips: dict[str, TextButton] = {}
        super().__init__(**kwargs)

    def on_toggle(self, key: str) -> None:
        """A chip was touched."""

    def show(self, data: Sequence[ChipData]) -> None:
        new = tuple(data)
        if new == self._data:
            return
        if [chip.key for chip in new] != list(self._chips):
            self.clear_widgets()
            self._chips = {}
            for chip in new:
                button = TextButton(style="body", placed=True, size_hint=(None, None))
                button.fbind("on_press", self._touched, chip.key)
                self._chips[chip.key] = button
                self.add_widget(button)
        self._data = new
        self.dress_soon()

    def _touched(self, key: str, *_: object) -> None:
        self.dispatch("on_toggle", key)

    def dress(self) -> None:
        if not self._data or self.width < 2:
            return
        m, gap = self.m, self.m.gap
        tall = max(m.target, round(m.body * 1.9))
        rows = self._rows(gap)
        tall = min(tall, round((self.height - gap * (len(rows) - 1)) / max(1, len(rows))))
        top = self.top
        for row in rows:
            left = self.x
            for data, wide in row:
                chip = self._chips[data.key]
                chip.text, chip.kind = data.text, "chosen" if data.chosen else "quiet"
                chip.icon = "check" if data.chosen else ""
                chip.size, chip.pos = (round(wide), round(tall)), (round(left), round(top - tall))
                left += wide + gap
            top -= tall + gap

    def _rows(self, gap: int) -> list[list[tuple[ChipData, float]]]:
        m = self.m
        rows: list[list[tuple[ChipData, float]]] = [[]]
        used = 0.0
        for data in self._data:
            words = font(bold=False).width(data.text) * m.body
            wide = min(self.width, max(words + m.body * 1.25 + m.s(2) + 2 * m.s(6), m.target))
            if rows[-1] and used + wide > self.width:
                rows.append([])
                used = 0.0
            rows[-1].append((data, wide))
            used += wide + gap
        return rows
