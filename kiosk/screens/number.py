"""The number is the screen: its people ahead, what to do now, where the paper comes out."""

from __future__ import annotations

from collections.abc import Callable

from domain.addresses import follow_address
from domain.journey_send import can_send
from domain.journey_state import Machine, Paper, Sending, Visit
from domain.journey_words import Done, SendTouched
from domain.places import Side
from kiosk.screens.fact import Fact
from kiosk.screens.machine_screen import MachineScreen, put
from kiosk.screens.sides import Sides
from kiosk.screens.where import ARROWS, where
from kiosk.wait_words import standing
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.language import _, text_of
from kiosk.widgets.number import BigNumber
from kiosk.widgets.page import Page, Reading
from kiosk.widgets.panel import Column, Row
from kiosk.widgets.qr import QrCode
from kiosk.widgets.theme import Metrics
from kiosk.widgets.words import Words

__all__ = [
    "BigNumber",
    "Column",
    "Fact",
    "NumberScreen",
    "Page",
    "QrCode",
    "Reading",
    "Row",
    "Sides",
    "TextButton",
    "Words",
]


class NumberScreen(MachineScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.on("done", Done)
        self.on("send", SendTouched)
        self._send = self.ids.send.__self__
        self._beside, self._code = self.ids.beside, self.ids.code.__self__  # ids alone would let it go

    def fill(self, state: Machine) -> None:
        page, ids, given = self.ids.page, self.ids, state.visit.given
        if given is None:
            return
        card = state.card(given.queue)
        crowded = bool(page.trouble) and (self.m.low or not self.m.portrait)
        page.title = "" if self.m.elder or crowded else _("这是您的号码")  # the number says it
        ids.number.text, ids.number.whole = given.number, self.m.elder
        ids.queue.text = text_of(card.name) if card and not (crowded and self.m.elder and self.m.low) else ""
        ids.standing.text = standing(given.ahead, given.wait) or _("网络恢复后自动排队。")
        ids.wait.icon, ids.wait.text = "armchair", _wait(state.visit)
        ids.paper.icon, ids.paper.text, ids.paper.tone = _paper(state.visit, state.places.paper)
        lasting = self.m.elder and not page.trouble and self._has_room(state.visit)
        put(self._beside, self._code, shown=not self.m.elder or lasting)
        page.reading = 0.42 if lasting else 0.56
        ids.qr.data = follow_address(state.catalogue, given.ticket, given.key) if state.catalogue else ""
        ids.scan.text = _("扫码看排队") if ids.qr.data else ""
        roomy = self.m.language == "zh_CN"
        ids.wait.style = ids.paper.style = "button" if roomy else "body"
        ids.standing.style = "button" if roomy or self.m.portrait else "body"  # in one line, under a large number
        ids.done.text, ids.send.text = _("好的"), _("发到手机")
        put(ids.ways, self._send, shown=can_send(state))

    def _has_room(self, visit: Visit) -> bool:
        """Large words need the code's room, and it is on the paper; without paper it stays where the page is tall."""
        return visit.paper is Paper.FAILED and self.m.portrait and not self.m.low

    def left(self) -> None:
        for name in ("number", "queue", "standing"):
            self.ids[name].text = ""
        self.ids.qr.data = ""


def _wait(visit: Visit) -> str:
    if visit.phone:
        return _("请到休息区等候。叫到您时，大屏幕会显示，也会发短信。大厅不广播。")
    return _("请到休息区等候。叫到您时，大屏幕会显示。大厅不广播。")


def _paper(visit: Visit, side: Side) -> tuple[str, str, str]:
    match visit.paper:
        case _ if visit.sending is Sending.SENT:
            return "device-mobile", _("号码已发到您的手机，号码有效。"), "text"
        case _ if visit.sending is Sending.FAILED:
            return "camera", _("短信没有发出。请拍照或记下号码，号码有效。"), "stress"
        case Paper.PRINTING:
            return "printer", _("正在打印号票，请稍等。"), "text"
        case Paper.PRINTED:
            return ARROWS[side], _("请取走{where}的号票。").format(where=where(side)), "text"
        case Paper.FAILED:
            return "camera", _("号票没有打印出来。请拍照或记下号码，号码有效。"), "stress"
    return "camera", _("请拍照或记下号码。"), "text"
