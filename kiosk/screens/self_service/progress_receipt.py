"""受理号 — letters and digits, or the code on the receipt held under the scanner."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.progress import ReceiptKey, ReceiptTyped
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.letters import Letters, TypedLine
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.panel import Stack
from kiosk.widgets.theme import Metrics

__all__ = ["Letters", "ProgressReceiptScreen", "ScreenPage", "Stack", "TextButton", "TypedLine"]

SEEN, FEWER = 22, 13
"""How many of the last characters are shown: people type at the end of a long number."""


class ProgressReceiptScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.letters.fbind("on_key", lambda _keys, key: self.touch(ReceiptKey(key)))
        self.on("done", ReceiptTyped)

    def fill(self, moment: KioskNow) -> None:
        state, ids = moment.business, self.ids
        scarce = self.m.elder and self.m.low and not self.m.portrait  # the line itself says what it is
        ids.page.title = "" if scarce else self.say("受理单上的号码")
        scans = moment.state.machine.scanner
        ids.page.hint = (
            self.say("也可以把受理单上的码放到扫码口。")
            if scans and not self.m.low and (self.m.portrait or not self.m.elder)
            else ""
        )
        room = FEWER if self.m.elder else SEEN
        ids.typed.typed = state.receipt if len(state.receipt) <= room else "…" + state.receipt[-room:]
        if scarce and state.receipt:
            ids.typed.typed = self.say("受理号 {code}", code=ids.typed.typed)
        ids.typed.placeholder = self.say("受理号")
        ids.done.text, ids.done.usable = self.say("下一步"), bool(state.receipt)

    def left(self) -> None:
        self.ids.typed.typed = ""
