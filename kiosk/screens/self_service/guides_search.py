"""打字搜索 — letters for pinyin and initials, what is found while they are typed."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.content.browsing import row_of
from domain.self_service.content.guides_state import GuideChosen, LetterTouched
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.letters import Letters, TypedLine
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.panel import Stack
from kiosk.widgets.theme import Metrics

__all__ = ["Choices", "GuidesSearchScreen", "Letters", "Reading", "ScreenPage", "Stack", "TypedLine"]

SHOWN = 24
"""Of what is found: more than anybody turns pages for."""


class GuidesSearchScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.letters.fbind("on_key", lambda _keys, key: self.touch(LetterTouched(key)))
        self.ids.found.fbind("on_choose", lambda _choices, key: self.touch(GuideChosen(key)))

    def fill(self, moment: KioskNow) -> None:
        state, known = moment.business, moment.moment
        self.ids.page.title = self.say("搜索事情")
        crowded = self.m.elder and (self.m.low or not self.m.portrait)  # the best alone has room beside the keys
        self.ids.page.hint = self._hint(state.typed, len(state.found))
        self.ids.typed.typed = state.typed
        self.ids.typed.placeholder = self.say("例如 gaoling、gljt、yanglao")
        rows = [row for item in state.found[: 1 if crowded else SHOWN] if (row := row_of(known, item)) is not None]
        self.ids.found.show([ChoiceData(key=row.id, title=self.say(row.name)) for row in rows])

    def _hint(self, typed: str, found: int) -> str:
        if not typed:
            return self.say("打拼音或首字母，下面会出现事情的名字。")
        if not found:
            return self.say("没有找到。可以少打几个字母，或到咨询台问。")
        return self.say.count("找到 {n} 件", found)

    def left(self) -> None:
        self.ids.typed.typed = ""
