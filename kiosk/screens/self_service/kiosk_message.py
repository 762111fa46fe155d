"""A screen that says something and offers at most two ways on; its words are a subclass's."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.screens.number_machine.fact import Fact
from kiosk.screens.number_machine.layout import Sign, place_picture
from kiosk.screens.number_machine.machine_screen import put
from kiosk.screens.number_machine.message_texts import MessageTexts
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.panel import ColumnBox
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.theme import Metrics

__all__ = ["ColumnBox", "Fact", "KioskMessageScreen", "Paragraph", "Reading", "ScreenPage", "Sign", "TextButton"]


class KioskMessageScreen(KioskScreen):
    """Subclasses say what in `message`; they have no kv of their own."""

    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self._main: object = None
        self._other: object = None
        self.on("main", lambda: self._main)
        self.on("other", lambda: self._other)
        self._other_button = self.ids.other.__self__
        self._facts: list[Fact] = []

    def message(self, moment: KioskNow) -> MessageTexts:
        raise NotImplementedError

    def fill(self, moment: KioskNow) -> None:
        ids, message = self.ids, self.message(moment)
        ids.page.title = message.title
        ids.sign.sign = message.icon
        place_picture(ids.page, ids.sign.__self__, ids.sentences.__self__, ids.air.__self__)
        short = self.m.elder and (self.m.low or not self.m.portrait)  # of room, for large words
        facts = message.fewer if short and message.fewer else message.facts
        while len(self._facts) < len(facts):
            self._facts.append(Fact())
            ids.facts.add_widget(self._facts[-1])
        while len(self._facts) > len(facts):
            ids.facts.remove_widget(self._facts.pop())
        for fact, (icon, text) in zip(self._facts, facts, strict=True):
            fact.icon, fact.text, fact.style = icon, text, "button"
        ids.code.text = message.code
        ids.main.text, self._main = message.main
        put(ids.ways, self._other_button, shown=message.other is not None)
        ids.page.reading = 0.64 if self.m.elder and message.other is not None else 0.74
        if message.other is not None:
            ids.other.text, self._other = message.other

    def left(self) -> None:
        self.ids.page.title = self.ids.code.text = ""
        for fact in self._facts:
            fact.text = ""
