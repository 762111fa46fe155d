"""Twelve keys over the right part: a number whose paper is wanted again, or whom to call while the window is paused."""

from __future__ import annotations

from typing import Any

from domain.pad_desk import ClerkPanel, ClerkState
from domain.pad_panels import KeyTouched, PanelLeft, PrefixTouched, number, prefixes
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.keypad import Entry, Keypad
from kiosk.widgets.panel import Column, Row
from kiosk.widgets.paragraph import Words
from review_pad.screens.paged_chips import PagedChips
from review_pad.screens.pager import Pager
from review_pad.screens.panel_top import top_line


class DeskEntry(Column):
    """`on_intent(intent)`; `key(key)` and `letter(letter)` are keys of a keyboard."""

    __events__ = ("on_intent",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=6, **kwargs)
        self._prefixes: tuple[str, ...] = ()
        self._title = Words(bold=True)
        self._leave = TextButton(style="body", icon="arrow-left", size_hint_x=None, size_hint_y=1)
        self._leave.fbind("on_press", lambda *_a: self.dispatch("on_intent", PanelLeft()))
        self._more = Pager(size_hint_x=None, size_hint_y=1)
        self._top = Row(gap_step=4, size_hint_y=None)
        for part in (self._title, self._more, self._leave):
            self._top.add_widget(part)
        self._entry = Entry(groups=[], size_hint_x=0.8)
        self._letters = PagedChips(columns=8, size_hint_y=None)
        self._letters.fbind("on_choose", lambda _w, key: self.dispatch("on_intent", PrefixTouched(key)))
        self._letters.fbind("pages", self._more.setter("pages"))
        self._more.fbind("on_press", lambda *_a: self._letters.turn())
        self._more.fbind("opacity", self.dress_soon)
        self._line = Row(gap_step=6, size_hint_y=None)
        self._line.add_widget(self._entry)
        self._line.add_widget(self._letters)
        self._pad = Keypad(flat=True)
        self._pad.fbind("on_key", lambda _w, key: self.key(key))
        for part in (self._top, self._line, self._pad):
            self.add_widget(part)

    def on_intent(self, intent: object) -> None:
        """Something was touched."""

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
        printing = state.panel is ClerkPanel.NUMBER
        self._title.text = self.say("补打哪个号？") if printing else self.say("可以打哪个电话找到您？")
        self._leave.text = self.say("返回 Esc")
        self._more.word = self.say("更多")
        typed = state.draft.prefix + state.draft.typed if printing else state.draft.typed
        self._entry.digits = number(state) if printing and state.draft.offered else typed
        self._entry.placeholder = self.say("不留电话")
        self._prefixes = tuple(card.prefix for card in prefixes(state)) if printing else ()
        self._letters.show([(one, one, one == state.draft.prefix) for one in self._prefixes], state.panel)
        if printing != (self._letters.parent is not None):
            self._line.add_widget(self._letters) if printing else self._line.remove_widget(self._letters)
        self.dress_soon()
