"""One of several answers, in a form."""

from __future__ import annotations

from domain.self_service.forms.forms import field_of, form_of, value_of
from domain.self_service.forms.forms_state import FieldChoice, FieldDone
from kiosk.screens.self_service.forms_words_said import hint_of, show_hint
from kiosk.screens.self_service.kiosk_choices import ChoiceData, KioskChoicesScreen, OfferedChoices
from kiosk.screens.self_service.kiosk_now import KioskNow

SKIP = "/skip"
"""No choice has this id."""


class FormsChoiceScreen(KioskChoicesScreen):
    def offered(self, moment: KioskNow) -> OfferedChoices:
        state, known = moment.business, moment.moment
        form, field = form_of(state, known), field_of(state, known)
        if form is None or field is None:
            return OfferedChoices(title="", cards=[])
        chosen = value_of(state, field)
        cards = [
            ChoiceData(
                key=one.id,
                title=self.say(one.text),
                icon="circle-check" if one.id == chosen else "circle",
                main=one.id == chosen,
            )
            for one in field.choices
        ]
        if not field.required and not chosen:
            cards.append(ChoiceData(key=SKIP, title=self.say("不填，下一项"), muted=True))
        scarce = self.m.elder and not self.m.portrait and state.wrong is None
        hint = "" if scarce else hint_of(self.say, state, form, field)
        return OfferedChoices(title=self.say(field.label), hint=hint, cards=cards)

    def fill(self, moment: KioskNow) -> None:
        super().fill(moment)
        show_hint(self.ids.page, self.ids.page.hint, moment.business.wrong)

    def chosen(self, key: str) -> object:
        return FieldDone() if key == SKIP else FieldChoice(key)
