"""预约码 — typed, or the code of the slip held under the scanner."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.booking.touches import BookingCodeKey, BookingCodeTyped
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.letters import Letters, TypedLine
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.panel import Stack
from kiosk.widgets.theme import Metrics

__all__ = ["BookingCodeScreen", "Letters", "ScreenPage", "Stack", "TextButton", "TypedLine"]

SEEN, FEWER = 22, 13
"""How many of the last characters are shown: people type at the end of a long code."""


class BookingCodeScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.letters.fbind("on_key", lambda _keys, key: self.touch(BookingCodeKey(key)))
        self.on("done", BookingCodeTyped)

    def fill(self, moment: KioskNow) -> None:
        code, ids = moment.business.code, self.ids
        scarce = self.m.elder and self.m.low and not self.m.portrait  # the line itself says what it is
        ids.page.title = "" if scarce else self.say("预约码")
        roomy = not self.m.low and (self.m.portrait or not self.m.elder)
        scans = moment.state.machine.scanner
        ids.page.hint = self.say("也可以把预约单上的码放到扫码口。") if scans and roomy else ""
        room = FEWER if self.m.elder else SEEN
        ids.typed.typed = code if len(code) <= room else "…" + code[-room:]
        ids.typed.placeholder = self.say("预约码")
        ids.done.text, ids.done.usable = self.say("查询"), bool(code)

    def left(self) -> None:
        self.ids.typed.typed = ""
