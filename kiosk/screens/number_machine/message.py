"""A screen that says something and offers at most two ways on: every problem, cancelling, cancelled, help."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.screens.number_machine.fact import Fact
from kiosk.screens.number_machine.layout import Sign
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.number_machine.machine_screen import MachineScreen
from kiosk.screens.number_machine.message_body import MessageBody
from kiosk.screens.number_machine.message_words import message_of
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.panel import ColumnBox
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.theme import Metrics

__all__ = ["ColumnBox", "Fact", "MessageScreen", "Paragraph", "Reading", "ScreenPage", "Sign", "TextButton"]


class MessageScreen(MachineScreen):
    """Its texts come from `message_words.py`."""

    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self._body = MessageBody(self)
        self.on("main", lambda: self._body.main)
        self.on("other", lambda: self._body.other)

    def fill(self, moment: MachineNow) -> None:
        self._body.show(message_of(moment))

    def left(self) -> None:
        self._body.clear()
