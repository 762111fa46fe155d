"""更多 2/3: turns the page of chips; gone where there is one page."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty

from kiosk.widgets.buttons import TextButton


class Pager(TextButton):
    """`word` and `pages` ("2/3"; empty: nothing to turn)."""

    word = StringProperty("")
    pages = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(style="body", icon="chevron-right", **kwargs)
        for name in ("word", "pages"):
            self.fbind(name, self.dress_soon)

    def dress(self) -> None:
        self.text = f"{self.word} {self.pages}"
        self.opacity, self.usable = (1, True) if self.pages else (0, False)
        super().dress()
