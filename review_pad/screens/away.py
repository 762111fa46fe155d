"""暂停服务 with 去向留言 (S1 附件四(六)), or a window that is closed: what people with a number do now."""

from __future__ import annotations

from domain.pad.known import Known, queue_view, reason_text, served_elsewhere, windows_alike
from domain.pad.review import CitizenPage, CitizenState, page
from domain.views.public import HoursLine
from kiosk.widgets.icon import Icon
from kiosk.widgets.page import Reading
from kiosk.widgets.panel import ColumnBox, Panel, RowBox
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.screen import TerminalScreen
from program.speech import Speaker
from review_pad.screens.labels import away_warning, clock_text, hall_name, hotline, window_label
from review_pad.screens.pad_page import PadPage

__all__ = ["AwayScreen", "ColumnBox", "Icon", "PadPage", "Panel", "Paragraph", "Reading", "RowBox"]


class AwayScreen(TerminalScreen):
    kv = __file__

    def render(self, state: CitizenState) -> None:
        ids, known = self.ids, state.known
        ids.page.hall, ids.page.warning = hall_name(self.say, known), away_warning(self.say, known)
        if page(state) is CitizenPage.CLOSED:
            ids.page.title = self.say("{window} 现在不办理", window=window_label(self.say, known))
            ids.reason.text = "\n".join(f"{self.say(line.title)} {self.say(line.text)}" for line in _today(known))
            until = None
        else:
            pause = known.window.pause if known.window else None
            ids.page.title = self.say("{window} 暂停服务", window=window_label(self.say, known))
            ids.reason.text = self.say(reason_text(pause.reason)) if pause else ""
            until = pause.until if pause else None
        if state.look.elder:  # large words: one sentence
            ids.number.text = self.say("号码仍然有效，请到咨询台询问。")
        else:
            ids.number.text = _sentences(self.say, self.say("您的号码仍然有效。"), _elsewhere(self.say, known))
        pause = known.window.pause if known.window else None
        phone = pause.contact if pause and pause.contact else hotline(known)
        back = self.say("预计 {time} 回来", time=clock_text(known, until)) if until else ""
        contact = self.say("电话 {phone}", phone=phone) if phone else ""
        ids.back.text = " · ".join(part for part in (back, contact) if part)


def _sentences(say: Speaker, *sentences: str) -> str:
    """Join sentences; in Chinese without a space between them."""
    return ("" if say.chinese else " ").join(sentences)


def _today(known: Known) -> tuple[HoursLine, ...]:
    return known.notices.today if known.notices else ()


def _elsewhere(say: Speaker, known: Known) -> str:
    """Where to go instead. Windows are named only if all of them are open."""
    alike = windows_alike(known)
    if not alike or not served_elsewhere(known):
        return say("请到咨询台询问。")
    queues = {queue for card in alike for queue in card.queues}
    if all((view := queue_view(known, queue)) is None or view.windows >= len(alike) for queue in queues):
        names = "、".join(card.number for card in alike)
        return say("同样的事项请到 {windows} 号窗口，请看大屏幕叫号。", windows=names)
    return say("其他窗口还在办理，请看大屏幕叫号。")
