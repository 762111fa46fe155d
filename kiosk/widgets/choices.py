"""Choices as cards in columns. What does not fit on one page goes on the next; nothing shrinks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kivy.properties import NumericProperty

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.card import ChoiceCard, ChoiceData, Shape
from kiosk.widgets.language import _
from kiosk.widgets.themed import Themed
from kiosk.widgets.words import Words


class Choices(Themed):
    """`show` the data; `on_choose(key)` when a card is touched.

    `columns` 0: two upright, three lying, one (two lying) in elder mode. `tallest`: a card grows to at most so many
    times the height it needs.
    """

    columns = NumericProperty(0)
    tallest = NumericProperty(1.7)
    __events__ = ("on_choose",)

    def __init__(self, **kwargs: Any) -> None:
        self._data: tuple[ChoiceData, ...] = ()
        self._cards: list[ChoiceCard] = []
        self._page = 0
        super().__init__(**kwargs)
        self._before = TextButton(icon="chevron-left", style="body", placed=True)
        self._after = TextButton(icon="chevron-right", style="body", placed=True, icon_side="right")
        self._where = Words(halign="center", one_line=True)
        self._before.fbind("on_press", lambda *_a: self._turn(-1))
        self._after.fbind("on_press", lambda *_a: self._turn(1))
        self.fbind("columns", self.dress_soon)

    def on_choose(self, key: str) -> None:
        """A card was touched."""

    def show(self, data: Sequence[ChoiceData]) -> None:
        """Show these; turning back to the first page if they are other choices than before."""
        new = tuple(data)
        if [card.key for card in new] != [card.key for card in self._data]:
            self._page = 0
        if new != self._data:
            self._data = new
            self.dress_soon()

    def _turn(self, step: int) -> None:
        self._page += step
        self.dress_soon()

    def _columns(self) -> int:
        m = self.m
        usual = (1 if m.elder else 2) if m.portrait else (2 if m.elder else 3)
        return max(1, min(int(self.columns) or usual, len(self._data)))

    def dress(self) -> None:
        if not self._data or self.width < 2 or self.height < 2:
            self._keep([])
            self._place_bar(Bar(0, 0, 0, 0), 1)
            return
        m, gap = self.m, self.m.gap
        columns = self._columns()
        total = -(-len(self._data) // columns)
        data, bar = self._data, Bar(0, 0, 0, 0)
        wide, need, rows = self._measure(data, columns, self.width, self.height)
        if rows < total and not m.elder:  # examples are dropped before a second page is needed
            bare = tuple(replace(one, text="") for one in data if one.status or not one.text)
            if len(bare) == len(data) and self._measure(bare, columns, self.width, self.height)[2] >= total:
                data = bare
                wide, need, rows = self._measure(data, columns, self.width, self.height)
        space = self.height
        if rows < total:
            bar = Bar.under(self) if m.portrait else Bar.beside(self)
            space -= bar.height + gap if m.portrait else 0
            wide, need, rows = self._measure(data, columns, self.width - (0 if m.portrait else bar.width + gap), space)
            if rows == 1 and need > space:
                data = tuple(replace(one, text="") for one in data)
                wide, need, rows = self._measure(data, columns, wide * columns + gap * (columns - 1), space)
        pages = -(-total // rows)
        self._page = max(0, min(self._page, pages - 1))
        shown = data[self._page * rows * columns : (self._page + 1) * rows * columns]
        lines = min(rows, total)
        tall = min((space - (lines - 1) * gap) / lines, max(need * self.tallest, m.tall))
        self._keep([*shown])
        for at, card in enumerate(self._cards):
            row, column = divmod(at, columns)
            card.size_hint, card.size = (None, None), (round(wide), round(tall))
            card.pos = (round(self.x + column * (wide + gap)), round(self.top - (row + 1) * tall - row * gap))
        self._place_bar(bar, pages)

    def _measure(
        self, data: tuple[ChoiceData, ...], columns: int, width: float, height: float
    ) -> tuple[float, float, int]:
        """Width of a card, the height the fullest one needs, and how many rows fit."""
        gap = self.m.gap
        wide = (width - (columns - 1) * gap) / columns
        need = max(self.m.target, *(Shape(self.m, wide, one).height for one in data))
        return wide, need, max(1, int((height + gap) // (need + gap)))

    def _keep(self, shown: list[ChoiceData]) -> None:
        """As many cards as are shown, used again from page to page."""
        while len(self._cards) < len(shown):
            card = ChoiceCard()
            card.fbind("on_press", self._chosen)
            self._cards.append(card)
            self.add_widget(card)
        while len(self._cards) > len(shown):
            self.remove_widget(self._cards.pop())
        for card, data in zip(self._cards, shown, strict=True):
            card.key = data.key
            card.show(data)

    def _chosen(self, card: ChoiceCard) -> None:
        self.dispatch("on_choose", card.key)

    def _place_bar(self, bar: Bar, pages: int) -> None:
        every = (self._before, self._where, self._after)
        parts = every if self.m.portrait else (self._before, self._after)
        for part in every:
            if part.parent is self and not (bar.height and part in parts):
                self.remove_widget(part)
        if not bar.height:
            return
        for part in parts:
            if part.parent is None:
                self.add_widget(part)
        self._before.text, self._after.text = _("上一页"), _("下一页")
        self._before.upright = self._after.upright = not self.m.portrait
        self._where.text = f"{self._page + 1} / {pages}"
        self._before.usable, self._after.usable = self._page > 0, self._page < pages - 1
        gap = self.m.gap
        for at, part in enumerate(parts):
            part.size_hint = (None, None)
            if self.m.portrait:
                where = bar.width * 0.16
                wide = (bar.width - where - 2 * gap) / 2
                part.size = (round(where if at == 1 else wide), bar.height)
                part.pos = (round(bar.x + (0, wide + gap, wide + where + 2 * gap)[at]), bar.y)
            else:
                tall = (bar.height - gap) / 2
                part.size, part.pos = (bar.width, round(tall)), (bar.x, round(bar.y + (1 - at) * (tall + gap)))


@dataclass(frozen=True, slots=True)
class Bar:
    """Where the page buttons stand: under the cards on an upright screen, beside them on a lying one."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def under(cls, choices: Choices) -> Bar:
        m = choices.m
        return cls(choices.x, choices.y, choices.width, max(m.target, round(m.body * 2)))

    @classmethod
    def beside(cls, choices: Choices) -> Bar:
        wide = max(choices.m.target, round(choices.m.body * 4.6))
        return cls(choices.right - wide, choices.y, wide, choices.height)
