"""正在取号… — what is happening, while it takes longer than 0.3 s."""

from __future__ import annotations

from domain.journey_state import Machine, Sending, Visit
from kiosk.screens.machine_screen import MachineScreen
from kiosk.widgets.busy import Busy
from kiosk.widgets.language import _
from kiosk.widgets.page import Page, Reading

__all__ = ["Busy", "Page", "Reading", "WaitingScreen"]


class WaitingScreen(MachineScreen):
    kv = __file__

    def fill(self, state: Machine) -> None:
        self.ids.page.title = _("请稍等")
        self.ids.busy.text = _doing(state.visit)


def _doing(visit: Visit) -> str:
    if visit.sending is Sending.ASKED:
        return _("正在发送…")
    if visit.looking_up:
        return _("正在查询…")
    return _("正在取消…") if visit.cancelling else _("正在取号…")
