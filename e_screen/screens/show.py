"""Over the board, between calls and at rest: a page of content, under it the newest call, or the hours of today."""

from __future__ import annotations

from collections.abc import Callable

from e_screen.board import EScreenState
from e_screen.screens.hall import band_words, sentences, window_words
from e_screen.screens.page_view import PageView
from kiosk.widgets.head import Mark
from kiosk.widgets.panel import Surface
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.theme import Metrics

STRIP = 1.5
"""Height of the strips above and below, as a part of the font size."""


def strip_height(m: Metrics) -> int:
    """Height of a strip in pixels; on an upright screen it has two lines."""
    return round(m.small * STRIP * (2 if m.portrait else 1)) + m.s(3)


def page_room(m: Metrics) -> tuple[float, float]:
    """Width and height of the page between the strips."""
    return float(m.width - 2 * m.margin), float(m.height - 2 * strip_height(m) - 2 * m.s(8))


class ShowScreen(TerminalScreen):
    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self._mark = Mark()
        self._hall = Paragraph(style="small", bold=True, leading=0.8)
        self._clock = Paragraph(style="small", bold=True, one_line=True, halign="right")
        self._page = PageView()
        self._ground = Surface(ground="stress", round_step=0)
        self._foot = Paragraph(style="small", bold=True, tone="on_action", halign="center", leading=0.9)
        for part in (self._mark, self._hall, self._clock, self._page, self._ground, self._foot):
            part.size_hint = (None, None)
            self.add_widget(part)

    def render(self, state: EScreenState) -> None:
        self._hall.text = self.say(state.catalogue.name) if state.catalogue else ""
        self._clock.text = "" if self.m.portrait else state.clock
        self._page.show(state.show.current, state.show.picture)
        newest = state.newest
        before, after = window_words(self.say)
        called = f"{newest.number} → {before} {newest.window_number} {after}" if newest else ""
        words = band_words(self.say, state) or " ".join(called.split()) or next(iter(sentences(self.say, state)), "")
        self._foot.text = words
        self._ground.ground = "stress" if words else "ground"
        self.dress_soon()

    def dress(self) -> None:
        m, strip = self.m, strip_height(self.m)
        side = round(m.small * 1.1)
        clock = 0 if m.portrait else round(m.small * 3)  # on an upright screen the hall's name takes all the room
        bottom = self.top - strip
        self._mark.ground, self._mark.pane = "mark", "ground"
        self._mark.size, self._mark.pos = (side, side), (self.x + m.margin, round(bottom + (strip - side) / 2))
        self._clock.size, self._clock.pos = (clock, strip), (self.right - m.margin - clock, bottom)
        self._hall.pos = (self._mark.right + m.s(3), bottom)
        self._hall.size = (max(0, self._clock.x - m.s(3) - self._hall.x), strip)
        wide, high = page_room(m)
        self._page.size, self._page.pos = (wide, high), (self.x + m.margin, self.y + strip + m.s(8))
        self._ground.size, self._ground.pos = (self.width, strip), self.pos
        self._foot.size, self._foot.pos = (self.width - 2 * m.margin, strip), (self.x + m.margin, self.y)

    def left(self) -> None:
        self._page.show(None, None)
