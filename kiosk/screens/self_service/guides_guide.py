"""One guide: its sides as tabs, each in pages; take the notice along, take a number for it."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.content.browsing import queue_for
from domain.self_service.content.guides import parts
from domain.self_service.content.guides_state import GuidePart, GuidesState, NumberWanted, PartChosen
from kiosk.screens.number_machine.machine_screen import put
from kiosk.screens.self_service.guide_words import guide_blocks
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import Buttons, TextButton
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.sheets import Sheets
from kiosk.widgets.tabs import Tabs
from kiosk.widgets.theme import Metrics
from program.speech import later

__all__ = ["Buttons", "GuidesGuideScreen", "ScreenPage", "Sheets", "Tabs", "TextButton"]

PARTS = {
    GuidePart.BRIEF: later("概要"),
    GuidePart.MATERIALS: later("要带什么"),
    GuidePart.STEPS: later("怎么办"),
    GuidePart.PLAIN: later("白话版"),
    GuidePart.PICTURES: later("图例版"),
    GuidePart.MORE: later("依据和问答"),
    GuidePart.TAKE: later("带走"),
}


class GuidesGuideScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.parts.fbind("on_choose", lambda _tabs, key: self.touch(PartChosen(GuidePart(key))))
        self.on("number", NumberWanted)
        self._number = self.ids.number.__self__

    def fill(self, moment: KioskNow) -> None:
        state: GuidesState = moment.business
        known, ids, guide = moment.moment, self.ids, state.guide
        ids.page.title = self.say(guide.name) if guide is not None else self.say("办事指南")
        sides = parts(guide) if guide is not None else ()
        ids.parts.show([(part.value, self.say(PARTS[part])) for part in sides], state.part.value)
        ids.text.show(guide_blocks(self.say, state, known))
        card, _items = queue_for(known, (state.item,))
        put(ids.ways, self._number, shown=guide is not None and card is not None)
        ids.number.text = self.say("为这件事取号")
