"""The pad at rest: who sits at this window, their duty and promise (S4 5.8.3.3), and how to complain or review."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from domain.pad.review import CitizenState
from kiosk.widgets.page import Reading
from kiosk.widgets.panel import ColumnBox, Panel, RowBox
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.qr import QrCode
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.theme import Metrics
from review_pad.screens.labels import away_warning, badge, hall_name, hotline, review_link, window_label
from review_pad.screens.pad_page import PadPage
from review_pad.screens.portrait import ClerkPortrait

__all__ = [
    "ClerkCardScreen",
    "ClerkPortrait",
    "ColumnBox",
    "PadPage",
    "Panel",
    "Paragraph",
    "QrCode",
    "Reading",
    "RowBox",
]


class ClerkCardScreen(TerminalScreen):
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

    def render(self, state: CitizenState) -> None:
        known, ids = state.known, self.ids
        ids.page.hall, ids.page.warning = hall_name(self.say, known), away_warning(self.say, known)
        if known.window is None:
            return
        window = (
            window_label(self.say, known),
            self.say(known.window.name),
        )  # whoever sits here knows which hall it is
        ids.page.hall = " · ".join(part for part in window if part)
        clerk = known.window.clerk
        ids.page.title = f"{self.say(clerk.name)} · {self.say(clerk.post)}" if clerk else self.say(known.window.name)
        if clerk is not None:
            found = self._portrait(clerk.portrait)
            ids.portrait.source, ids.portrait.stamp = str(found or ""), known.pictures
            ids.badge.text = badge(self.say, clerk, brief=state.look.elder)
            ids.duty.text = "" if state.look.elder else self.say(clerk.duty)
            promise = self.say(clerk.promise)
            ids.promise.text = promise if state.look.elder else self.say("承诺：{promise}", promise=promise)
        link = review_link(known)
        ids.code.data = link
        ids.caption.text = self.say("扫码评价") if link and not state.look.elder else ""
        ids.hotline.text = self.say("监督电话\n{phone}", phone=hotline(known))
