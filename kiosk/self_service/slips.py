"""What stands on a slip of the self-service kiosk, in the citizen's language. Nothing personal."""

from __future__ import annotations

from typing import assert_never

from domain.self_service.effects import GuideNotice, PrintSlip
from domain.views.catalogue import Catalogue
from kiosk.hw.printer import HEADING, SlipPaper
from kiosk.screens.self_service.notice_words import notice_lines, notice_name
from program.speech import Speaker


def slip_paper(effect: PrintSlip, catalogue: Catalogue) -> SlipPaper:
    """The sheet of one slip."""
    say, content = Speaker(effect.language), effect.content
    match content:
        case GuideNotice():
            return SlipPaper(
                hall=say(catalogue.name),
                title=say("一次性告知单"),
                lines=tuple(HEADING + line.text if line.heading else line.text for line in notice_lines(say, content)),
                time=say("{day} 告知", day=content.day.isoformat()),
                hotline=catalogue.hotline,
                name=f"notice-{notice_name(say, content)}",
            )
        case _:
            assert_never(content)
