"""A long text in pages: headings and paragraphs, as much on a page as fits, nothing cut off and nothing smaller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kiosk.widgets.page_bar import PageBar
from kiosk.widgets.paragraph import LINE, Paragraph, lines_of
from kiosk.widgets.theme import Metrics
from kiosk.widgets.themed import Themed


@dataclass(frozen=True, slots=True)
class SheetBlock:
    """A paragraph or, with `heading`, a heading. `quiet`: a side remark. `of_above`: it says something of the block
    above, and is on one page with it."""

    text: str
    heading: bool = False
    quiet: bool = False
    of_above: bool = False


WHOLE_LINES = 3
"""A paragraph of up to so many lines is not divided."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A block, or as many of its lines as fit, on a page: `top` from the upper edge, `height` in pixels."""

    block: SheetBlock
    top: float
    height: float


def laid_out(blocks: Sequence[SheetBlock], m: Metrics, width: float, height: float) -> list[list[Laid]]:
    """The pages. A heading is on the same page as the text after it, and a block with all that is said of it; a long
    paragraph may continue on the next page. What is higher than a page is divided all the same."""
    pages: list[list[Laid]] = [[]]
    used = 0.0
    for at, block in enumerate(blocks):
        px = _px(block, m)
        line = px * LINE
        lines = lines_of(block.text, width, px, bold=block.heading)
        gap = 0.0 if not pages[-1] else float(m.s(8) if block.heading else m.s(3))
        alone = not pages[-1] or pages[-1][-1].block.heading  # a heading is not left without its text
        if not alone and used + gap + _together(blocks, at, m, width, height) > height + 1:
            pages.append([])
            used, gap = 0.0, 0.0
        while lines:
            room = int((height - used - gap + 1) // line)
            if room < 1 and pages[-1]:
                pages.append([])
                used, gap = 0.0, 0.0
                continue
            part, lines = lines[: max(1, room)], lines[max(1, room) :]
            tall = line * len(part)
            pages[-1].append(Laid(replace(block, text="\n".join(part)), used + gap, tall))
            used += gap + tall
            gap = 0.0
    return pages


def _together(blocks: Sequence[SheetBlock], at: int, m: Metrics, width: float, height: float) -> float:
    """Height in pixels of what must not be divided from the block at `at` on; 0: it may be divided itself."""
    block, after = blocks[at], at + 1
    tall = _tall(block, m, width)
    while after < len(blocks) and blocks[after].of_above:
        tall += m.s(3) + _tall(blocks[after], m, width)
        after += 1
    if block.heading and after == at + 1 and after < len(blocks):
        follows = max(m.body * LINE, _together(blocks, after, m, width, height - tall - m.s(3)))
        return tall + m.s(3) + follows
    long = after == at + 1 and not block.heading and tall > WHOLE_LINES * m.body * LINE + 1
    return 0.0 if long or block.of_above or tall > height + 1 else tall


def _tall(block: SheetBlock, m: Metrics, width: float) -> float:
    px = _px(block, m)
    return px * LINE * len(lines_of(block.text, width, px, bold=block.heading))


def _px(block: SheetBlock, m: Metrics) -> int:
    return int(m.button if block.heading else m.body)


class Sheets(Themed):
    """`show` the blocks. A new text begins at its first page; the same text stays on its present page.

    `turned_by`: the page bar, which is placed within reach; nothing here can be touched.
    """

    def __init__(self, **kwargs: Any) -> None:
        self._blocks: tuple[SheetBlock, ...] = ()
        self._page = 0
        self._lines: list[Paragraph] = []
        self._bar: PageBar | None = None
        super().__init__(**kwargs)

    def turned_by(self, bar: PageBar) -> None:
        self._bar = bar
        bar.fbind("on_turn", lambda _bar, step: self._turn(step))

    def show(self, blocks: Sequence[SheetBlock]) -> None:
        new = tuple(block for block in blocks if block.text)
        if new != self._blocks:
            self._blocks, self._page = new, 0
            self.dress_soon()

    def clear(self) -> None:
        """Show nothing, and keep no text."""
        self.show(())

    def _turn(self, step: int) -> None:
        self._page += step
        self.dress_soon()

    def dress(self) -> None:
        if self.width < 2 or self.height < 2:
            return
        pages = laid_out(self._blocks, self.m, float(self.width), float(self.height))
        self._page = max(0, min(self._page, len(pages) - 1))
        shown = pages[self._page]
        while len(self._lines) < len(shown):
            self._lines.append(Paragraph(size_hint=(None, None), valign="top"))
            self._lines[-1].paged = True
            self.add_widget(self._lines[-1])
        while len(self._lines) > len(shown):
            self.remove_widget(self._lines.pop())
        for words, laid in zip(self._lines, shown, strict=True):
            block = laid.block
            words.style, words.bold = "button" if block.heading else "body", block.heading
            words.tone = "second" if block.quiet else "text"
            words.size = (self.width, round(laid.height))
            words.pos = (self.x, round(self.top - laid.top - laid.height))
            words.text = block.text
        if self._bar is not None and self._blocks:
            self._bar.show(self._page, len(pages))
