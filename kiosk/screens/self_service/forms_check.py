"""核对 — every field with its value; a touch opens it for changing."""

from __future__ import annotations

from domain.self_service.forms.forms import form_of, wrongs
from domain.self_service.forms.forms_state import FieldOpened, FormDone
from kiosk.screens.self_service.forms_words_said import WRONG, shown_value
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, OfferedChoices
from kiosk.screens.self_service.kiosk_now import KioskNow

DONE = "/done"


class FormsCheckScreen(KioskChoicesScreen):
    def offered(self, moment: KioskNow) -> OfferedChoices:
        state, known = moment.business, moment.moment
        form, wrong = form_of(state, known), wrongs(state, known)
        fields = form.fields if form is not None else ()
        return OfferedChoices(
            title=self.say("请核对"),
            hint="" if self.m.elder else self.say("点一项可以改。"),
            cards=[
                ChoiceData(
                    key=str(at),
                    title=self.say(
                        "{label}：{value}",
                        label=self.say(field.label),
                        value=shown_value(self.say, state, field) or self.say("没有填"),
                    ),
                    status=self.say(WRONG[wrong[at]]) if at in wrong else "",
                    plain=True,
                )
                for at, field in enumerate(fields)
            ],
        )

    def fill(self, moment: KioskNow) -> None:
        shown = self.offered(moment)
        self.ids.page.title, self.ids.page.hint = shown.title, shown.hint
        done = ChoiceData(key=DONE, title=self.say("都对，填好了"), icon="check", main=True, plain=True)
        self.ids.choices.show(shown.cards, always=done)

    def chosen(self, key: str) -> object:
        return FormDone() if key == DONE else FieldOpened(int(key))
