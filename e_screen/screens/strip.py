"""The foot of the hall's screen: the hall's name, one sentence at a time, the clock."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty

from kiosk.widgets.head import Mark
from kiosk.widgets.panel import Surface
from kiosk.widgets.words import Words


class Strip(Surface):
    """On an upright screen the sentence has a line of its own."""

    hall = StringProperty("")
    sentence = StringProperty("")
    clock = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ground, self.round_step = "panel", 0
        self._mark = Mark()
        self._hall = Words(style="small", bold=True, leading=0.85)
        self._sentence = Words(style="small", leading=0.85, halign="center")
        self._clock = Words(style="body", bold=True, halign="right", one_line=True)
        for part in (self._mark, self._hall, self._sentence, self._clock):
            part.size_hint = (None, None)
            self.add_widget(part)
        for name in ("hall", "sentence", "clock"):
            self.fbind(name, self.dress_soon)

    def wanted(self) -> int:
        """Height for two lines of the sentence, and upright for the name and clock above them."""
        two = round(self.m.small * 2 * 1.25) + self.m.s(3)
        return two + (round(self.m.body * 1.3) if self.m.portrait else 0)

    def dress(self) -> None:
        super().dress()
        m = self.m
        self._hall.text, self._sentence.text, self._clock.text = self.hall, self.sentence, self.clock
        margin = m.margin
        clock = round(m.body * 2.75) if self.clock else 0
        name = round(self.width - 3 * margin - clock) if m.portrait else round(self.width * 0.3)
        upper = round(m.body * 1.3) if m.portrait else self.height
        top = self.top - upper
        side = round(m.small * 1.15)
        self._mark.size, self._mark.pos = (side, side), (self.x + margin, top + (upper - side) / 2)
        self._hall.pos = (self._mark.right + m.s(3), top)
        self._hall.size = (name - side - m.s(3), upper)
        self._clock.size, self._clock.pos = (clock, upper), (self.right - margin - clock, top)
        if m.portrait:
            self._sentence.pos, self._sentence.size = (self.x + margin, self.y), (self.width - 2 * margin, top - self.y)
            self._sentence.halign = "left"
        else:
            left = self._hall.right + m.s(6)
            self._sentence.pos = (left, self.y)
            self._sentence.size = (max(0, self._clock.x - m.s(6) - left), self.height)
