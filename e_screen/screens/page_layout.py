"""The layout of a page's rows, and how many fit on it: used for making pages, and again for drawing them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from e_screen.show_pages import ShowRow
from kiosk.widgets.paragraph import LINE, block_height, font, lines_of
from kiosk.widgets.theme import Metrics

LEADING = 0.9
MIDDLE_PART, RIGHT_PART = 0.26, 0.24
"""The most of the width that the right columns have; longer texts wrap."""

GAP_STEP, COLUMN_STEP = 3, 5

LARGER = (2.0, 1.6, 1.3)
"""Type sizes to try if a page has room, as multiples of the smallest."""

NARROW = 24
"""Width in ems; on a narrower page term and charge stand under the name."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Pixels of the type and of a row's three parts, with the space before the right ones. If those have no width, all
    parts stand under one another."""

    px: int
    left: float
    middle: float
    right: float
    air: float
    label: str = ""  # label of the middle part if it stands under the name

    @property
    def stacked(self) -> bool:
        return not self.middle


def columns(rows: Sequence[ShowRow], m: Metrics, width: float, px: int) -> Columns:
    """The columns, as wide as the rows need; a text has one column."""
    air = float(m.s(COLUMN_STEP))
    if width < NARROW * px:
        return Columns(px, width, 0.0, 0.0, air, rows[0].middle if rows and rows[0].heading else "")

    def wide(texts: list[str], part: float) -> float:
        widest = max((font(bold=True).width(text) * px for text in texts if text), default=0.0)
        return min(widest + 1, width * part) if widest else 0.0

    middle, right = wide([row.middle for row in rows], MIDDLE_PART), wide([row.right for row in rows], RIGHT_PART)
    aside = sum(one + air for one in (middle, right) if one)
    return Columns(px, max(1.0, width - aside), middle, right, air)


def tall(row: ShowRow, given: Columns) -> int:
    """Height of a row in pixels."""
    if given.stacked:
        return name_height(row, given) + block_height(beside(row, given), given.left, given.px, leading=LEADING)
    parts = ((row.left, given.left), (row.middle, given.middle), (row.right, given.right))
    heights = [
        block_height(text, wide, given.px, bold=row.heading, leading=LEADING) for text, wide in parts if text and wide
    ]
    return max(heights, default=0)


def name_height(row: ShowRow, given: Columns) -> int:
    return block_height(row.left, given.left, given.px, bold=row.heading or bool(beside(row, given)), leading=LEADING)


def beside(row: ShowRow, given: Columns) -> str:
    """The text under the name if there is no room beside it."""
    return " · ".join(one for one in (f"{given.label} {row.middle}".strip() if row.middle else "", row.right) if one)


def shown_rows(rows: Sequence[ShowRow], given: Columns) -> Sequence[ShowRow]:
    """The rows to draw: without the head of the list if the columns stand under one another."""
    return rows[1:] if given.label else rows


def divided(rows: Sequence[ShowRow], m: Metrics, width: float, height: float) -> list[tuple[ShowRow, ...]]:
    """The rows of each page. A list's head is repeated and has its room on every page; a heading stays with what is
    under it; a paragraph may continue on the next page."""
    if not rows:
        return []
    given, gap = columns(rows, m, width, m.small), m.s(GAP_STEP)
    listed, rows = any(row.middle or row.right for row in rows), shown_rows(rows, given)
    head = tall(rows[0], given) + gap if listed and rows[0].heading else 0
    pages: list[list[ShowRow]] = [[]]
    used = 0.0
    for row in _apart(rows, given, height - head, listed=listed):
        needs = tall(row, given)
        under = round(m.small * LINE) + gap if row.heading and not listed else 0
        if pages[-1] and used + gap + needs + under > height:
            pages.append([])
            used = float(head - gap) if head else 0.0
        used += needs + (gap if pages[-1] or used else 0)
        pages[-1].append(row)
    return [tuple(page) for page in pages]


def fitting(rows: Sequence[ShowRow], m: Metrics, width: float, height: float, *, grow: bool) -> Columns:
    """The columns of a page's rows. `grow`: in the largest type that has room, since they are read from afar."""
    for part in LARGER if grow else ():
        given = columns(rows, m, width, round(m.small * part))
        if sum(tall(row, given) + m.s(GAP_STEP) for row in shown_rows(rows, given)) <= height:
            return given
    return columns(rows, m, width, m.small)


def _apart(rows: Sequence[ShowRow], given: Columns, height: float, *, listed: bool) -> list[ShowRow]:
    """The rows, with long paragraphs divided so that no part is taller than a third of a page. In a list, a name that
    is taller than a page continues on the next one."""
    line = given.px * LINE * LEADING
    found: list[ShowRow] = []
    for row in rows:
        if listed and tall(row, given) <= height:
            found.append(row)
            continue
        most = max(2, int(height // line) - 1) if listed else max(2, int(height / 3 // line))
        lines = lines_of(row.left, given.left, given.px, bold=row.heading or listed)
        parts = [replace(row, left="\n".join(lines[at : at + most])) for at in range(0, len(lines), most)]
        if listed:  # term and charge stand with the end of the name
            parts[:-1] = [replace(part, middle="", right="", heading=True) for part in parts[:-1]]
        found += parts
    return found
