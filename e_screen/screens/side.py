"""The column beside the calls: sections of small rows under a title, shown page after page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kivy.properties import NumericProperty

from e_screen.screens.row import BoardRow, RowStack
from kiosk.widgets.paragraph import LINE, Paragraph, block_height, font

LEADING = 0.85
TIGHT = 1.25
"""Least height of a row, as a part of the font size."""

STRETCH = 1.6
"""How many times the height that it needs a row may have at most."""

TITLE = 1.3
"""Height of a title, as a part of the font size."""

BRIEF = 2
"""A page of at most this many lines stays one beat, a longer one two."""


@dataclass(frozen=True, slots=True)
class SideEntry:
    """The texts of one row: `left`, which may take two lines, `right`, and perhaps a `middle`."""

    left: str
    right: str
    middle: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one kind in one grid. `unit` stands above their right column."""

    title: str
    lines: tuple[SideEntry, ...]
    unit: str = ""


class SideRow(BoardRow):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._left = Paragraph(style="small")
        self._middle = Paragraph(style="small", halign="right")
        self._right = Paragraph(style="small", halign="right")
        self._aside = (0.0, 0.0)
        for part in (self._left, self._middle, self._right):
            part.leading = LEADING
            part.size_hint = (None, None)
            self.add_widget(part)

    def show(self, line: SideEntry, aside: tuple[float, float]) -> None:
        """`aside`: pixels of the middle and the right part."""
        self._left.text, self._middle.text, self._right.text = line.left, line.middle, line.right
        if aside != self._aside:
            self._aside = aside
            self.dress_soon()

    def dress(self) -> None:
        super().dress()
        inner, (middle, right) = self.m.s(4), self._aside
        left = max(0.0, self.width - 2 * inner - middle - right)
        at = self.x + inner
        for part, wide in ((self._left, left), (self._middle, middle), (self._right, right)):
            part.size, part.pos = (round(wide), self.height), (round(at), self.y)
            at += wide


class SideColumn(RowStack[SideRow]):
    """Shows the pages of each section in turn, then starts again; `beat` counts the steps."""

    beat = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        self._sections: tuple[Section, ...] = ()
        super().__init__(SideRow, **kwargs)
        self._title = Paragraph(style="small", tone="second", one_line=True, size_hint=(None, None))
        self._unit = Paragraph(style="small", tone="second", one_line=True, halign="right", size_hint=(None, None))
        self.add_widget(self._title)
        self.add_widget(self._unit)
        self.fbind("beat", self.dress_soon)

    def show(self, sections: Sequence[Section]) -> None:
        if tuple(sections) != self._sections:
            self._sections = tuple(sections)
            self.dress_soon()

    def dress(self) -> None:
        m, inner = self.m, self.m.s(4)
        title = round(m.small * TITLE)
        free = self.height - title
        beats = [
            (section, page)
            for section in (self._sections if self.width > 1 else ())
            for page in self._pages(section, free)
            for _ in range(1 if len(page) <= BRIEF else 2)
        ]
        section, shown = beats[int(self.beat) % len(beats)] if beats else (Section("", ()), [])
        self._title.text, self._unit.text = section.title, section.unit
        for words in (self._title, self._unit):
            words.size = (max(0, round(self.width - 2 * inner)), title)
            words.pos = (round(self.x + inner), round(self.top - title))
        aside = self._aside(section)
        needs = [self._need(line, aside) for line in shown]
        airy = min(STRETCH, free / sum(needs)) if needs else 1.0
        rows = self.stack([need * airy for need in needs], self.top - title)
        for row, line in zip(rows, shown, strict=True):
            row.show(line, aside)

    def _aside(self, section: Section) -> tuple[float, float]:
        """Pixels of the middle and the right part, with the space before them."""
        middles, rights = [line.middle for line in section.lines], [line.right for line in section.lines]
        return self._wide(middles), self._wide(rights)

    def _wide(self, texts: list[str]) -> float:
        measure = font(bold=False).width
        return max((measure(text) * self.m.small + self.m.s(6) for text in texts if text), default=0.0)

    def _need(self, line: SideEntry, aside: tuple[float, float]) -> float:
        """Height of a row: one line, or as many as its left part needs."""
        px = self.m.small
        wide = max(1.0, self.width - 2 * self.m.s(4) - sum(aside))
        tall = block_height(line.left, wide, px, leading=LEADING)
        return float(max(px * TIGHT, tall - px * (LINE * LEADING - TIGHT)))

    def _pages(self, section: Section, free: float) -> list[list[SideEntry]]:
        """The pages of a section, as equally filled as possible; none if it has no rows."""
        aside = self._aside(section)
        needs = [(line, self._need(line, aside)) for line in section.lines]
        whole = sum(need for _, need in needs)
        even = whole / max(1.0, -(-whole // max(1.0, free)))
        pages: list[list[SideEntry]] = []
        used = 0.0
        for line, need in needs:
            if not pages or used + need > free or used >= even:
                pages.append([])
                used = 0.0
            pages[-1].append(line)
            used += need
        return pages
