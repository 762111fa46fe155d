"""请输入手机号, before a number is taken or 发到手机 after it — twelve keys, the number in groups 3-4-4."""

from __future__ import annotations

from collections.abc import Callable

from domain.number_machine.inputs import DigitDeleted, DigitTouched, PhoneDone
from domain.number_machine.state import Page
from domain.phone import DIGITS, is_mobile
from kiosk.screens.number_machine.layout import Sides
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.number_machine.machine_screen import MachineScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.keypad import Entry, Keypad
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.theme import Metrics

__all__ = ["Entry", "Keypad", "Paragraph", "PhoneScreen", "Reading", "ScreenPage", "Sides", "TextButton"]


class PhoneScreen(MachineScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.pad.fbind("on_key", lambda _pad, key: self._key(key))
        self.on("done", PhoneDone)

    def fill(self, moment: MachineNow) -> None:
        state = moment.state
        page, ids, phone = self.ids.page, self.ids, state.visit.phone
        sending = state.page is Page.SEND
        page.title = self.say("号码发到哪个手机？") if sending else self.say("请输入手机号")
        ids.entry.digits, ids.entry.placeholder = phone, self.say("11 位手机号")
        wrong = len(phone) == DIGITS and not is_mobile(phone)
        page.hint = "" if wrong and self.m.elder else self.say("叫到您时发短信，当天用完就删除。")
        ids.wrong.text = self.say("这不是手机号，请检查。") if wrong else ""
        page.reading = 0.3 if self.m.elder else 0.22
        ids.pad.flat = not self.m.portrait and (self.m.low or self.m.elder)
        ids.under.size_hint_y = 0.01 if self.m.low and self.m.portrait else 1  # near the keys
        ids.done.usable = is_mobile(phone)
        asks_more = bool(state.catalogue and state.catalogue.priorities)
        ids.done.text = self.say("发送") if sending else self.say("下一步") if asks_more else self.say("取号")

    def left(self) -> None:
        self.ids.entry.digits = ""  # so that no phone number stays in a widget

    def _key(self, key: str) -> None:
        if key == "clear":
            for _digit in range(DIGITS):
                self.touch(DigitDeleted())
        else:
            self.touch(DigitDeleted() if key == "delete" else DigitTouched(key))
