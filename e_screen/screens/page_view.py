"""A page of content on an e-screen: a title, and under it rows, or a picture with its caption."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from e_screen.screens.page_layout import GAP_STEP, LEADING, Columns, beside, fitting, name_height, shown_rows, tall
from e_screen.show_pages import ShowPage, ShowRow
from kiosk.widgets.figure import Figure
from kiosk.widgets.film import Film
from kiosk.widgets.paragraph import Paragraph, block_height
from kiosk.widgets.theme import Metrics
from kiosk.widgets.themed import Themed

TITLE = 1.35
"""Height of a line of the title, as a part of its font size."""


NOTHING = Columns(1, 1.0, 0.0, 0.0, 0.0)


def title_height(title: str, m: Metrics, width: float, px: int) -> int:
    """Height of the title: one line, or two if the title is long."""
    return max(round(px * TITLE), block_height(title, _title_width(m, width), px, bold=True, leading=LEADING))


def _title_width(m: Metrics, width: float) -> float:
    """Width of the title, beside which the number of the part stands."""
    return max(1.0, width - m.small * 3)


def rows_height(title: str, m: Metrics, width: float, height: float) -> float:
    """Height that a page has left for its rows."""
    return max(1.0, height - title_height(title, m, width, m.body) - m.s(6))


class PageView(Themed):
    def __init__(self, **kwargs: Any) -> None:
        self._page: ShowPage | None = None
        self._rows: list[_RowView] = []
        super().__init__(**kwargs)
        self._title = Paragraph(style="body", bold=True, tone="stress", leading=LEADING, valign="top")
        self._part = Paragraph(style="small", tone="second", one_line=True, halign="right", valign="top")
        self._figure = Figure(style="small")
        self._film = Film(style="small")
        for part in (self._title, self._part, self._figure, self._film):
            part.size_hint = (None, None)
            self.add_widget(part)

    def show(self, page: ShowPage | None, picture: bytes | None) -> None:
        """Show the page; None: nothing."""
        if page is not self._page:
            self._page = page
            self.dress_soon()
        moves = page is not None and bool(page.cues)
        self._film.show(picture if moves else None, page.cues if page is not None else ())
        self._figure.show(None if moves else picture, page.caption if page is not None and page.picture else "")

    def dress(self) -> None:
        page, m = self._page, self.m
        if page is None or self.width < 2 or self.height < 2:
            self._title.text = self._part.text = ""
            self._figure.size = self._film.size = (0, 0)
            self._fill((), NOTHING, 0)
            return
        px = m.small if page.picture else m.body  # the picture matters more than the name above it
        head = title_height(page.title, m, self.width, px)
        self._title.text, self._title.most = page.title, px
        self._title.size, self._title.pos = (_title_width(m, self.width), head), (self.x, self.top - head)
        self._part.text = f"{page.part}/{page.parts}" if page.parts > 1 else ""
        line = round(px * TITLE)
        self._part.size, self._part.pos = (round(m.small * 3), line), (self.right - round(m.small * 3), self.top - line)
        top = self.top - head - m.s(6)
        for part, shown in ((self._figure, page.picture and not page.cues), (self._film, page.cues)):
            part.size, part.pos = (self.width, max(0, top - self.y) if shown else 0), self.pos
        given = fitting(page.rows, m, self.width, top - self.y, grow=page.parts == 1)
        self._fill(shown_rows(page.rows, given), given, top)

    def _fill(self, rows: Sequence[ShowRow], given: Columns, top: float) -> None:
        while len(self._rows) < len(rows):
            self._rows.append(_RowView(size_hint=(None, None)))
            self.add_widget(self._rows[-1])
        while len(self._rows) > len(rows):
            self.remove_widget(self._rows.pop())
        for view, row in zip(self._rows, rows, strict=True):
            high = tall(row, given)
            view.size, view.pos = (self.width, high), (self.x, round(top - high))
            view.show(row, given)
            top -= high + self.m.s(GAP_STEP)


class _RowView(Themed):
    def __init__(self, **kwargs: Any) -> None:
        self._row, self._given = ShowRow(""), NOTHING
        super().__init__(**kwargs)
        self._left = Paragraph(style="small", leading=LEADING, valign="top")
        self._middle = Paragraph(style="small", leading=LEADING, valign="top")
        self._right = Paragraph(style="small", leading=LEADING, valign="top")
        for part in (self._left, self._middle, self._right):
            part.size_hint = (None, None)
            self.add_widget(part)

    def show(self, row: ShowRow, given: Columns) -> None:
        self._row, self._given = row, given
        self.dress_soon()

    def dress(self) -> None:
        row, given = self._row, self._given
        for words in (self._left, self._middle, self._right):
            words.most = given.px
        if given.stacked:
            self._stack(row, given)
            return
        at = float(self.x)
        parts = ((self._left, row.left, given.left), (self._middle, row.middle, given.middle),
                 (self._right, row.right, given.right))  # fmt: skip
        for words, text, wide in parts:
            words.text, words.bold = text, row.heading
            words.tone = "second" if row.heading and (row.middle or row.right) else "text"
            words.size, words.pos = (round(wide), self.height), (round(at), self.y)
            at += wide + given.air

    def _stack(self, row: ShowRow, given: Columns) -> None:
        """Place the name, and the other parts under it."""
        high = name_height(row, given)
        below = beside(row, given)
        self._left.text, self._left.bold, self._left.tone = row.left, row.heading or bool(below), "text"
        self._left.size, self._left.pos = (self.width, high), (self.x, self.top - high)
        self._middle.text, self._middle.bold, self._middle.tone = below, False, "second"
        self._middle.size, self._middle.pos = (self.width, max(0, self.height - high)), self.pos
        self._right.text = ""
