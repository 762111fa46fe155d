"""打字搜索 — letters for pinyin and initials, or characters by hand; results appear from the first key on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from domain.number_machine.inputs import HelpTouched, SomewhereTouched
from domain.self_service.content.guides_state import FoundChosen, GuidesState, LetterTouched, MapWanted, ShelvesWanted
from domain.self_service.content.searching import LONGEST_TYPED, FoundKind, SearchHit, found_row
from domain.self_service.moment import KioskMoment
from domain.views.business_names import BusinessName
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.letters import TypedLine
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.panel import Stack
from kiosk.widgets.theme import Metrics
from kiosk.widgets.writing.word_board import WordBoard
from kiosk.writing.engines import Writing
from program.speech import later

__all__ = ["Choices", "GuidesSearchScreen", "Reading", "ScreenPage", "Stack", "TypedLine", "WordBoard"]

SHOWN = 24
"""How many results are shown; nobody turns pages for more."""

KINDS = {FoundKind.ITEM: "", FoundKind.THEME: later("一件事"), FoundKind.DOCUMENT: later("政务公开")}
ICONS = {FoundKind.ITEM: "book", FoundKind.THEME: "heart-handshake", FoundKind.DOCUMENT: "file-text"}
INSTEAD: dict[str, Callable[[], object]] = {"help": HelpTouched, "map": MapWanted, "shelves": ShelvesWanted}
"""Key of a card → the touch that it offers if nothing is found."""


class GuidesSearchScreen(KioskScreen):
    kv = __file__
    parts = ("writing",)

    def __init__(self, m: Metrics, touch: Callable[[object], None], writing: Writing | None = None) -> None:
        super().__init__(m, touch)
        board = self.ids.board
        board.begin(writing or Writing())
        board.fbind("on_key", lambda _board, key: self.touch(LetterTouched(key)))
        board.fbind("on_word", lambda _board, word: self.touch(LetterTouched(word)))
        board.fbind("on_writing", lambda _board: self.touch(SomewhereTouched()))
        self.ids.found.fbind("on_choose", lambda _choices, key: self._chosen(key))

    def _chosen(self, key: str) -> None:
        if key in INSTEAD:
            self.touch(INSTEAD[key]())
        else:
            kind, _, name = key.partition(":")
            self.touch(FoundChosen(SearchHit(FoundKind(kind), name)))

    def fill(self, moment: KioskNow) -> None:
        state, known, ids = moment.business, moment.moment, self.ids
        scarce = self.m.elder and not self.m.portrait  # the results need the space
        ids.page.foot_step = 4 if scarce else 8
        ids.page.title = "" if scarce else self.say("搜索事情")
        ids.page.hint = "" if scarce else self._hint(state.typed, len(state.found))
        ids.typed.typed = state.typed
        example = later("搜索：gaoling、gljt、养老") if scarce else later("例如 gaoling、gljt、养老")
        ids.typed.placeholder = self.say(example)
        ids.board.room = LONGEST_TYPED - len(state.typed)
        ids.found.show(self._instead(known) if state.typed and not state.found else self._found(state, known))

    def _found(self, state: GuidesState, known: KioskMoment) -> list[ChoiceData]:
        rows = [(found, row) for found in state.found[:SHOWN] if (row := found_row(known, found)) is not None]
        plain = self.m.elder
        return [
            ChoiceData(
                key=f"{found.kind}:{found.id}",
                title=self.say(row.name),
                icon=ICONS[found.kind] if not plain else "",
                status=self.say(KINDS[found.kind]) if KINDS[found.kind] and not plain else "",
                plain=plain,
            )
            for found, row in rows
        ]

    def _instead(self, known: KioskMoment) -> list[ChoiceData]:
        """The cards if nothing is found: call help, find the help desk, browse the shelves."""
        plan = BusinessName.MAP in known.offered
        card = partial(ChoiceData, plain=self.m.elder)
        return [
            card(key="help", title=self.say("没有找到？找人帮忙"), icon="headset"),
            *([card(key="map", title=self.say("看地图，去咨询台问"), icon="map-pin")] if plan else []),
            card(key="shelves", title=self.say("按分类找"), icon="list-details"),
        ]

    def _hint(self, typed: str, found: int) -> str:
        if not typed:
            return self.say("打拼音、首字母，或者手写，下面会出现要找的事。")
        if not found:
            return self.say("没有找到，可以试试：")
        return self.say.count("找到 {n} 件", found)

    def left(self) -> None:
        self.ids.typed.typed = ""
        self.ids.board.forget()
        self.ids.found.show([])
