"""您今天的号还没办完 — the open number of this person: print it again, cancel it, or go and wait."""

from __future__ import annotations

from collections.abc import Callable

from domain.flow import DoneTouched
from domain.number_machine.inputs import CancelTouched, ReprintTouched
from domain.number_machine.paper import COPIES_LIMIT
from domain.number_machine.state import Given, Paper
from domain.views.ticket import TicketState
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.number_machine.machine_screen import MachineScreen, put
from kiosk.widgets.buttons import Buttons, TextButton
from kiosk.widgets.number import BigNumber
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.theme import Metrics
from program.speech import Speaker
from program.wait_words import wait_line

__all__ = ["BigNumber", "Buttons", "ExistingScreen", "Paragraph", "Reading", "ScreenPage", "TextButton"]


class ExistingScreen(MachineScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.on("reprint", ReprintTouched)
        self.on("cancel", CancelTouched)
        self.on("done", DoneTouched)
        self._ways, self._buttons = self.ids.ways.__self__, (self.ids.reprint.__self__, self.ids.cancel.__self__)

    def fill(self, moment: MachineNow) -> None:
        state = moment.state
        page, ids, given, visit = self.ids.page, self.ids, state.visit.given, state.visit
        if given is None:
            return
        card = state.card(given.queue)
        page.title = self.say("您今天的号还没办完")
        for button in self._buttons:  # a person who scanned a ticket has its paper, and it may be somebody else's
            put(self._ways, button, shown=not visit.looked_up)
        ids.number.text, ids.number.whole = given.number, self.m.elder
        crowded = self.m.elder and (self.m.low or not self.m.portrait)
        ids.queue.text = self.say(card.name) if card and not crowded else ""
        ids.standing.text = _where(self.say, given)
        ids.reprint.text = {
            Paper.PRINTING: self.say("正在打印…"),
            Paper.PRINTED: self.say("号票已打印"),
            Paper.FAILED: self.say("没打印出来，再试"),
        }.get(visit.paper, self.say("补打号票"))
        ids.reprint.usable = state.has_printer and visit.paper is not Paper.PRINTING and visit.copies < COPIES_LIMIT
        ids.cancel.text = self.say("取消这个号")
        ids.cancel.usable = given.state is TicketState.WAITING
        ids.done.text = self.say("知道了，去等候")

    def left(self) -> None:
        for name in ("number", "queue", "standing"):
            self.ids[name].text = ""


def _where(say: Speaker, given: Given) -> str:
    """The state of the number: it waits, or where to go."""
    match given.state:
        case TicketState.CALLED | TicketState.SERVING if given.windows:
            return say("已叫到您，请到 {window} 号窗口。", window=given.windows[0])
        case TicketState.CALLED | TicketState.SERVING:
            return say("已叫到您，请看大屏幕。")
        case TicketState.HELD:
            return say("已暂存，请回原窗口继续办理。")
        case TicketState.NO_SHOW:
            return say("已过号，请到咨询台。")
    return wait_line(say, given.ahead, given.wait)
