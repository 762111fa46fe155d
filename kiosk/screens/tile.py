"""A picture and what it says: the words under it, or beside it where the tile lies."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from kiosk.widgets.panel import Stack
from kiosk.widgets.paragraph import Words

SHARE = 0.36
"""What a picture takes of the width of a lying tile."""


class Tile(Stack):
    """Holds one picture at a time. `lying`: the words stand right of it."""

    text = StringProperty("")
    style = StringProperty("body")
    tone = StringProperty("text")
    lying = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        self._picture: Any = None
        super().__init__(orientation="vertical", gap_step=4, **kwargs)
        self._words = Words(hug=True)
        self.add_widget(self._words)
        for name in ("text", "style", "tone", "lying"):
            self.fbind(name, self.dress_soon)

    def hold(self, picture: Any) -> None:
        if picture is self._picture:
            return
        if self._picture is not None:
            self.remove_widget(self._picture)
        self._picture = picture
        if picture.parent is not None:
            picture.parent.remove_widget(picture)
        self.add_widget(picture, index=len(self.children))
        self.dress_soon()

    def dress(self) -> None:
        words, picture = self._words, self._picture
        words.text, words.style, words.tone = self.text, self.style, self.tone
        self.orientation = "horizontal" if self.lying else "vertical"
        words.halign = "left" if self.lying else "center"
        words.hug, words.pos_hint = True, {"center_y": 0.5} if self.lying else {}
        if picture is not None:
            picture.size_hint_x = SHARE if self.lying else 1
        super().dress()
