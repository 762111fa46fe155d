"""The foot of the hall's screen: one sentence at a time, a long one in parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kiosk.widgets.panel import Surface
from kiosk.widgets.paragraph import LINE, Paragraph, lines_of

LEADING = 0.85
LYING, UPRIGHT = 1, 2
"""How many lines the strip has on a wide and on an upright screen."""


class SentenceStrip(Surface):
    """Shows one sentence at a time. One that is too long is shown in parts, with `…` where it continues."""

    def __init__(self, **kwargs: Any) -> None:
        self._sentences: tuple[str, ...] = ()
        self._turn = 0
        super().__init__(**kwargs)
        self.ground, self.round_step = "panel", 0
        self._sentence = Paragraph(style="small", leading=LEADING, halign="center", size_hint=(None, None))
        self.add_widget(self._sentence)

    def show(self, sentences: Sequence[str], turn: int) -> None:
        """Show part number `turn` of all sentences; after the last part the first follows."""
        if (tuple(sentences), turn) != (self._sentences, self._turn):
            self._sentences, self._turn = tuple(sentences), turn
            self._say()

    @property
    def wanted(self) -> int:
        """Its height in pixels: always the same, so that nothing moves."""
        return int(self._most * self.m.small * LINE * LEADING) + int(self.m.s(3))

    @property
    def _most(self) -> int:
        return UPRIGHT if self.m.portrait else LYING

    def _parts(self, sentence: str) -> list[str]:
        m = self.m
        room = max(1.0, self.width - 2 * m.margin)
        lines = lines_of(sentence, room, m.small)
        if len(lines) <= self._most:
            return ["\n".join(lines)]
        lines = lines_of(sentence, max(1.0, room - 2 * m.small), m.small)  # with room for the two marks
        parts = ["\n".join(lines[at : at + self._most]) for at in range(0, len(lines), self._most)]
        ends = len(parts) - 1
        return [("… " if at else "") + part + ("…" if at < ends else "") for at, part in enumerate(parts)]

    def _say(self) -> None:
        parts = [part for sentence in self._sentences for part in self._parts(sentence)]
        self._sentence.text = parts[self._turn % len(parts)] if parts else ""

    def dress(self) -> None:
        super().dress()
        self._say()
        self._sentence.size = (max(0, self.width - 2 * self.m.margin), self.height)
        self._sentence.pos = (self.x + self.m.margin, self.y)
