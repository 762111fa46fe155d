"""The foot of the hall's screen: one sentence at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kiosk.widgets.panel import Surface
from kiosk.widgets.words import LINE, Words, block_height

LEADING = 0.85


class Strip(Surface):
    """As high as the longest of its sentences needs, so that nothing moves when they change."""

    def __init__(self, **kwargs: Any) -> None:
        self._sentences: tuple[str, ...] = ()
        self._at = 0
        super().__init__(**kwargs)
        self.ground, self.round_step = "panel", 0
        self._sentence = Words(style="small", leading=LEADING, halign="center", size_hint=(None, None))
        self.add_widget(self._sentence)

    def show(self, sentences: Sequence[str], at: int) -> None:
        """The one at place `at`, counted round."""
        self._sentences, self._at = tuple(sentences), at
        self.dress_soon()

    def wanted(self, width: float) -> int:
        m = self.m
        inner = width - 2 * m.margin
        tallest = max((block_height(one, inner, m.small, leading=LEADING) for one in self._sentences), default=0)
        return int(max(tallest, m.small * LINE * LEADING)) + int(m.s(3))

    def dress(self) -> None:
        super().dress()
        self._sentence.text = self._sentences[self._at % len(self._sentences)] if self._sentences else ""
        self._sentence.size = (max(0, self.width - 2 * self.m.margin), self.height)
        self._sentence.pos = (self.x + self.m.margin, self.y)
