"""The body that all message screens share: a picture, sentences, and at most two buttons."""

from __future__ import annotations

from kiosk.screens.number_machine.fact import Fact
from kiosk.screens.number_machine.layout import place_picture
from kiosk.screens.number_machine.machine_screen import put
from kiosk.screens.number_machine.message_texts import MessageTexts
from kiosk.widgets.screen import TerminalScreen


class MessageBody:
    """Fills a screen whose kv has the ids `page`, `sentences`, `sign`, `facts`, `code`, `air`, `ways`, `main`, `other`.

    `main` and `other` are the intents of its two buttons now.
    """

    def __init__(self, screen: TerminalScreen) -> None:
        self._screen = screen
        self.main: object = None
        self.other: object = None
        self._other_button = screen.ids.other.__self__
        self._facts: list[Fact] = []

    def show(self, message: MessageTexts) -> None:
        """Show this message."""
        ids, m = self._screen.ids, self._screen.m
        ids.page.title = message.title
        ids.sign.sign = message.icon
        place_picture(ids.page, ids.sign.__self__, ids.sentences.__self__, ids.air.__self__)
        short = m.elder and (m.low or not m.portrait)  # little room for large words
        facts = message.fewer if short and message.fewer else message.facts
        while len(self._facts) < len(facts):
            self._facts.append(Fact())
            ids.facts.add_widget(self._facts[-1])
        while len(self._facts) > len(facts):
            ids.facts.remove_widget(self._facts.pop())
        for fact, (icon, text) in zip(self._facts, facts, strict=True):
            fact.icon, fact.text, fact.style = icon, text, "button"
        ids.code.text = message.code
        ids.main.text, self.main = message.main
        put(ids.ways, self._other_button, shown=message.other is not None, index=1)
        ids.page.reading = 0.64 if m.elder and message.other is not None else 0.74
        if message.other is not None:
            ids.other.text, self.other = message.other

    def clear(self) -> None:
        """Forget the message: the screen was left."""
        self._screen.ids.page.title = self._screen.ids.code.text = ""
        for fact in self._facts:
            fact.text = ""
