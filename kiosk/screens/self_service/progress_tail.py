"""手机号后 4 位 — the last digits of the phone left with the case."""

from __future__ import annotations

from collections.abc import Callable

from domain.progress.views import TAIL_DIGITS
from domain.self_service.progress import TailKey, TailTyped
from kiosk.screens.number_machine.layout import Sides
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.keypad import Entry, Keypad
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.theme import Metrics

__all__ = ["Entry", "Keypad", "ProgressTailScreen", "Reading", "ScreenPage", "Sides", "TextButton"]


class ProgressTailScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.pad.fbind("on_key", lambda _pad, key: self.touch(TailKey(key)))
        self.on("done", TailTyped)

    def fill(self, moment: KioskNow) -> None:
        state, ids = moment.business, self.ids
        ids.page.title = self.say("手机号的后 4 位")
        ids.page.hint = "" if self.m.elder else self.say("办事时留的那个手机号。")
        ids.entry.digits, ids.entry.placeholder = state.tail, self.say("后 4 位")
        ids.page.reading = 0.3 if self.m.elder else 0.22
        ids.pad.flat = not self.m.portrait and (self.m.low or self.m.elder)
        ids.under.size_hint_y = 0.01 if self.m.low and self.m.portrait else 1  # near the keys
        ids.done.usable = len(state.tail) == TAIL_DIGITS
        ids.done.text = self.say("查询")

    def left(self) -> None:
        self.ids.entry.digits = ""
