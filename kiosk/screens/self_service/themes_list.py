"""一件事 — an event of life, and everything that belongs to it."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.content.themes import ThemeChosen, ThemeSearchOpened, themes_of
from domain.views.business_names import BusinessName
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.screens.self_service.search_card import SEARCH, search_card
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.theme import Metrics

__all__ = ["Choices", "ScreenPage", "ThemesListScreen"]


class ThemesListScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.choices.fbind(
            "on_choose", lambda _choices, key: self.touch(ThemeSearchOpened() if key == SEARCH else ThemeChosen(key))
        )

    def fill(self, moment: KioskNow) -> None:
        self.ids.page.title = self.say("您遇到了什么事？")
        self.ids.choices.show(
            [
                ChoiceData(key=name, title=self.say(theme.name), icon=theme.icon, text=self.say(theme.summary))
                for name, theme in themes_of(moment.moment).items()
            ],
            always=search_card(self.say, there=BusinessName.GUIDES in moment.moment.offered),
        )
