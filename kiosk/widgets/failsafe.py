"""The screen after a bug in the program: what happened, that no number is lost, what to do now."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.widgets.icon import Icon
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.theme import Metrics


class Failsafe(TerminalScreen):
    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        page = ScreenPage(title=self.say("请稍等，正在恢复"), reading=1)
        reading = Reading(gap_step=8)
        reading.add_widget(Icon(name="refresh", px=m.number * 0.6, tone="second"))
        reading.add_widget(Paragraph(text=self.say("您已经拿到的号码仍然有效。"), style="button", valign="top"))
        reading.add_widget(Paragraph(text=self.say("如果一直这样，请找工作人员帮忙。"), valign="top"))
        page.add_widget(reading)
        self.add_widget(page)
