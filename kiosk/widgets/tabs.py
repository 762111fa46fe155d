"""Tabs: a row of buttons of which one is chosen, or several rows if large words need them.

With `most_rows`, tabs that do not fit are on further pages; the last button of each page turns to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kivy.properties import NumericProperty, StringProperty

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.panel import Grid
from kiosk.widgets.paragraph import font

MORE = "/more"


class Tabs(Grid):
    """`show` the (key, word) pairs and which one is chosen; `on_choose(key)` when another is touched.

    `more`: the word on the button that turns. The page with the chosen one is seen first.
    """

    most_rows = NumericProperty(0)
    more = StringProperty("")
    __events__ = ("on_choose",)

    def __init__(self, **kwargs: Any) -> None:
        self._tabs: tuple[tuple[str, str], ...] = ()
        self._chosen = ""
        self._buttons: dict[str, TextButton] = {}
        self._page: int | None = None  # None: that of the chosen one
        super().__init__(size_hint_y=None, **kwargs)
        self.fbind("most_rows", self.dress_soon)
        self.fbind("more", self.dress_soon)

    def on_choose(self, key: str) -> None:
        """A tab was touched."""

    def show(self, tabs: Sequence[tuple[str, str]], chosen: str) -> None:
        if (tuple(tabs), chosen) == (self._tabs, self._chosen):
            return
        self._tabs, self._chosen, self._page = tuple(tabs), chosen, None
        self.dress_soon()

    def _turn(self) -> None:
        self._page = (self._page or 0) + 1
        self.dress_soon()

    def dress(self) -> None:
        m, count = self.m, max(1, len(self._tabs))
        self.spacing = m.gap
        widest = max((font(bold=False).width(word) for _key, word in self._tabs), default=0) * m.body + 2 * m.s(2)
        fitting = max(1, int((self.width + m.gap) // (widest + m.gap))) if self.width > 2 else count
        rows = -(-count // min(count, fitting))
        shown = [*self._tabs]
        if 0 < self.most_rows < rows:
            rows = int(self.most_rows)
            shown = self._paged(max(2, rows * fitting))
            self.cols = max(1, fitting)
        else:
            self.cols = -(-count // rows)
        self._keep([key for key, _word in shown])
        line = max(m.target, round(m.body * 1.45) + m.s(4))
        self.height = rows * line + (rows - 1) * m.gap if shown else 0
        for key, word in shown:
            button = self._buttons[key]
            button.text = word
            button.kind = "chosen" if key == self._chosen else "quiet"

    def _paged(self, cells: int) -> list[tuple[str, str]]:
        """The tabs of the page that is seen, and the one that turns."""
        each = cells - 1
        pages = [list(self._tabs[at : at + each]) for at in range(0, len(self._tabs), each)]
        if self._page is None:
            keys = [key for key, _word in self._tabs]
            self._page = (keys.index(self._chosen) if self._chosen in keys else 0) // each
        self._page %= len(pages)
        return [*pages[self._page], (MORE, self.more)]

    def _keep(self, keys: list[str]) -> None:
        if list(self._buttons) == keys:
            return
        self.clear_widgets()
        self._buttons = {}
        for key in keys:
            button = TextButton(style="body", size_hint_y=1)
            button.fbind("on_press", lambda _button, key=key: self._touched(key))
            self._buttons[key] = button
            self.add_widget(button)

    def _touched(self, key: str) -> None:
        if key == MORE:
            self._turn()
        else:
            self.dispatch("on_choose", key)
