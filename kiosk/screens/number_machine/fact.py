"""A row with a large icon and a sentence: one thing to know or to do."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty

from kiosk.widgets.icon import Icon
from kiosk.widgets.panel import RowBox
from kiosk.widgets.paragraph import Paragraph


class Fact(RowBox):
    """As high as its sentence, and no less than its icon. Empty `text`: no height."""

    icon = StringProperty("")
    text = StringProperty("")
    style = StringProperty("body")
    tone = StringProperty("text")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("size_hint_y", None)
        super().__init__(**kwargs)
        self._icon = Icon(size_hint=(None, 1))
        self._words = Paragraph(hug=True, pos_hint={"center_y": 0.5})
        self.add_widget(self._icon)
        self.add_widget(self._words)
        for name in ("icon", "text", "style", "tone"):
            self.fbind(name, self.dress_soon)
        self._words.fbind("height", self.dress_soon)

    def dress(self) -> None:
        super().dress()
        m, side = self.m, round((self._words.px or getattr(self.m, self.style)) * 1.3)
        self._words.text, self._words.style, self._words.tone = self.text, self.style, self.tone
        self._icon.name, self._icon.tone = (self.icon if self.text else ""), "mark"
        self._icon.px, self._icon.width = side, round(side * 1.1)
        self.spacing = m.s(4)
        self.height = max(self._words.height, round(side * 1.1)) if self.text else 0
