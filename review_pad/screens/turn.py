"""Whose turn it is: the number that is called, or served now, with a small card of the clerk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from domain.pad.review import CitizenPage, CitizenState, page
from kiosk.widgets.number import BigNumber
from kiosk.widgets.page import Reading
from kiosk.widgets.panel import ColumnBox, RowBox
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.theme import Metrics
from review_pad.screens.labels import away_warning, hall_name, window_label
from review_pad.screens.pad_page import PadPage
from review_pad.screens.portrait import ClerkPortrait

__all__ = ["BigNumber", "ClerkPortrait", "ColumnBox", "PadPage", "Paragraph", "Reading", "RowBox", "TurnScreen"]


class TurnScreen(TerminalScreen):
    """`portrait`: finds the file of a portrait by its name; None while this pad does not have it."""

    kv = __file__

    def __init__(
        self,
        m: Metrics,
        touch: Callable[[object], None],
        *,
        portrait: Callable[[str], Path | None] = lambda _name: None,
    ) -> None:
        self._portrait = portrait
        super().__init__(m, touch)

    def portrait_size(self, m: Metrics) -> tuple[float, float]:
        """Size of the portrait on the small card; in elder mode the layout decides."""
        return m.width * 0.13, m.width * 0.13 * 4 / 3

    def render(self, state: CitizenState) -> None:
        known, ids = state.known, self.ids
        ids.page.hall, ids.page.warning = hall_name(self.say, known), away_warning(self.say, known)
        window = known.window
        if window is None or window.ticket is None:
            return
        called = page(state) is CitizenPage.CALLED
        where = self.say("请到 {window}", window=window_label(self.say, known)) if called else self.say("正在为您服务")
        ids.page.title = "" if state.look.elder and ids.page.warning else where  # the number first: both have no room
        ids.number.text = window.ticket.number
        ids.number.tone = "mark" if called else "text"
        clerk = window.clerk
        if clerk is not None:
            found = self._portrait(clerk.portrait)
            ids.portrait.source, ids.portrait.stamp = str(found or ""), known.pictures
            ids.name.text = self.say(clerk.name)
            ids.post.text = "" if state.look.elder else self.say(clerk.post)
            ids.badge.text = "" if state.look.elder else self.say("工号 {number}", number=clerk.number)
