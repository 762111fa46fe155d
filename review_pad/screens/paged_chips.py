"""Things to touch several of, in pages as large as the place allows; the last cell leads on when there are more."""

from __future__ import annotations

from typing import Any

from kivy.properties import NumericProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.panel import Grid


class PagedChips(Grid):
    """`show([(key, word, chosen), …], group)`: another `group` begins at the first page. `on_choose(key)`."""

    more = StringProperty("")
    lines = NumericProperty(2)  # lines of text a chip has room for
    __events__ = ("on_choose",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._chips: list[tuple[str, str, bool]] = []
        self._group: object = None
        self._page = 0
        self._buttons: list[TextButton] = []
        for name in ("more", "lines"):
            self.fbind(name, self.dress_soon)

    def on_choose(self, key: str) -> None:
        """A chip was touched."""

    def show(self, chips: list[tuple[str, str, bool]], group: object = None) -> None:
        if group != self._group:
            self._group, self._page = group, 0
        if chips != self._chips:
            self._chips = chips
        self.dress_soon()

    def dress(self) -> None:
        super().dress()
        m = self.m
        high = max(m.target, round(m.body * 1.34 * self.lines) + m.s(2))
        rows = max(1, int((self.height + self.spacing[1]) // (high + self.spacing[1])))
        room = rows * self.cols
        whole = len(self._chips) <= room
        each = room if whole else max(1, room - 1)
        pages = -(-len(self._chips) // each) if self._chips else 1
        self._page %= pages
        shown = self._chips[self._page * each : (self._page + 1) * each]
        self._fill(room)
        for at, button in enumerate(self._buttons):
            self._put(button, shown[at] if at < len(shown) else None)
        if not whole:
            last = self._buttons[-1]
            last.opacity, last.usable, last.kind, last.icon = 1, True, "quiet", "chevron-right"
            last.text, last.key = f"{self.more} {self._page + 1}/{pages}", None

    def _put(self, button: Any, chip: tuple[str, str, bool] | None) -> None:
        button.opacity, button.usable = (1, True) if chip else (0, False)
        button.text, button.icon = (chip[1] if chip else ""), ("check" if chip and chip[2] else "")
        button.kind = "chosen" if chip and chip[2] else "card"
        button.key = chip[0] if chip else None

    def _fill(self, count: int) -> None:
        while len(self._buttons) < count:
            button = TextButton(style="body", size_hint_y=1)
            button.key = None
            button.fbind("on_press", self._pressed)
            self._buttons.append(button)
            self.add_widget(button)
        while len(self._buttons) > count:
            self.remove_widget(self._buttons.pop())

    def _pressed(self, button: Widget) -> None:
        if button.key is None:
            self._page += 1
            self.dress_soon()
        else:
            self.dispatch("on_choose", button.key)
