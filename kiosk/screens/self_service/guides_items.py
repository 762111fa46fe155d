"""The items of one subject, kind of people or office."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.content.browsing import entries, items_under
from domain.self_service.content.guides_state import GuideChosen
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.theme import Metrics

__all__ = ["Choices", "GuidesItemsScreen", "ScreenPage"]


class GuidesItemsScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.choices.fbind("on_choose", lambda _choices, key: self.touch(GuideChosen(key)))

    def fill(self, moment: KioskNow) -> None:
        state, known = moment.business, moment.moment
        names = {entry.id: entry.name for entry in entries(known, state.shelf)}
        self.ids.page.title = self.say(names.get(state.entry)) or self.say("办事指南")
        rows = items_under(known, state.shelf, state.entry)
        self.ids.choices.show([ChoiceData(key=row.id, title=self.say(row.name), plain=self.m.elder) for row in rows])
