"""Buttons: an icon and a word, side by side or one above the other."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, OptionProperty, StringProperty

from kiosk.widgets.icon import Icon
from kiosk.widgets.panel import Row, Stack
from kiosk.widgets.press import Pressable
from kiosk.widgets.words import Words, font


class TextButton(Pressable, Stack):
    """`text` with an optional `icon`. `main: True` for the one main action of a screen.

    Its height is the mode's button height unless `size_hint_y` is given or `placed` says that its parent sets it.
    """

    text = StringProperty("")
    icon = StringProperty("")
    style = StringProperty("button")
    upright = BooleanProperty(False)  # icon above the word
    main = BooleanProperty(False)
    placed = BooleanProperty(False)
    height_scale = NumericProperty(1)
    icon_side = OptionProperty("left", options=("left", "right"))

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("size_hint_y", None)
        super().__init__(**kwargs)
        self._icon = Icon()
        self._words = Words(halign="center", leading=0.92)
        self.add_widget(self._icon)
        self.add_widget(self._words)
        for name in ("text", "icon", "style", "upright", "main", "height_scale", "icon_side"):
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        if self.main:
            self.kind = "action"
        super().dress()
        m, words, icon = self.m, self._words, self._icon
        if self.size_hint_y is None and not self.placed:
            self.height = round(m.tall * self.height_scale)
        words.text, words.style, words.tone, words.bold = self.text, self.style, self.ink, self.style == "button"
        icon.name, icon.tone = self.icon, self.ink
        side = round(getattr(m, self.style) * 1.25) if self.icon else 0
        icon.px = side
        self._order()
        inner = m.s(4)
        if self.upright:
            self.orientation, words.halign = "vertical", "center"
            self.padding, self.spacing = [m.s(1), m.s(2)], 0
            icon.size_hint, icon.height = (1, None), round(side * 1.1)
        else:
            self.orientation = "horizontal"
            self.padding = [inner, 0]
            self.spacing = m.s(2) if self.icon else 0
            icon.size_hint, icon.width = (None, 1), side
            words.halign = "center"
            if self.icon:
                self._centre(side)

    def _order(self) -> None:
        last = self._icon if self.icon_side == "right" and not self.upright else self._words
        if self.children[0] is not last:
            self.remove_widget(last)
            self.add_widget(last)

    def _centre(self, side: int) -> None:
        """Icon and word stand in the middle together."""
        wide = font(bold=self._words.bold).width(self.text) * getattr(self.m, self.style)
        free = self.width - side - self.spacing - wide
        inner = self.m.s(4)
        left = max(inner, round(free / 2))
        near, far = left, min(left, inner)
        self.padding = [near, 0, far, 0] if self.icon_side == "left" else [far, 0, near, 0]
        self._words.halign = self.icon_side


class Buttons(Row):
    """Buttons beside each other, one height; on an upright elder screen one above the other."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("size_hint_y", None)
        super().__init__(**kwargs)
        self.hug = True

    def dress(self) -> None:
        self.orientation = "vertical" if self.m.elder and self.m.portrait else "horizontal"
        super().dress()
