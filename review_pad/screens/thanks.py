"""Thanks; after a bad review what happens next (7 日内核实整改, S4 9.3.2) and how to be heard. And what somebody whose
number is on hold (挂起) has to do: come back, without a new number."""

from __future__ import annotations

from domain.flow import DoneTouched
from domain.pad.review import CitizenState
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.icon import Icon
from kiosk.widgets.page import Reading
from kiosk.widgets.panel import RowBox
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.screen import TerminalScreen
from review_pad.screens.labels import hall_name, hotline, window_label
from review_pad.screens.pad_page import PadPage

__all__ = ["Icon", "PadPage", "Paragraph", "Reading", "RowBox", "TextButton", "ThanksScreen"]


class ThanksScreen(TerminalScreen):
    kv = __file__

    def render(self, state: CitizenState) -> None:
        ids, thanks, known = self.ids, state.thanks, state.known
        if thanks is None:
            self._held(state)
            return
        ids.page.hall = hall_name(self.say, known)
        ids.done.text = self.say("好的")
        if not thanks.stored:
            ids.mark.name, ids.mark.tone = "alert-triangle", "stress"
            ids.title.text = self.say("对不起，评价没有保存下来")
            ids.text.text = self.say("请告诉大厅工作人员，或拨打 {phone}。", phone=hotline(known))
            return
        ids.mark.name, ids.mark.tone = "circle-check", "done"
        ids.title.text = self.say("谢谢您的评价")
        days = known.catalogue.mend_days if known.catalogue else 7
        mend = self.say("我们会在 {days} 日内核实整改。", days=days)
        heard = self.say("想说得更多，请拨打 {phone}。", phone=hotline(known))
        ids.text.text = f"{mend}\n{heard}" if thanks.mend else self.say("您的意见帮助我们做得更好。")

    def _held(self, state: CitizenState) -> None:
        ids = self.ids
        ids.page.hall, ids.done.text = hall_name(self.say, state.known), self.say("好的")
        ids.mark.name, ids.mark.tone = "player-pause", "mark"
        ids.title.text = self.say("{number} 已暂存", number=state.held)
        back = self.say("准备好后回到 {window}，不用重新取号。", window=window_label(self.say, state.known))
        ids.text.text = back

    def finished(self) -> None:
        self.touch(DoneTouched())
