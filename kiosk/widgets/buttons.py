"""Buttons: an icon and a word, side by side or one above the other."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, OptionProperty, StringProperty

from kiosk.typeface.wrap import wrap
from kiosk.widgets.icon import Icon
from kiosk.widgets.panel import RowBox
from kiosk.widgets.paragraph import LINE, Paragraph, font
from kiosk.widgets.press import Pressable


class TextButton(Pressable):
    """`text` with an optional `icon`. `main: True` for the one main action of a screen.

    Its height is the mode's button height unless `size_hint_y` is given or `placed` says that its parent sets it.
    Where word and icon do not fit side by side they stand one above the other, and at the last the word alone.
    `lies`: the icon always stands beside the words, `icon_scale` times as large as the letters.
    """

    text = StringProperty("")
    icon = StringProperty("")
    style = StringProperty("button")
    upright = BooleanProperty(False)  # icon above the word
    main = BooleanProperty(False)
    placed = BooleanProperty(False)
    height_scale = NumericProperty(1)
    icon_side = OptionProperty("left", options=("left", "right"))
    icon_scale = NumericProperty(1.25)
    lies = BooleanProperty(False)
    leading = NumericProperty(0.92)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("size_hint_y", None)
        super().__init__(**kwargs)
        self._icon = Icon(size_hint=(None, None))
        self._words = Paragraph(halign="center", leading=0.92, size_hint=(None, None))
        self.add_widget(self._icon)
        self.add_widget(self._words)
        for name in ("text", "icon", "style", "upright", "main", "height_scale"):
            self.fbind(name, self.dress_soon)
        for name in ("icon_side", "icon_scale", "lies", "leading"):
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        if self.main:
            self.kind = "action"
        super().dress()
        m, words, icon = self.m, self._words, self._icon
        if self.size_hint_y is None and not self.placed:
            self.height = round(m.tall * self.height_scale)
        words.text, words.style, words.tone, words.bold = self.text, self.style, self.ink, self.style == "button"
        words.leading = self.leading
        px = int(getattr(m, self.style))
        side = round(px * self.icon_scale) if self.icon else 0
        wide = font(bold=words.bold).width(self.text) * px
        aside = self.lies or side + m.s(2) + wide + 2 * m.s(3) <= self.width
        above = side * 1.1 + px * LINE * 0.92 <= self.height + 1
        icon.tone, icon.px = self.ink, side
        icon.name = self.icon if aside or above else ""
        words.halign = "center"
        if not icon.name:
            inner = min(m.s(4), max(m.s(3 if self.lies else 1), int(self.width - wide) // 2))
            words.size, words.pos = (max(0, self.width - 2 * inner), self.height), (self.x + inner, self.y)
        elif above and (self.upright or not aside):
            self._stand(side)
        else:
            self._lie(side, wide, px)

    def _stand(self, side: int) -> None:
        """Icon above the word."""
        m, words, icon = self.m, self._words, self._icon
        tall = round(side * 1.1)
        air = max(0, min(m.s(2), round((self.height - tall - words.px * LINE) / 2)))
        icon.size, icon.pos = (self.width, tall), (self.x, self.top - air - tall)
        words.size, words.pos = (
            (self.width - 2 * m.s(1), icon.y - self.y - air / 2),
            (self.x + m.s(1), self.y + air / 2),
        )

    def _lie(self, side: int, wide: float, px: int) -> None:
        """Place icon and word side by side, centred together; a word in two lines gets the remaining width."""
        m, words, icon = self.m, self._words, self._icon
        gap, inner = m.s(2), m.s(3)
        room = self.width - 2 * inner - side - gap
        if wide > room:  # several lines: as wide as the longest of them
            measure = font(bold=words.bold).width
            wide = max(measure(line) for line in wrap(self.text, room / px, measure)) * px
        wide = min(wide + 2, room)
        left = self.x + (self.width - side - gap - wide) / 2
        icon.size, words.size = (side, self.height), (wide, self.height)
        if self.icon_side == "left":
            icon.pos, words.pos = (round(left), self.y), (round(left + side + gap), self.y)
        else:
            words.pos, icon.pos = (round(left), self.y), (round(left + wide + gap), self.y)


class Buttons(RowBox):
    """Buttons beside each other, one height; on an upright elder screen one above the other."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("size_hint_y", None)
        super().__init__(**kwargs)
        self.hug = True

    def dress(self) -> None:
        self.orientation = "vertical" if self.m.elder and self.m.portrait else "horizontal"
        super().dress()
