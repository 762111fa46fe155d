"""The number is the screen: its people ahead, what to do now, where the paper comes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from domain.addresses import follow_address
from domain.flow import DoneTouched
from domain.number_machine.inputs import SendTouched
from domain.number_machine.paper import can_send
from domain.number_machine.state import Machine, Paper, Sending, Visit
from domain.places import Side
from kiosk.screens.number_machine.fact import Fact
from kiosk.screens.number_machine.layout import Sign
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.number_machine.machine_screen import MachineScreen, put
from kiosk.screens.number_machine.phrases import where
from kiosk.screens.self_service.practice_words import practice_brief
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.number import BigNumber
from kiosk.widgets.out_of_slot import OutOfSlot
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.panel import RowBox, Stack
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.qr import QrCode
from kiosk.widgets.theme import Metrics
from program.speech import Speaker
from program.wait_words import wait_line

__all__ = [
    "BigNumber",
    "Fact",
    "NumberScreen",
    "Paragraph",
    "Reading",
    "RowBox",
    "ScreenPage",
    "TextButton",
    "Tile",
]


SHARE = 0.36
"""The picture's share of the width of a lying tile."""


class Tile(Stack):
    """A picture and what it says under it; one picture at a time. `lying`: the words stand right of it."""

    text = StringProperty("")
    style = StringProperty("body")
    tone = StringProperty("text")
    lying = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        self._picture: Any = None
        super().__init__(orientation="vertical", gap_step=4, **kwargs)
        self._words = Paragraph(hug=True)
        self.add_widget(self._words)
        for name in ("text", "style", "tone", "lying"):
            self.fbind(name, self.dress_soon)

    def hold(self, picture: Any) -> None:
        if picture is self._picture:
            return
        if self._picture is not None:
            self.remove_widget(self._picture)
        self._picture = picture
        if picture.parent is not None:
            picture.parent.remove_widget(picture)
        self.add_widget(picture, index=len(self.children))
        self.dress_soon()

    def dress(self) -> None:
        words, picture = self._words, self._picture
        words.text, words.style, words.tone = self.text, self.style, self.tone
        self.orientation = "horizontal" if self.lying else "vertical"
        words.halign = "left" if self.lying else "center"
        words.hug, words.pos_hint = True, {"center_y": 0.5} if self.lying else {}
        if picture is not None:
            picture.size_hint_x = SHARE if self.lying else 1
        super().dress()


class NumberScreen(MachineScreen):
    kv = __file__
    ways_out = ("", "home", "switch")

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.on("done", DoneTouched)
        self.on("send", SendTouched)
        self._send, self._paper, self._code = (self.ids[name].__self__ for name in ("send", "paper", "code"))
        self._slot, self._sign, self._qr = OutOfSlot(), Sign(tone="mark"), QrCode()
        self._code.hold(self._qr)

    def fill(self, moment: MachineNow) -> None:
        state = moment.state
        page, ids, given = self.ids.page, self.ids, state.visit.given
        if given is None:
            return
        card = state.card(given.queue)
        practises = moment.practice is not None
        if moment.practice is not None:
            page.warning = practice_brief(self.say, moment.practice)
        crowded = bool(page.warning) and (self.m.low or not self.m.portrait)
        page.title = "" if self.m.elder or crowded else self.say("这是您的号码")  # the number itself says it
        ids.number.text, ids.number.whole = given.number, self.m.elder
        ids.queue.text = self.say(card.name) if card and not (crowded and self.m.elder and self.m.low) else ""
        ids.standing.text = wait_line(self.say, given.ahead, given.wait) or self.say("网络恢复后自动排队。")
        known = None if practises else state.catalogue  # no hall has a number of practice
        self._qr.data = follow_address(known, given.ticket, given.key) if known else ""
        self._pictures(state, prints=not practises)
        ids.wait.icon, ids.wait.text = "armchair", _wait(self.say, state.visit)
        roomy = self.m.language == "zh_CN"
        ids.wait.style = "button" if roomy and not (page.warning or state.visit.phone) else "body"
        ids.standing.style = "button" if roomy or self.m.portrait else "body"  # in one line, under a large number
        ids.done.text, ids.send.text = self.say("好的"), self.say("发到手机")
        put(ids.ways, self._send, shown=can_send(state))

    def _pictures(self, state: Machine, *, prints: bool) -> None:
        """Where the paper comes out, and the code to follow by phone.

        Elder mode shows one of them, with larger words beside it. `prints`: there is or was to be paper.
        """
        visit, side = state.visit, state.places.paper
        sign, words, tone = _paper(self.say, visit, side)
        self._paper.hold(self._sign if sign else self._slot)
        self._sign.sign, self._slot.side = sign, side.value
        only_code = self.m.elder and visit.paper is Paper.FAILED and bool(self._qr.data)
        if only_code and visit.sending is Sending.NO:
            words = self.say("号票没有打印出来。请扫码、拍照或记下号码，号码有效。")
        caption = words if only_code else self.say("扫码看排队") if self._qr.data else ""
        with_paper = prints and not only_code
        told = ((self._code, caption, only_code or not self.m.elder), (self._paper, words, with_paper))
        for at, (tile, text, shown) in enumerate(told):
            tile.text, tile.lying = text, self.m.elder
            tile.style = "button" if self.m.elder and self.m.language == "zh_CN" and len(text) < 15 else "body"
            put(self.ids.tiles, tile, shown=shown and bool(text), index=at)
        self._paper.tone, self._code.tone = tone, tone if only_code else "text"

    def left(self) -> None:
        for name in ("number", "queue", "standing"):
            self.ids[name].text = ""
        self._qr.data = ""


def _wait(say: Speaker, visit: Visit) -> str:
    if visit.phone:
        return say("请到休息区等候。叫到您时，大屏幕会显示，也会发短信。大厅不广播。")
    return say("请到休息区等候。叫到您时，大屏幕会显示。大厅不广播。")


def _paper(say: Speaker, visit: Visit, side: Side) -> tuple[str, str, str]:
    """The sign (none: the drawing of the slot), the words and their tone."""
    match visit.paper:
        case _ if visit.sending is Sending.SENT:
            return "device-mobile", say("号码已发到您的手机，号码有效。"), "text"
        case _ if visit.sending is Sending.FAILED:
            return "camera", say("短信没有发出。请拍照或记下号码，号码有效。"), "stress"
        case Paper.PRINTING:
            return "", say("正在打印号票，请稍等。"), "text"
        case Paper.PRINTED:
            return "", say("请取走{where}的号票。", where=where(say, side)), "text"
        case Paper.FAILED:
            return "camera", say("号票没有打印出来。请拍照或记下号码，号码有效。"), "stress"
    return "camera", say("请拍照或记下号码。"), "text"
