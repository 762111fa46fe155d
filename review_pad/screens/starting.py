"""The screen until the first snapshot of this window has come."""

from __future__ import annotations

from typing import Any

from domain.pad.clerk_state import ClerkState
from kiosk.widgets.icon import Icon
from kiosk.widgets.page import Reading
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.screen import TerminalScreen
from review_pad.screens.labels import hall_name
from review_pad.screens.pad_page import PadPage

__all__ = ["Icon", "PadPage", "Paragraph", "Reading", "StartingScreen"]


class StartingScreen(TerminalScreen):
    kv = __file__

    def render(self, state: Any) -> None:
        self.ids.page.hall, self.ids.page.clerk = hall_name(self.say, state.known), isinstance(state, ClerkState)
        self.ids.words.text = self.say("正在连接大厅")
        self.ids.advice.text = self.say("如有急事，请找大厅工作人员。")
