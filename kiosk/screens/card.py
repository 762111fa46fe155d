"""请把卡放在读卡区 — where the card or code goes, that it is being read, and what cannot be used now."""

from __future__ import annotations

from collections.abc import Callable

from domain.journey_state import Machine, Place
from domain.journey_words import BackTouched
from kiosk.screens.fact import Fact
from kiosk.screens.machine_screen import MachineScreen
from kiosk.screens.where import ARROWS, where
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.drawing import OnReader
from kiosk.widgets.language import _
from kiosk.widgets.page import Page, Reading
from kiosk.widgets.theme import Metrics

__all__ = ["CardScreen", "Fact", "OnReader", "Page", "Reading", "TextButton"]


class CardScreen(MachineScreen):
    """For taking a number by card, and for checking in or collecting by card or scanned code."""

    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.on("other", BackTouched)

    def fill(self, state: Machine) -> None:
        page, ids = self.ids.page, self.ids
        checking_in, places = state.place is Place.CHECK_IN, state.places
        cards = state.cards and (state.online or not checking_in)  # a booking is looked up in the hall
        codes = checking_in and state.scanner
        page.title = _title(state, cards=cards, codes=codes)
        page.hint = _missing(state, cards=cards, codes=codes) if checking_in else ""
        ids.picture.what = "card" if cards else "code" if codes else ""
        ids.picture.side = places.cards if cards else places.scanner
        ids.where.icon = ARROWS[places.cards] if cards else "headset"
        lay = _("把卡平放在{where}的读卡区，等屏幕变化再拿开。") if cards else ""
        nothing = "" if cards or codes else _("请到咨询台，工作人员会帮您。")
        ids.where.text = lay.format(where=where(places.cards)) or nothing
        ids.scan.icon = "qrcode"
        hold = _("请把码对准{where}的扫码窗。") if codes else ""
        ids.scan.text = hold.format(where=where(places.scanner))
        ids.other.text = _other(state) if checking_in else _("不刷卡，换个方式")


def _title(state: Machine, *, cards: bool, codes: bool) -> str:
    if state.visit.reading:
        return _("正在读卡，请不要移开")
    if state.place is not Place.CHECK_IN:
        return _("请刷身份证或社保卡")
    if cards and codes:
        return _("请刷身份证，或扫预约码、取件码") if state.collects else _("请刷身份证，或扫预约码")
    if codes:
        bookings = state.online
        if state.collects:
            return _("请扫预约码或取件码") if bookings else _("请扫取件码")
        return _("请扫预约码")
    return _("请刷身份证签到") if cards else _("暂时不能刷卡和扫码")


def _missing(state: Machine, *, cards: bool, codes: bool) -> str:
    """What this machine has and cannot use now."""
    if not state.online:
        return _("网络暂时不通，预约请到咨询台签到。")
    if not cards and not codes:
        return ""
    if state.has_cards and not cards:
        return _("读卡器暂时不能用。")
    return _("扫码窗暂时不能用。") if state.has_scanner and not codes else ""


def _other(state: Machine) -> str:
    return _("都没有，去取号") if state.collects else _("没有预约，去取号")
