"""您今天的号还没办完 — the open number of this person: print it again, cancel it, or go and wait."""

from __future__ import annotations

from collections.abc import Callable

from domain.journey_paper import COPIES_LIMIT
from domain.journey_state import Given, Machine, Paper
from domain.journey_words import CancelTouched, Done, ReprintTouched
from domain.views import TicketState
from kiosk.screens.machine_screen import MachineScreen, put
from kiosk.wait_words import standing
from kiosk.widgets.buttons import Buttons, TextButton
from kiosk.widgets.language import _, text_of
from kiosk.widgets.number import BigNumber
from kiosk.widgets.page import Page, Reading
from kiosk.widgets.theme import Metrics
from kiosk.widgets.words import Words

__all__ = ["BigNumber", "Buttons", "ExistingScreen", "Page", "Reading", "TextButton", "Words"]


class ExistingScreen(MachineScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.on("reprint", ReprintTouched)
        self.on("cancel", CancelTouched)
        self.on("done", Done)
        self._ways, self._buttons = self.ids.ways.__self__, (self.ids.reprint.__self__, self.ids.cancel.__self__)

    def fill(self, state: Machine) -> None:
        page, ids, given, visit = self.ids.page, self.ids, state.visit.given, state.visit
        if given is None:
            return
        card = state.card(given.queue)
        page.title = _("您今天的号还没办完")
        for button in self._buttons:  # of a ticket that was scanned the paper is there, and may be somebody else's
            put(self._ways, button, shown=not visit.looked_up)
        ids.number.text, ids.number.whole = given.number, self.m.elder
        crowded = self.m.elder and (self.m.low or not self.m.portrait)
        ids.queue.text = text_of(card.name) if card and not crowded else ""
        ids.standing.text = _where(given)
        ids.reprint.text = {
            Paper.PRINTING: _("正在打印…"),
            Paper.PRINTED: _("号票已打印"),
            Paper.FAILED: _("没打印出来，再试"),
        }.get(visit.paper, _("补打号票"))
        ids.reprint.usable = state.has_printer and visit.paper is not Paper.PRINTING and visit.copies < COPIES_LIMIT
        ids.cancel.text = _("取消这个号")
        ids.cancel.usable = given.state is TicketState.WAITING
        ids.done.text = _("知道了，去等候")

    def left(self) -> None:
        for name in ("number", "queue", "standing"):
            self.ids[name].text = ""


def _where(given: Given) -> str:
    """What became of the number: waiting, or where to go."""
    match given.state:
        case TicketState.CALLED | TicketState.SERVING if given.windows:
            return _("已叫到您，请到 {window} 号窗口。").format(window=given.windows[0])
        case TicketState.CALLED | TicketState.SERVING:
            return _("已叫到您，请看大屏幕。")
        case TicketState.HELD:
            return _("已暂存，请回原窗口继续办理。")
        case TicketState.NO_SHOW:
            return _("已过号，请到咨询台。")
    return standing(given.ahead, given.wait)
