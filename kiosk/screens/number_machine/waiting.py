"""正在取号… — what is happening, while it takes longer than 0.3 s."""

from __future__ import annotations

from domain.number_machine.state import Sending, Visit
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.number_machine.machine_screen import MachineScreen
from kiosk.widgets.busy import BusySign
from kiosk.widgets.page import Reading, ScreenPage
from program.speech import Speaker

__all__ = ["BusySign", "Reading", "ScreenPage", "WaitingScreen"]


class WaitingScreen(MachineScreen):
    kv = __file__

    def fill(self, moment: MachineNow) -> None:
        state = moment.state
        self.ids.page.title = self.say("请稍等")
        self.ids.busy.text = _doing(self.say, state.visit)


def _doing(say: Speaker, visit: Visit) -> str:
    if visit.sending is Sending.ASKED:
        return say("正在发送…")
    if visit.looking_up:
        return say("正在查询…")
    return say("正在取消…") if visit.cancelling else say("正在取号…")
