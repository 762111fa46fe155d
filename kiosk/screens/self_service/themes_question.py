"""One question of a theme: a single answer leads on; if several are allowed, they are marked and confirmed."""

from __future__ import annotations

from collections.abc import Callable

from domain.self_service.content.themes import AnswersDone, AnswerTouched, question_of, theme_of
from kiosk.screens.number_machine.machine_screen import put
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import Buttons, TextButton
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.page_bar import PageBar
from kiosk.widgets.theme import Metrics

__all__ = ["Buttons", "Choices", "PageBar", "ScreenPage", "TextButton", "ThemesQuestionScreen"]


class ThemesQuestionScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.answers.fbind("on_choose", lambda _choices, key: self.touch(AnswerTouched(key)))
        self.on("done", AnswersDone)
        self._done, self._bar = self.ids.done.__self__, self.ids.bar.__self__

    def fill(self, moment: KioskNow) -> None:
        state, known, page = moment.business, moment.moment, self.ids.page
        question, theme = question_of(state, known), theme_of(state, known)
        if question is None or theme is None:
            return
        page.title = self.say(question.ask)
        hint = self.say("可以选几项，也可以都不选。") if question.several else self.say(theme.name)
        page.hint = "" if self.m.elder and not self.m.portrait else hint  # the answers need the space
        self.ids.answers.show(
            [
                ChoiceData(
                    key=answer.id,
                    title=self.say(answer.text),
                    icon=("circle-check" if answer.id in state.marked else "circle") if question.several else "",
                    main=answer.id in state.marked,
                )
                for answer in question.answers
            ]
        )
        scarce = self.m.elder and self.m.low and not self.m.portrait and question.several
        put(page.answer, self._bar, shown=False)
        put(self.ids.ways, self._bar, shown=scarce, index=1)  # beside the button, because the answers need the height
        self.ids.answers.turned_by(self._bar if scarce else None)
        put(self.ids.ways, self._done, shown=question.several)
        self.ids.done.text = self.say("选好了") if state.marked else self.say("都不是，下一步")
