"""Choices as cards in columns. Cards that do not fit on one page go on the next; nothing is made smaller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kivy.properties import NumericProperty

from kiosk.widgets.card import CardLayout, ChoiceCard, ChoiceData
from kiosk.widgets.page_bar import PageBar
from kiosk.widgets.themed import Themed

LEAST_WITH_ALWAYS = 3
"""If a page holds only this many cards, the `always` card is not repeated on every page."""

FEW = 3
"""Up to this many choices share one page in elder mode, if necessary without their second lines."""

NOTHING = ChoiceData(key="", title="")


class Choices(Themed):
    """`show` the data; `on_choose(key)` when a card is touched. `always`: a card that is the last of every page.

    `columns` 0: two upright, three lying, one (two lying) in elder mode. `tallest`: a card grows to at most so many
    times the height it needs. `most`: cards on a page, at most; 0: as many as fit.
    """

    columns = NumericProperty(0)
    tallest = NumericProperty(1.7)
    most = NumericProperty(0)
    __events__ = ("on_choose",)

    def __init__(self, **kwargs: Any) -> None:
        self._data: tuple[ChoiceData, ...] = ()
        self._always: tuple[ChoiceData, ...] = ()
        self._cards: list[ChoiceCard] = []
        self._spare: list[ChoiceCard] = []  # not shown now: a new one takes longer than a frame may
        self._page = 0
        super().__init__(**kwargs)
        self._bar = PageBar()
        self._bar.fbind("on_turn", lambda _bar, step: self._turn(step))
        self.add_widget(self._bar)
        self._outside: PageBar | None = None
        self.fbind("columns", self.dress_soon)

    def on_choose(self, key: str) -> None:
        """A card was touched."""

    def show(self, data: Sequence[ChoiceData], always: ChoiceData | None = None) -> None:
        """Show these choices, from the first page on if they differ from those before."""
        new, last = tuple(data), (always,) if always else ()
        if [card.key for card in new] != [card.key for card in self._data]:
            self._page = 0
        if (new, last) != (self._data, self._always):
            self._data, self._always = new, last
            self.dress_soon()

    def turned_by(self, bar: PageBar | None) -> None:
        """Let a bar elsewhere turn the pages, so that the cards have all the space here; None: use the own bar."""
        if bar is self._outside:
            return
        self._outside = bar
        if bar is not None:
            bar.fbind("on_turn", self._turned)
        self.dress_soon()

    def _turned(self, bar: PageBar, step: int) -> None:
        if bar is self._outside:
            self._turn(step)

    def _turn(self, step: int) -> None:
        self._page += step
        self.dress_soon()

    def _show_pages(self, pages: int) -> None:
        outside = self._outside
        if outside is not None:
            outside.show(self._page, pages)
        self._bar.show(self._page, 1 if outside is not None else pages)

    def _columns(self) -> int:
        m = self.m
        usual = (1 if m.elder else 2) if m.portrait else (2 if m.elder else 3)
        return max(1, min(int(self.columns) or usual, len(self._data) + len(self._always)))

    def dress(self) -> None:
        if not self._data or self.width < 2 or self.height < 2:
            self._keep([])
            self._show_pages(1)
            return
        plan, gap = self._plan(), self.m.gap
        pages = plan.paged()
        self._page = max(0, min(self._page, len(pages) - 1))
        self._keep(pages[self._page])
        lines = max(-(-len(page) // plan.columns) for page in pages)
        tall = min((plan.space - (lines - 1) * gap) / lines, max(plan.need * self.tallest, self.m.tall))
        for at, card in enumerate(self._cards):
            row, column = divmod(at, plan.columns)
            card.size_hint, card.size = (None, None), (round(plan.wide), round(tall))
            card.pos = (round(self.x + column * (plan.wide + gap)), round(self.top - (row + 1) * tall - row * gap))
        self._show_pages(len(pages))
        self._place_bar()

    def _plan(self) -> Plan:
        """The layout with the fewest pages.

        Examples are left out before a page is added, and columns before text is cut.
        """
        usual = self._columns()
        bare = tuple(replace(one, text="") if one.status else one for one in self._data)
        shortest = tuple(replace(one, text="") for one in self._data)
        variants = [self._data, bare, shortest]
        if self.m.elder:  # a few ways to choose from are seen together; of many, each keeps its words
            variants = [self._data, shortest] if len(shortest) <= FEW else [self._data]
        for data in dict.fromkeys(variants):  # without second lines they are all the same
            plan = self._measured(data, usual, paged=False)
            if len(plan.paged()) == 1 and plan.need <= plan.space:
                return plan
        paged = [
            self._measured(data, columns, paged=True)
            for columns in range(usual, 0, -1)
            for data in dict.fromkeys((self._data, bare, shortest))
        ]
        fitting = [plan for plan in paged if plan.need <= plan.space]
        return min(fitting, key=lambda plan: len(plan.paged()), default=paged[-1])

    def _measured(self, data: tuple[ChoiceData, ...], columns: int, *, paged: bool) -> Plan:
        m, gap = self.m, self.m.gap
        width, space = float(self.width), float(self.height)
        if self._outside is not None:
            pass
        elif paged and m.portrait:
            space -= self._bar.thickness() + gap
        elif paged:
            width -= self._bar.thickness() + gap
        wide = (width - (columns - 1) * gap) / columns
        need = max(m.target, *(CardLayout(m, wide, one).height for one in (*data, *self._always)))
        rows = max(1, int((space + gap) // (need + gap)))
        if self.most:
            rows = max(1, min(rows, int(self.most) // columns))
        return Plan(data, self._always, columns, wide, need, rows, space)

    def _keep(self, shown: list[ChoiceData]) -> None:
        """Keep exactly as many cards as are shown; they are used again on the next page."""
        while len(self._cards) < len(shown):
            card = self._spare.pop() if self._spare else self._made()
            self._cards.append(card)
            self.add_widget(card)
        while len(self._cards) > len(shown):
            card = self._cards.pop()
            self.remove_widget(card)
            card.key, card.pressed = "", False
            card.show(NOTHING)  # nobody's words stay on it
            self._spare.append(card)
        for card, data in zip(self._cards, shown, strict=True):
            card.key = data.key
            card.show(data)

    def _made(self) -> ChoiceCard:
        card = ChoiceCard()
        card.fbind("on_press", self._chosen)
        return card

    def _chosen(self, card: ChoiceCard) -> None:
        self.dispatch("on_choose", card.key)

    def _place_bar(self) -> None:
        thick = self._bar.thickness()
        self._bar.size_hint = (None, None)
        self._bar.size = (self.width, thick) if self.m.portrait else (thick, self.height)
        self._bar.pos = (self.x if self.m.portrait else self.right - thick, self.y)


@dataclass(frozen=True, slots=True)
class Plan:
    """How the cards are laid: what they say, in how many columns of what width, and how many rows fit `space`."""

    data: tuple[ChoiceData, ...]
    always: tuple[ChoiceData, ...]
    columns: int
    wide: float
    need: float  # height of the fullest card
    rows: int
    space: float

    def paged(self) -> list[list[ChoiceData]]:
        """The cards of each page. Where a page holds few, the `always` card stands on the last page only."""
        room = self.rows * self.columns
        kept = len(self.always) if room > LEAST_WITH_ALWAYS else 0
        data = self.data if kept else (*self.data, *self.always)
        each = room - kept
        pages = [list(data[at : at + each]) for at in range(0, len(data), each)]
        return [[*page, *self.always] for page in pages] if kept else pages
