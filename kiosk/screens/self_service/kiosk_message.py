"""The base of screens with a message and at most two buttons."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.screens.number_machine.fact import Fact
from kiosk.screens.number_machine.layout import Sign
from kiosk.screens.number_machine.message_body import MessageBody
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
    """Subclasses give the content in `message`; they have no kv of their own."""

    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self._body = MessageBody(self)
        self.on("main", lambda: self._body.main)
        self.on("other", lambda: self._body.other)

    def message(self, moment: KioskNow) -> MessageTexts:
        raise NotImplementedError

    def fill(self, moment: KioskNow) -> None:
        self._body.show(self.message(moment))

    def left(self) -> None:
        self._body.clear()
