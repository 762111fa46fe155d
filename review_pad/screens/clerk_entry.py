"""What lies over the right part of the clerk's screen where something is typed: twelve keys, and letters of numbers."""

from __future__ import annotations

from typing import Any

from domain.pad.clerk_panels import NUMBERS, KeyTouched, PanelLeft, PrefixTouched, letters, number
from domain.pad.clerk_state import ClerkPanel, ClerkState
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.keypad import Entry, Keypad
from kiosk.widgets.paged_chips import PagedChips, Pager
from kiosk.widgets.panel import ColumnBox, RowBox
from kiosk.widgets.paragraph import Paragraph
from review_pad.screens.clerk_panels import top_line


class ClerkEntry(ColumnBox):
    """Twelve keys: for a number whose paper is wanted again, for whom to call while the window is paused, for a PIN.

    `on_intent(intent)`; `key(key)` and `letter(letter)` are called by a keyboard.
    """

    __events__ = ("on_intent",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=6, **kwargs)
        self._prefixes: tuple[str, ...] = ()
        self.ends_with_enter = False
        self._title = Paragraph(bold=True)
        self._leave = TextButton(style="body", icon="arrow-left", size_hint_x=None, size_hint_y=1)
        self._leave.fbind("on_press", lambda *_a: self.dispatch("on_intent", PanelLeft()))
        self._more = Pager(size_hint_x=None, size_hint_y=1)
        self._top = RowBox(gap_step=4, size_hint_y=None)
        for part in (self._title, self._more, self._leave):
            self._top.add_widget(part)
        self._entry = Entry(groups=[], size_hint_x=0.8)
        self._letters = PagedChips(columns=8, size_hint_y=None)
        self._letters.fbind("on_choose", lambda _w, key: self.dispatch("on_intent", PrefixTouched(key)))
        self._letters.fbind("pages", self._more.setter("pages"))
        self._more.fbind("on_press", lambda *_a: self._letters.turn())
        self._more.fbind("opacity", self.dress_soon)
        self._line = RowBox(gap_step=6, size_hint_y=None)
        self._line.add_widget(self._entry)
        self._line.add_widget(self._letters)
        self._pad = Keypad(flat=True)
        self._pad.fbind("on_key", lambda _w, key: self.key(key))
        for part in (self._top, self._line, self._pad):
            self.add_widget(part)

    def on_intent(self, intent: object) -> None:
        """Something was touched."""

    def _asked(self, state: ClerkState) -> str:
        if state.panel is ClerkPanel.NUMBER:
            return self.say("补打哪个号？")
        if state.panel is ClerkPanel.WHICH:
            return self.say("改哪个号？")
        if state.panel is ClerkPanel.CONTACT:
            return self.say("可以打哪个电话找到您？")
        cards = state.known.catalogue.clerks if state.known.catalogue else ()
        name = next((self.say(card.name) for card in cards if card.id == state.draft.clerk), "")
        return self.say("{name}，请输入密码", name=name)

    def key(self, key: str) -> None:
        self.dispatch("on_intent", KeyTouched(key))

    def letter(self, letter: str) -> None:
        if letter in self._prefixes:
            self.dispatch("on_intent", PrefixTouched(letter))

    def dress(self) -> None:
        super().dress()
        m = self.m
        self.spacing = m.s(4 if m.elder else 6)
        self._top.height = m.target
        top_line(self._title, self._leave, self._more)
        self._line.height = self._letters.height = self._entry.height

    def show(self, state: ClerkState) -> None:
        printing = state.panel in NUMBERS
        secret = self.ends_with_enter = state.panel is ClerkPanel.PIN
        self._title.text = self._asked(state)
        self._leave.text = self.say("返回 Esc")
        self._more.word = self.say("更多")
        typed = state.draft.prefix + state.draft.typed if printing else state.draft.typed
        self._entry.digits = number(state) if printing and state.draft.offered else typed
        if secret:  # as many dots as digits, and never the digits
            self._entry.digits = "●" * len(state.draft.pin)
        self._entry.placeholder = self.say("4 到 12 位数字") if secret else self.say("不留电话")
        self._prefixes = letters(state) if printing else ()
        self._letters.show([(one, one, one == state.draft.prefix) for one in self._prefixes], state.panel)
        if printing != (self._letters.parent is not None):
            if printing:
                self._line.add_widget(self._letters)
            else:
                self._line.remove_widget(self._letters)
        self.dress_soon()
