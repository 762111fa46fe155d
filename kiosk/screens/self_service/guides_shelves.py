"""怎样找？ — by subject, by who one is, by office, or by typing a word."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.content.browsing import Shelf, shelves
from domain.self_service.content.guides_state import SearchOpened, ShelfChosen
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.screens.self_service.search_card import SEARCH
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.theme import Metrics
from program.speech import later

__all__ = ["Choices", "GuidesShelvesScreen", "ScreenPage"]

WORDS = {
    Shelf.GROUP: (later("按事情找"), "list-details", later("养老、生育、救助、医保等")),
    Shelf.AUDIENCE: (later("按我是谁找"), "users", later("老年人、残疾人、企业等")),
    Shelf.DEPARTMENT: (later("按部门找"), "building-bank", later("民政、人社、卫健等")),
}


class GuidesShelvesScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.shelves.fbind("on_choose", lambda _choices, key: self._chosen(key))

    def _chosen(self, key: str) -> None:
        self.touch(SearchOpened() if key == SEARCH else ShelfChosen(Shelf(key)))

    def fill(self, moment: KioskNow) -> None:
        self.ids.page.title = self.say("办什么事？")
        search = ChoiceData(
            key=SEARCH,
            title=self.say("打字搜索"),
            icon="file-search",
            text=self.say("拼音、首字母、手写、平常的叫法都行"),
            main=True,
        )
        others = [
            ChoiceData(key=shelf.value, title=self.say(name), icon=icon, text=self.say(about))
            for shelf in shelves(moment.moment)
            for name, icon, about in [WORDS[shelf]]
        ]
        self.ids.shelves.show([search, *others])
