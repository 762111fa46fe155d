"""The content of a slip of the self-service kiosk, in the citizen's language. Nothing personal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from domain.self_service.effects import BookingNotice, CaseNotice, GuideNotice, PrintSlip, TrialPage
from domain.views.catalogue import Catalogue
from kiosk.hw.printer import HEADING, SlipPaper
from kiosk.screens.self_service.booking_words import booking_lines, spaced
from kiosk.screens.self_service.cases_words import receipt_lines
from kiosk.screens.self_service.notice_words import notice_lines, notice_name
from kiosk.widgets.sheets import SheetBlock
from program.speech import Speaker


def slip_paper(effect: PrintSlip, catalogue: Catalogue) -> SlipPaper:
    """The sheet of one slip."""
    say, content = Speaker(effect.language), effect.content
    match content:
        case GuideNotice():
            return SlipPaper(
                hall=say(catalogue.name),
                title=say("一次性告知单"),
                lines=_lines(notice_lines(say, content)),
                time=say("{day} 告知", day=content.day.isoformat()),
                hotline=_hotline(say, catalogue),
                name=f"notice-{notice_name(say, content)}",
            )
        case BookingNotice():
            return SlipPaper(
                hall=say(catalogue.name),
                title=say("预约单"),
                lines=(
                    HEADING + say("预约码 {code}", code=spaced(content.code)),
                    *_lines(booking_lines(say, content, catalogue)),
                ),
                time=say("{day} 打印", day=content.day.isoformat()),
                qr=content.code,
                qr_caption=say("到大厅时，在取号机扫这个码"),
                hotline=_hotline(say, catalogue),
                name="booking",
            )
        case CaseNotice():
            return SlipPaper(
                hall=say(catalogue.name),
                title=say("回执"),
                lines=(
                    HEADING + say("回执码 {code}", code=spaced(content.code)),
                    *_lines(receipt_lines(say, content, catalogue)),
                ),
                time=say("{day} 打印", day=content.day.isoformat()),
                hotline=_hotline(say, catalogue),
                name="case",
            )
        case TrialPage():
            return SlipPaper(
                hall=say(catalogue.name),
                title=say("试打页"),
                lines=(say("字迹清楚、左右不缺，下边切齐，就是好的。"), "永国酬鹰 0123456789 ABCDEFGHJK"),
                time=say("{day} 打印", day=content.day.isoformat()),
                name="test",
            )
        case _:
            assert_never(content)


def _hotline(say: Speaker, catalogue: Catalogue) -> str:
    """With a word: it stands beside the day, and a bare number would read as a part of it."""
    return say("热线 {number}", number=catalogue.hotline) if catalogue.hotline else ""


def _lines(blocks: Iterable[SheetBlock]) -> tuple[str, ...]:
    return tuple(HEADING + line.text if line.heading else line.text for line in blocks if line.text)
