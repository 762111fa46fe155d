"""A choice as a card: icon, title, second text, status. The whole card is the button."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from kiosk.widgets.icon import Icon
from kiosk.widgets.panel import Column, Row
from kiosk.widgets.press import Pressable
from kiosk.widgets.themed import Themed
from kiosk.widgets.words import Words


class ChoiceCard(Pressable, Column):
    """`title` with `icon`, `text` (second line) and `status` (bold, at the bottom). Unusable: grey, with its reason."""

    title = StringProperty("")
    icon = StringProperty("")
    text = StringProperty("")
    status = StringProperty("")
    main = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = "card"
        self._top = Row(gap_step=4)
        self._icon = Icon(size_hint_x=None)
        self._title = Words(style="button", bold=True, leading=0.9)
        self._top.add_widget(self._icon)
        self._top.add_widget(self._title)
        self._text = Words(tone="second", valign="top")
        self._status = Words(bold=True, valign="bottom")
        for name in ("title", "icon", "text", "status", "main"):
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        if self.main:
            self.kind = "action"
        super().dress()
        m = self.m
        self.padding, self.spacing = [m.s(8), m.s(4)], m.s(2)
        ink = self.ink
        self._title.text, self._text.text, self._status.text = self.title, self.text, self.status
        self._icon.name, self._icon.px = self.icon, round(m.button * 1.5)
        self._icon.width = round(m.button * 1.6) if self.icon else 0
        self._icon.tone = "mark" if self.usable and self.kind == "card" else ink
        self._title.tone = ink
        self._text.tone = "second" if self.usable and self.kind == "card" else ink
        self._status.tone = ink
        shown: list[Themed] = [self._top]
        if self.text:
            shown.append(self._text)
        if self.status:
            shown.append(self._status)
        if list(reversed(self.children)) != shown:
            self.clear_widgets()
            for part in shown:
                self.add_widget(part)
        self._top.size_hint_y = 1.4 if len(shown) > 1 else 1
        self._text.size_hint_y = 1.2
        self._status.size_hint_y = 0.9
