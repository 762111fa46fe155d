"""The list of calls in large rows: number left, window right. A list that is too long is shown in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from kivy.properties import NumericProperty

from domain.views.public import CallView
from e_screen.board import pages
from e_screen.screens.row import BoardRow, RowStack
from kiosk.widgets.paragraph import Paragraph, font
from kiosk.widgets.theme import CAPITAL

PITCH = 1.28
"""Least height of a row, as a multiple of the height of its capitals."""

STRETCH = 1.2
"""A row grows to at most so many times the height it needs."""


class WindowPhrase(NamedTuple):
    """The words before and after the number of a window. They are small, as people look for the number."""

    arrow: str = ""
    before: str = ""
    after: str = ""


SILENT = WindowPhrase()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """The calls to list, and how."""

    called: tuple[CallView, ...] = ()  # calls whose people have not come yet
    past: tuple[CallView, ...] = ()
    fresh: frozenset[int] = frozenset()  # seq of the marked ones
    full: WindowPhrase = SILENT
    short: WindowPhrase = SILENT  # used if the full words have no room
    numbers: tuple[str, ...] = ()  # the widest that can occur, so that columns do not move
    windows: tuple[str, ...] = ()  # the same for windows


class Aside(NamedTuple):
    """Pixels of what stands beside the number, the same for all rows."""

    arrow: float
    before: float
    window: float
    after: float


class CallRow(BoardRow):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.number = Paragraph(bold=True, one_line=True)
        self.arrow = Paragraph(bold=True, one_line=True, halign="right")
        self.before = Paragraph(style="small", bold=True, one_line=True, halign="right")
        self.window = Paragraph(bold=True, one_line=True, halign="right")
        self.after = Paragraph(style="small", bold=True, one_line=True, halign="right")
        self._parts = (self.number, self.arrow, self.before, self.window, self.after)
        self._aside = Aside(0, 0, 0, 0)
        for part in self._parts:
            part.leading = 0.85
            part.size_hint = (None, None)
            self.add_widget(part)

    def show(self, call: CallView, around: WindowPhrase, aside: Aside, *, fresh: bool) -> None:
        self.number.text, self.window.text = call.number, call.window_number
        self.arrow.text, self.before.text, self.after.text = around
        self.fresh = fresh
        for part in self._parts:
            part.tone = "stress" if fresh else "text"
        if aside != self._aside:
            self._aside = aside
            self.dress_soon()

    def dress(self) -> None:
        super().dress()
        m, inner = self.m, self.m.s(4)
        widths = (max(0.0, self.width - 2 * inner - sum(self._aside)), *self._aside)
        left = self.x + inner
        for part, wide in zip(self._parts, widths, strict=True):
            px = getattr(m, part.style)
            drop = (m.body - px) * CAPITAL / 2  # all stand on one line
            tall = round(px * 1.1)  # the air of a line of type may reach over the edges of the row
            part.size = (round(wide), tall)
            part.pos = (round(left), round(self.y + (self.height - tall) / 2 - drop))
            left += wide


class CallList(RowStack[CallRow]):
    """Shows one page a beat. Every open call is on one of the pages; earlier calls fill the last page."""

    beat = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        self._calls = Calls()
        super().__init__(CallRow, **kwargs)
        self.fbind("beat", self.dress_soon)

    def show(self, calls: Calls) -> None:
        if calls != self._calls:
            self._calls = calls
            self.dress_soon()

    @property
    def empty(self) -> bool:
        return not (self._calls.called or self._calls.past)

    @property
    def pitch(self) -> int:
        """Least height of a row in pixels."""
        return int(self.m.body * CAPITAL * PITCH) + 1

    def least_width(self) -> float:
        """Least width in pixels, with the short words."""
        return self._needs(self._calls.short)

    def dress(self) -> None:
        calls, fit = self._calls, max(1, int(self.height // self.pitch))
        turned = pages(calls.called, calls.past, fit)
        shown = turned[int(self.beat) % len(turned)] if turned and self.width > 1 else ()
        tall = min(self.height / fit, self.pitch * STRETCH)
        around = calls.full if self._needs(calls.full) <= self.width else calls.short
        aside = self._beside(around)
        for row, call in zip(self.stack([tall] * len(shown), self.top), shown, strict=True):
            row.show(call, around, aside, fresh=call.seq in calls.fresh)

    def _beside(self, around: WindowPhrase) -> Aside:
        m, bold = self.m, font(bold=True)
        air = m.s(3)
        windows = [call.window_number for call in (*self._calls.called, *self._calls.past)]
        return Aside(
            arrow=bold.width(around.arrow) * m.body,
            before=bold.width(around.before) * m.small + air,
            window=_widest([*windows, *self._calls.windows]) * m.body + air,
            after=bold.width(around.after) * m.small + (air if around.after else 0),
        )

    def _needs(self, around: WindowPhrase) -> float:
        numbers = [call.number for call in (*self._calls.called, *self._calls.past)]
        number = _widest([*numbers, *self._calls.numbers]) * self.m.body
        return float(number + self.m.s(6) + sum(self._beside(around)) + 2 * self.m.s(4))


def _widest(texts: list[str]) -> float:
    """Width of the widest text in ems."""
    return max((font(bold=True).width(text) for text in texts), default=0.0)
