"""Chips of which several may be chosen, in pages that fill their box, with a button that turns the pages."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from kiosk.typeface.wrap import pieces
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.panel import Grid
from kiosk.widgets.paragraph import block_height, font

Chip = tuple[str, str, bool]
"""Key, words, whether it is chosen."""


AIR = 0.9
"""Share of a block of lines that its ink needs: the rest is air above the first line and below the last."""

LEADING, CLOSE = 0.92, 0.72
TICKS = (1.25, 0.9, 0.55)
"""Sizes of the tick on a chosen chip, in font sizes; a smaller one is used where it lets more chips fit."""


class PagedChips(Grid):
    """`columns`: at most so many. `show(chips, group)`: another `group` begins at the first page. `close`: where
    room is short (elder mode, low position) lines and the tick stand close, for more chips on a page.

    `on_choose(key)`; `turn()` the page.

    `pages` is "2/3", or empty where all stand on one page.
    """

    pages = StringProperty("")
    close = BooleanProperty(False)
    __events__ = ("on_choose",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._chips: list[Chip] = []
        self._group: object = None
        self._page = 0
        self._buttons: list[TextButton] = []

    def on_choose(self, key: str) -> None:
        """A chip was touched."""

    def show(self, chips: list[Chip], group: object = None) -> None:
        if group != self._group:
            self._group, self._page = group, 0
        self._chips = chips
        self.dress_soon()

    def turn(self) -> None:
        self._page += 1
        self.dress_soon()

    def dress(self) -> None:
        super().dress()
        plans = [(*self._grid(tick), tick) for tick in (TICKS if self._closely else TICKS[:1])]
        self.cols, rows, tick = max(plans, key=lambda plan: plan[0] * plan[1])
        room = rows * self.cols
        count = max(1, -(-len(self._chips) // room))
        self._page %= count
        self.pages = f"{self._page + 1}/{count}" if count > 1 else ""
        shown = self._chips[self._page * room : (self._page + 1) * room]
        self._fill(room)
        for at, button in enumerate(self._buttons):
            button.leading, button.icon_scale, button.lies = self._leading, tick, True
            _put(button, shown[at] if at < len(shown) else None)

    @property
    def _leading(self) -> float:
        return CLOSE if self._closely else LEADING

    @property
    def _closely(self) -> bool:
        return bool(self.close and (self.m.elder or self.m.low))

    def _grid(self, tick: float) -> tuple[int, int]:
        """Columns and rows that take the most chips, each with its words whole; the fewest columns for one page."""
        m, gap = self.m, self.m.s(self.gap_step)
        best = (1, 1)
        for columns in range(1, int(self.columns or 1) + 1):
            inner = (self.width - gap * (columns - 1)) / columns - 2 * m.s(3) - round(m.body * tick) - m.s(2)
            if columns > 1 and inner < self._widest() * m.body:
                break
            blocks = (block_height(word, inner, m.body, leading=self._leading) for _, word, _ in self._chips)
            words = max(blocks, default=0)
            edges = 2 * m.stroke if m.look.contrast else 0  # broad ones, that words must not touch
            high = max(m.target, round(words * AIR) + m.s(4 if self._closely else 1) + edges)
            rows = max(1, int((self.height + gap) // (high + gap)))
            if rows * columns > best[0] * best[1] and (high <= self.height or columns == 1):
                best = (columns, rows)
        return best

    def _widest(self) -> float:
        """Width of the widest piece that cannot be broken, in font sizes."""
        width = font(bold=False).width
        return max((width(piece.text) for _, word, _ in self._chips for piece in pieces(word)), default=0)

    def _fill(self, count: int) -> None:
        while len(self._buttons) < count:
            button = TextButton(style="body", size_hint_y=1)
            button.key = ""
            button.fbind("on_press", self._pressed)
            self._buttons.append(button)
            self.add_widget(button)
        while len(self._buttons) > count:
            self.remove_widget(self._buttons.pop())

    def _pressed(self, button: Any) -> None:
        self.dispatch("on_choose", button.key)


def _put(button: Any, chip: Chip | None) -> None:
    key, words, chosen = chip or ("", "", False)
    button.opacity, button.usable = (1, True) if chip else (0, False)
    button.text, button.icon, button.key = words, "check" if chosen else "", key
    button.kind = "chosen" if chosen else "card"


class Pager(TextButton):
    """更多 2/3: turns the page of chips; hidden if there is only one page.

    `word` stands before `pages` ("2/3"; empty where there is nothing to turn).
    """

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
