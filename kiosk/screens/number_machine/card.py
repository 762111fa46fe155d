"""请把卡放在读卡区 — where the card or code goes, that it is being read, and what cannot be used now."""

from __future__ import annotations

from collections.abc import Callable

from domain.flow import BackTouched
from kiosk.screens.number_machine.fact import Fact
from kiosk.screens.number_machine.layout import Sign, place_picture
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.number_machine.machine_screen import MachineScreen
from kiosk.screens.number_machine.phrases import (
    ARROWS,
    cannot_be_used,
    reads_cards,
    reads_codes,
    show_what,
    where,
    without_any,
)
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.on_reader import OnReader
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.theme import Metrics

__all__ = ["CardScreen", "Fact", "OnReader", "Reading", "ScreenPage", "Sign", "TextButton"]


class CardScreen(MachineScreen):
    """For taking a number by card, and for checking in or collecting by card or scanned code."""

    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.on("other", BackTouched)
        self._picture, self._sign = self.ids.picture.__self__, self.ids.sign.__self__

    def fill(self, moment: MachineNow) -> None:
        state = moment.state
        page, ids, places = self.ids.page, self.ids, state.places
        cards, codes = reads_cards(state), reads_codes(state)
        page.title, page.hint = show_what(self.say, state), cannot_be_used(self.say, state)
        ids.picture.what = "card" if cards else "code" if codes else ""
        ids.picture.side = places.cards if cards else places.scanner
        shown, other = (self._picture, self._sign) if cards or codes else (self._sign, self._picture)
        if other.parent is not None:
            other.parent.remove_widget(other)
        place_picture(page, shown, ids.sentences.__self__, ids.air.__self__)
        ids.where.icon = ARROWS[places.cards] if cards else "headset"
        lay = self.say("把卡平放在{where}的读卡区，等屏幕变化再拿开。") if cards else ""
        nothing = "" if cards or codes else self.say("请到咨询台，工作人员会帮您。")
        ids.where.text = lay.format(where=where(self.say, places.cards)) or nothing
        ids.scan.icon = "qrcode"
        hold = self.say("请把码对准{where}的扫码窗。") if codes else ""
        ids.scan.text = hold.format(where=where(self.say, places.scanner))
        ids.other.text = without_any(self.say, state)
