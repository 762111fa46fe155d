"""写几句: whole sentences to touch, letters and digits where there is room for keys, or the citizen's own phone."""

from __future__ import annotations

from collections.abc import Callable

from kivy.properties import BooleanProperty

from domain.pad_review import (
    BackTouched,
    Citizen,
    ContinueTouched,
    EraseTouched,
    KeyTouched,
    PhraseTouched,
    SubmitTouched,
    chosen_level,
    comment_limit,
)
from domain.pad_words import phrases
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.language import _, text_of
from kiosk.widgets.page import Reading
from kiosk.widgets.panel import Column, Panel, Row
from kiosk.widgets.qr import QrCode
from kiosk.widgets.question import StillThere
from kiosk.widgets.screen import Screen
from kiosk.widgets.theme import Metrics
from kiosk.widgets.words import Words
from review_pad.screens.actions import Actions
from review_pad.screens.keyboard import Keyboard
from review_pad.screens.labels import hall_name, own_review_link
from review_pad.screens.pad_page import PadPage
from review_pad.screens.paged_chips import PagedChips
from review_pad.screens.pager import Pager
from review_pad.screens.tail_words import TailWords

__all__ = [
    "Actions",
    "Column",
    "Keyboard",
    "PadPage",
    "PagedChips",
    "Pager",
    "Panel",
    "QrCode",
    "Reading",
    "Row",
    "StillThere",
    "TailWords",
    "TextButton",
    "Words",
    "WriteScreen",
]


class WriteScreen(Screen):
    kv = __file__
    keys_shown = BooleanProperty(False)

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        self._keys = False
        self._session = ""
        self._state: Citizen | None = None
        super().__init__(m, touch)
        self._kept = [widget.__self__ for widget in self.ids.values()]  # ids alone do not keep what is taken out

    def render(self, state: Citizen) -> None:
        ids, review, level = self.ids, state.review, chosen_level(state)
        if review is None or level is None:
            return
        if review.session != self._session:
            self._session, self._keys = review.session, False
        self._state = state
        roomy = not (state.look.elder or state.look.low)
        self.keys_shown = self._keys and roomy
        self._show_keys(shown=self.keys_shown)
        ids.page.hall = hall_name(state.known)
        ids.text.text = review.comment or self._hint(state)
        ids.text.tone = "text" if review.comment else "second"
        ids.page.clock = f"{len(review.comment)}/{comment_limit(state)}"
        ids.erase.text, ids.erase.usable = _("删除"), bool(review.pieces)
        ids.still_there.seconds = review.left_s
        ids.submit.text = _("提交")
        ids.ways.text = _("句子") if self._keys else _("键盘")
        ids.ways.icon = "list" if self._keys else "keyboard"
        self._show(ids.ways, at_the_top=True, shown=roomy)
        self._show(ids.more, at_the_top=False, shown=not self.keys_shown)
        ids.keyboard.space = _("空格")
        ids.more.word = _("更多")
        bad = level.bad
        ids.sentences.show(
            [(str(at), text_of(phrase).strip(), False) for at, phrase in enumerate(phrases(bad=bad))],
            (review.session, bad),
        )
        ids.code.data = "" if self.keys_shown else own_review_link(state)
        ids.by_phone.text = _("扫码用手机写") if ids.code.data and not state.look.elder else ""

    def _hint(self, state: Citizen) -> str:
        if not state.look.elder:
            return _("点下面的句子。请不要写姓名和电话。")
        return _("点句子，或扫码用手机写。") if own_review_link(state) else _("点下面的句子。")

    def _show_keys(self, *, shown: bool) -> None:
        ids = self.ids
        wanted, other = (ids.keyboard, ids.sentences) if shown else (ids.sentences, ids.keyboard)
        if other.parent is not None:
            other.parent.remove_widget(other)
        if wanted.parent is None:
            ids.place.add_widget(wanted)

    def _show(self, button: TextButton, *, at_the_top: bool, shown: bool) -> None:
        """The way to the keys where there is room for them, and to more sentences where there are sentences."""
        actions = self.ids.actions
        if shown and button.parent is None:
            actions.add_widget(button, index=len(actions.children) if at_the_top else 2)
        elif not shown and button.parent is not None:
            actions.remove_widget(button)

    def foot(self, item: str) -> None:
        if item == "back":
            self.touch(BackTouched())
        else:
            super().foot(item)

    def open_keys(self, session: str) -> None:
        """Show this session's page with its keys."""
        self._session, self._keys = session, True

    def other_way(self) -> None:
        self._keys = not self._keys
        if self._state is not None:
            self.render(self._state)

    def key(self, char: str) -> None:
        self.touch(KeyTouched(char))

    def sentence(self, index: str) -> None:
        self.touch(PhraseTouched(int(index)))

    def erase(self) -> None:
        self.touch(EraseTouched())

    def go_on(self) -> None:
        self.touch(ContinueTouched())

    def submit(self) -> None:
        self.touch(SubmitTouched())
