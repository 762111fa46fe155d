"""Ready sentences to choose; the chosen text is shown above, and more can be written."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.cases.sentences import READY
from domain.self_service.cases.touches import CaseErased, CaseWordsDone, OwnWordsWanted, SentenceChosen
from kiosk.screens.self_service.cases_words import KINDS
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.panel import Panel, Stack
from kiosk.widgets.tail_paragraph import TailParagraph
from kiosk.widgets.theme import Metrics

__all__ = ["CasesSentencesScreen", "Choices", "Panel", "Reading", "ScreenPage", "Stack", "TailParagraph", "TextButton"]


class CasesSentencesScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.sentences.fbind("on_choose", lambda _choices, key: self.touch(SentenceChosen(int(key))))
        self.ids.panel.edge, self.ids.panel.ground = "line", "ground"
        self.on("erase", CaseErased)
        self.on("own", OwnWordsWanted)
        self.on("done", CaseWordsDone)

    def fill(self, moment: KioskNow) -> None:
        state, ids = moment.business, self.ids
        scarce = self.m.elder and not self.m.portrait  # the choices need the space
        ids.page.foot_step = 4 if scarce else 8
        for name in ("erase", "own", "done"):
            ids[name].height_scale = 0.72 if scarce and self.m.low else 1
        ids.page.title = "" if scarce else self.say(KINDS[state.kind])
        show_text(ids.text, state.text, self.say("点下面的句子，或者自己写。请不要写身份证号码。"))
        ids.sentences.show(
            [
                ChoiceData(key=f"{at}", title=self.say(one).strip(), plain=True)
                for at, one in enumerate(READY[state.kind])
            ]
        )
        ids.erase.text, ids.erase.usable = self.say("删除"), bool(state.pieces)
        ids.own.text = self.say("自己写")
        ids.done.text, ids.done.usable = self.say("下一步"), bool(state.text.strip())

    def left(self) -> None:
        self.ids.text.text = ""


def show_text(words: TailParagraph, text: str, hint: str) -> None:
    """Show the text, or a quiet hint if there is none."""
    words.text, words.tone = text or hint, "text" if text else "second"
