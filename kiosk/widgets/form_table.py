"""A form as it is on paper: each field blank, and beside it how it looks filled in; in pages, nothing cut off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kiosk.widgets.page_bar import PageBar
from kiosk.widgets.panel import Panel
from kiosk.widgets.paragraph import LINE, Paragraph, lines_of
from kiosk.widgets.themed import Themed

FormRow = tuple[str, str]
"""The label of a field, and what stands in its sample; "": it has none."""


class FormTable(Themed):
    """`show` the rows; `turned_by` a page bar. `heads`: the words over the two columns."""

    def __init__(self, **kwargs: Any) -> None:
        self._rows: tuple[FormRow, ...] = ()
        self._heads = ("", "")
        self._page = 0
        self._bar: PageBar | None = None
        self._shown: list[tuple[Paragraph, Panel, Panel, Paragraph]] = []
        super().__init__(**kwargs)
        self._over = (Paragraph(tone="second", one_line=True), Paragraph(tone="second", one_line=True))
        for words in self._over:
            words.size_hint = (None, None)
            self.add_widget(words)

    def turned_by(self, bar: PageBar) -> None:
        self._bar = bar
        bar.fbind("on_turn", lambda _bar, step: self._turn(step))

    def show(self, rows: Sequence[FormRow], heads: tuple[str, str]) -> None:
        if (tuple(rows), heads) != (self._rows, self._heads):
            if [row[0] for row in rows] != [row[0] for row in self._rows]:
                self._page = 0
            self._rows, self._heads = tuple(rows), heads
            self.dress_soon()

    def _turn(self, step: int) -> None:
        self._page += step
        self.dress_soon()

    def dress(self) -> None:
        if self.width < 2 or self.height < 2:
            return
        line, gap = round(self.m.body * LINE), self.m.s(4)
        wide = (self.width - gap) / 2
        top = self.top - line
        for at, words in enumerate(self._over):
            words.text, words.size = self._heads[at], (wide, line)
            words.pos = (self.x + at * (wide + gap), top)
        heights = [self._height(row, wide, line) for row in self._rows]
        pages = self._pages(heights, self.height - line - gap)
        self._page = max(0, min(self._page, len(pages) - 1))
        page = pages[self._page]
        self._keep(len(page))
        top -= gap
        for (label, blank, filled, sample), at in zip(self._shown, page, strict=True):
            name, filled_in = self._rows[at]
            tall = heights[at]
            lines = line * len(lines_of(name, self.width, self.m.body, bold=True))
            label.text, label.size, label.pos = name, (self.width, lines), (self.x, top - lines)
            box = tall - lines - gap
            for side, panel in enumerate((blank, filled)):
                panel.size, panel.pos = (wide, box), (self.x + side * (wide + gap), top - tall + gap)
            sample.text = filled_in
            top -= tall
        if self._bar is not None:
            self._bar.show(self._page, len(pages))

    def _height(self, row: FormRow, wide: float, line: int) -> int:
        """Label, box, and the space after it."""
        m = self.m
        label = len(lines_of(row[0], self.width, m.body, bold=True))
        inner = wide - 2 * m.s(3)
        sample = max(1, len(lines_of(row[1], inner, m.body, bold=False)))
        return int(line * (label + sample) + 2 * m.s(2) + m.s(4))

    @staticmethod
    def _pages(heights: Sequence[int], room: float) -> list[list[int]]:
        pages: list[list[int]] = [[]]
        used = 0.0
        for at, tall in enumerate(heights):
            if pages[-1] and used + tall > room:
                pages.append([])
                used = 0.0
            pages[-1].append(at)
            used += tall
        return pages

    def _keep(self, count: int) -> None:
        while len(self._shown) < count:
            label = Paragraph(bold=True, size_hint=(None, None))
            panels = tuple(Panel(size_hint=(None, None), edge="line", ground="ground", round_step=2) for _ in range(2))
            sample = Paragraph()
            sample.paged = True
            panels[1].add_widget(sample)
            self._shown.append((label, panels[0], panels[1], sample))
            for part in (label, *panels):
                self.add_widget(part)
        while len(self._shown) > count:
            label, blank, filled, _sample = self._shown.pop()
            for part in (label, blank, filled):
                self.remove_widget(part)
        for _label, blank, filled, _sample in self._shown:
            blank.padding = filled.padding = [self.m.s(3), self.m.s(2)]
