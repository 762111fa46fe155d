"""What screens say of reader, scanner and printer: what may be shown to them, and what cannot be used now."""

from __future__ import annotations

from domain.journey_state import Machine, Place
from kiosk.widgets.language import _


def reads_cards(state: Machine) -> bool:
    """Whether a card laid on now leads on. A booking is looked up in the hall, a pick-up code is not."""
    return state.cards and (state.online or state.place is not Place.CHECK_IN)


def reads_codes(state: Machine) -> bool:
    """Whether this screen asks for a code."""
    return state.place is Place.CHECK_IN and state.scanner


def show_what(state: Machine) -> str:
    """The title of the screen that waits for a card or code."""
    cards, codes = reads_cards(state), reads_codes(state)
    if state.visit.reading:
        return _("正在读卡，请不要移开")
    if state.place is not Place.CHECK_IN:
        return _("请刷身份证或社保卡")
    if cards and codes:
        return _("请刷身份证，或扫预约码、取件码") if state.collects else _("请刷身份证，或扫预约码")
    if codes and state.collects:
        return _("请扫预约码或取件码") if state.online else _("请扫取件码")
    if codes:
        return _("请扫预约码")
    return _("请刷身份证签到") if cards else _("暂时不能刷卡和扫码")


def cannot_be_used(state: Machine) -> str:
    """What this machine has and cannot use now, on the check-in screen."""
    cards, codes = reads_cards(state), reads_codes(state)
    if state.place is not Place.CHECK_IN:
        return ""
    if not state.online:
        return _("网络暂时不通，预约请到咨询台签到。")
    if not cards and not codes:
        return ""  # the title says so
    if state.has_cards and not cards:
        return _("读卡器暂时不能用。")
    return _("扫码窗暂时不能用。") if state.has_scanner and not codes else ""


def without_any(state: Machine) -> str:
    """The way on of who has neither card nor code."""
    if state.place is not Place.CHECK_IN:
        return _("不刷卡，换个方式")
    return _("都没有，去取号") if state.collects else _("没有预约，去取号")


def show_at_home(state: Machine) -> str:
    """What can be shown to the machine without choosing a queue."""
    if state.collects:
        return _("已预约请签到，来取件请扫取件码") if state.online else _("来取件请扫取件码")
    return _("已预约？刷身份证或扫码签到") if state.scanner else _("已预约？刷身份证签到")


def no_paper(state: Machine) -> str:
    """Said beforehand, so that nobody waits at the slot."""
    fails = state.has_printer and not state.can_print
    return _("暂时打不出号票。号码照样有效，请拍照或记下。") if fails else ""
