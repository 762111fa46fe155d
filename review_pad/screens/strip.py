"""One line above the clerk's foot, always in its place: whether the last one has reviewed,
and what cannot be done and why."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from domain.pad_desk import ClerkState
from kiosk.widgets.icon import Icon
from kiosk.widgets.panel import Row, RowPanel
from kiosk.widgets.paragraph import Words, block_height, font
from review_pad.screens.clerk_words import rating_line, strip


class Rated(Row):
    """A dot and a word: invited, given, lapsed. Never a level."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=4, **kwargs)
        self._dot, self._words = Icon(size_hint_x=None), Words()
        self.add_widget(self._dot)
        self.add_widget(self._words)

    @property
    def wide(self) -> float:
        """What it needs; nothing if nobody was invited."""
        px = self.m.body
        return font(bold=False).width(self._words.text) * px + px * 1.2 + self.m.s(4) + 2 if self._words.text else 0

    def dress(self) -> None:
        super().dress()
        self._dot.width, self._dot.px = round(self.m.body * 1.2), round(self.m.body * 0.9)

    def show(self, text: str, dot: str) -> None:
        self._words.text, self._dot.name = text, dot
        self._words.tone = self._dot.tone = "done" if dot == "circle-filled" else "second"


class Message(RowPanel):
    text = StringProperty("")
    caution = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=4, **kwargs)
        self._icon, self._words = Icon(size_hint_x=None), Words(leading=0.92)
        self.add_widget(self._icon)
        self.add_widget(self._words)
        for name in ("text", "caution"):
            self.fbind(name, self.dress_soon)

    def tall(self, width: float) -> int:
        """Pixels that its words take, at the least size where they have to."""
        m = self.m
        room = width - 2 * m.s(8) - m.s(4) - (round(m.body * 1.4) if self.caution else 0)
        return min(block_height(self.text, room, px, leading=0.92) for px in (m.body, m.floor("body")))

    def dress(self) -> None:
        self.ground = "caution" if self.caution else ""
        super().dress()
        m = self.m
        self.padding = [m.s(8), m.s(1)]
        self._words.text, self._words.tone = self.text, "on_caution" if self.caution else "second"
        self._icon.name, self._icon.tone = "alert-triangle" if self.caution else "", "on_caution"
        self._icon.width = round(m.body * 1.4) if self.caution else 0


class Strip(Row):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(size_hint_y=None, gap_step=12, **kwargs)
        self._rated, self._message = Rated(size_hint_x=0.5), Message()
        self.add_widget(self._rated)
        self.add_widget(self._message)

    def dress(self) -> None:
        """The message has all the room it needs; what the last one said of their review waits meanwhile."""
        super().dress()
        m = self.m
        self.height = max(round(m.body * 1.5), self._message.tall(self.width) if m.elder else 0) + m.s(2)
        needed = font(bold=False).width(self._message.text) * m.body + 2 * m.s(8) + m.s(4) + round(m.body * 1.4)
        room = self.width - m.s(12) - self._rated.wide
        if needed <= self.width * 0.6 and self._rated.wide <= self.width / 3:
            self._rated.opacity, self._rated.size_hint_x = 1, 0.5
        elif needed <= room and self._rated.wide:
            self._rated.opacity, self._rated.size_hint_x, self._rated.width = 1, None, self._rated.wide
        else:
            self._rated.opacity, self._rated.size_hint_x, self._rated.width = 0, None, 0
            self.spacing = 0

    def show(self, state: ClerkState) -> None:
        self._rated.show(*rating_line(self.say, state))
        self._message.text, self._message.caution = strip(self.say, state)
        self.dress_soon()
