"""The open documents of one category, newest first."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.content.open_documents import DocumentChosen, documents
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.screens.self_service.open_categories import CATEGORIES
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.theme import Metrics

__all__ = ["Choices", "OpenDocumentsScreen", "ScreenPage"]


class OpenDocumentsScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.choices.fbind("on_choose", lambda _choices, key: self.touch(DocumentChosen(key)))

    def fill(self, moment: KioskNow) -> None:
        category = moment.business.category
        self.ids.page.title = self.say(CATEGORIES[category][0]) if category is not None else ""
        self.ids.choices.show(
            [
                ChoiceData(
                    key=name,
                    title=self.say(one.title),
                    status=f"{self.say(one.issuer)} · {one.issued.isoformat()}",
                )
                for name, one in documents(moment.moment, category).items()
            ]
        )
