"""请把卡放在读卡区 — where the card goes, and that it is being read."""

from __future__ import annotations

from collections.abc import Callable

from domain.journey_state import Machine, Place
from domain.journey_words import BackTouched
from kiosk.screens.fact import Fact
from kiosk.screens.machine_screen import MachineScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.drawing import CardOnReader
from kiosk.widgets.language import _
from kiosk.widgets.page import Page, Reading
from kiosk.widgets.theme import Metrics

__all__ = ["CardOnReader", "CardScreen", "Fact", "Page", "Reading", "TextButton"]


class CardScreen(MachineScreen):
    """For taking a number by card, and for checking in by card or scanned code."""

    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.on("other", BackTouched)

    def fill(self, state: Machine) -> None:
        page, ids = self.ids.page, self.ids
        checking_in = state.place is Place.CHECK_IN
        if state.visit.reading:
            page.title = _("正在读卡，请不要移开")
        elif checking_in:
            page.title = _("请刷身份证，或扫预约码") if state.scanner else _("请刷身份证签到")
        else:
            page.title = _("请刷身份证或社保卡")
        ids.where.icon, ids.where.text = "arrow-down", _("把卡平放在屏幕下方的读卡区，等屏幕变化再拿开。")
        ids.scan.icon = "qrcode"
        ids.scan.text = _("预约码请对准屏幕下方的扫码窗。") if checking_in and state.scanner else ""
        ids.other.text = _("没有预约，去取号") if checking_in else _("不刷卡，换个方式")
