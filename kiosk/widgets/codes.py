"""Codes for a phone beside each other, each with what it leads to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.qr import QrCode
from kiosk.widgets.themed import Themed


class Codes(Themed):
    """`show` pairs of what a phone reads and the words under it; none is drawn for an empty one."""

    def __init__(self, **kwargs: Any) -> None:
        self._pairs: tuple[tuple[str, str], ...] = ()
        self._shown: list[tuple[QrCode, Paragraph]] = []
        super().__init__(**kwargs)

    def show(self, pairs: Sequence[tuple[str, str]]) -> None:
        new = tuple(pair for pair in pairs if pair[0])
        if new != self._pairs:
            self._pairs = new
            self.dress_soon()

    def dress(self) -> None:
        while len(self._shown) < len(self._pairs):
            words = Paragraph(halign="center", hug=True, size_hint=(None, None))
            words.fbind("height", self.dress_soon)
            self._shown.append((QrCode(size_hint=(None, None)), words))
            self.add_widget(self._shown[-1][0])
            self.add_widget(words)
        while len(self._shown) > len(self._pairs):
            for part in self._shown.pop():
                self.remove_widget(part)
        if not self._pairs or min(self.size) < 2:
            return
        gap = self.m.s(8)
        wide = (self.width - gap * (len(self._pairs) - 1)) / len(self._pairs)
        high = max(words.height for _code, words in self._shown) + self.m.s(3)
        side = max(2.0, min(wide, self.height - high, self.m.mm(110)))
        for at, ((code, words), (data, caption)) in enumerate(zip(self._shown, self._pairs, strict=True)):
            left = self.x + at * (wide + gap)
            words.text, words.width = caption, wide
            middle = self.top - side / 2
            code.data, code.size = data, (side, side)
            code.pos = (left + (wide - side) / 2, middle - side / 2)
            words.pos = (left, code.y - self.m.s(3) - words.height)
