"""A large icon that says at a glance what a screen is about; it gives way where the words need the room."""

from __future__ import annotations

from kivy.properties import StringProperty

from kiosk.widgets.icon import Icon


class Sign(Icon):
    """`sign` is the icon's name; it is left out where it could not be at least as large as a title."""

    sign = StringProperty("")

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.fbind("sign", self.dress_soon)

    def dress(self) -> None:
        m = self.m
        side = min(round(m.title * 3), round(self.height * 0.9))
        self.name = self.sign if side >= m.title * 1.2 else ""
        self.px = max(side, 1)
        super().dress()
