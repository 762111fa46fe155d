"""The entries of one shelf: subjects, kinds of people, offices."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.content.browsing import Shelf, entries, items_under
from domain.self_service.content.guides_state import EntryChosen
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.theme import Metrics
from program.speech import later

__all__ = ["Choices", "GuidesEntriesScreen", "ScreenPage"]

TITLES = {
    Shelf.GROUP: later("办哪类事？"),
    Shelf.AUDIENCE: later("您是哪类人？"),
    Shelf.DEPARTMENT: later("哪个部门的事？"),
}


class GuidesEntriesScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.choices.fbind("on_choose", lambda _choices, key: self.touch(EntryChosen(key)))

    def fill(self, moment: KioskNow) -> None:
        shelf, known = moment.business.shelf, moment.moment
        self.ids.page.title = self.say(TITLES[shelf])
        self.ids.choices.show(
            [
                ChoiceData(
                    key=entry.id,
                    title=self.say(entry.name),
                    icon=entry.icon,
                    status=self.say.count("{n} 件事", len(items_under(known, shelf, entry.id))),
                )
                for entry in entries(known, shelf)
            ]
        )
