"""政务公开 — the categories of documents that a hall publishes."""

from __future__ import annotations

from collections.abc import Callable

from domain.content.documents import OpenCategory
from domain.self_service.content.open_documents import CategoryChosen, OpenSearchOpened, categories, documents
from domain.views.business_names import BusinessName
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.screens.self_service.search_card import SEARCH, search_card
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.theme import Metrics
from program.speech import later

__all__ = ["Choices", "OpenCategoriesScreen", "ScreenPage"]

CATEGORIES: dict[OpenCategory, tuple[str, str]] = {
    OpenCategory.LAW: (later("法律法规"), "gavel"),
    OpenCategory.ITEMS: (later("事项清单"), "list"),
    OpenCategory.GUIDES: (later("办事指南"), "book"),
    OpenCategory.PROGRESS: (later("办理进度和结果"), "history"),
    OpenCategory.POLICY: (later("政策文件"), "file-text"),
    OpenCategory.INTEREST: (later("群众关心的事"), "heart"),
    OpenCategory.DUTY: (later("职责和纪律"), "id-badge"),
    OpenCategory.COMPLAINT: (later("投诉和建议"), "speakerphone"),
    OpenCategory.OTHER: (later("其他公开"), "folder"),
}


class OpenCategoriesScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.choices.fbind("on_choose", lambda _choices, key: self._chosen(key))

    def _chosen(self, key: str) -> None:
        self.touch(OpenSearchOpened() if key == SEARCH else CategoryChosen(OpenCategory(key)))

    def fill(self, moment: KioskNow) -> None:
        known = moment.moment
        self.ids.page.title = self.say("政务公开")
        self.ids.choices.show(
            [
                ChoiceData(
                    key=one.value,
                    title=self.say(CATEGORIES[one][0]),
                    icon=CATEGORIES[one][1],
                    status=self.say.count("{n} 份", len(documents(known, one))),
                )
                for one in categories(known)
            ],
            always=search_card(self.say, there=BusinessName.GUIDES in known.offered),
        )
