"""The daily check: how the parts of this kiosk are, what to do about those that are not well, and a test page."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.staff.business import PartsWanted, TrialPageWanted, Tried
from domain.self_service.staff.parts import PartState
from kiosk.screens.number_machine.machine_screen import put
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import Buttons, TextButton
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.page_bar import PageBar
from kiosk.widgets.sheets import SheetBlock, Sheets
from kiosk.widgets.theme import Metrics
from program.speech import Speaker

__all__ = ["Buttons", "PageBar", "Reading", "ScreenPage", "Sheets", "StaffMachineScreen", "TextButton"]


class StaffMachineScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.text.turned_by(self.ids.bar)
        self.on("again", PartsWanted)
        self.on("paper", TrialPageWanted)
        self._paper = self.ids.paper.__self__

    def fill(self, moment: KioskNow) -> None:
        state, ids, say = moment.business, self.ids, self.say
        wrong = sum(not one.ok for one in state.parts)
        ids.page.title = say("机器情况")
        if not state.parts:
            ids.page.hint = say("正在检查…")
        else:
            ids.page.hint = say("有 {count} 项要处理。", count=wrong) if wrong else say("各部件都正常。")
        ids.text.show([*_tried(say, state.tried), *(block for one in state.parts for block in _blocks(say, one))])
        ids.again.text, ids.paper.text = say("再查一次"), say("试打一张")
        put(ids.ways, self._paper, shown=moment.state.machine.has_printer, index=0)

    def left(self) -> None:
        self.ids.text.clear()


def _tried(say: Speaker, tried: Tried) -> list[SheetBlock]:
    match tried:
        case Tried.PRINTING:
            return [SheetBlock(say("正在试打…"), heading=True)]
        case Tried.PRINTED:
            return [SheetBlock(say("试打好了，请看出纸口：字迹清楚、切口整齐就是好的。"), heading=True)]
        case Tried.FAILED:
            return [SheetBlock(say("没有打出来。请看下面“打印机”一项。"), heading=True)]
        case _:
            return []


def _blocks(say: Speaker, one: PartState) -> list[SheetBlock]:
    name = say(one.part) if one.ok else say("要处理：{part}", part=say(one.part))
    text = " · ".join(part for part in (say(one.say), one.detail) if part)
    if one.ok:
        return [SheetBlock(say("{part}：{state}", part=name, state=text))]
    return [SheetBlock(name, heading=True), SheetBlock(text, of_above=True)]
