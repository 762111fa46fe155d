"""填表: a blank form beside a filled-in sample, then one field after the other, then a check of all fields.

The card fills in what it has, if the person wants. Nothing is sent, printed or stored: the entries are forgotten with
the session. A form without personal data can be taken along as a code. The entries of any other are copied by hand from
the screen to the paper form at the window.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from domain.content.dates import is_shown
from domain.content.documents import CardField, FieldKind, FormField, PaperForm
from domain.number_machine.inputs import CardFailed
from domain.self_service.business import Business, Effects, Offer
from domain.self_service.content.browsing import queue_for, row_of
from domain.self_service.effects import About, OpenBusiness
from domain.self_service.forms.field_checks import Wrong, typed, wrong
from domain.self_service.forms.forms_state import (
    MOST_STROKES,
    FieldChoice,
    FieldDone,
    FieldOpened,
    FieldTyped,
    FormBegun,
    FormChosen,
    FormDone,
    FormEntry,
    FormNumberWanted,
    FormPage,
    FormSheet,
    FormsState,
    FormTouch,
    SignatureWiped,
    StrokeDrawn,
    TodayWanted,
)
from domain.self_service.forms.from_card import from_card
from domain.self_service.inputs import BusinessNews, Identified
from domain.self_service.moment import KioskMoment
from domain.views.business_names import BusinessName

Transition = tuple[FormsState, Effects]

NOT_PERSONAL = frozenset({FieldKind.CHOICE, FieldKind.NUMBER, FieldKind.DATE})
"""Kinds of fields that do not identify a person, unless they are filled in from the card."""


def forms_of(moment: KioskMoment) -> Mapping[str, PaperForm]:
    """The forms shown today."""
    several = moment.content.index.forms if moment.content is not None else {}
    today = moment.today
    return {name: form for name, form in several.items() if is_shown(form, today)}


def form_of(state: FormsState, moment: KioskMoment) -> PaperForm | None:
    """The form being filled in, also if its last day has just ended, so that the person can finish."""
    return moment.content.index.forms.get(state.form) if moment.content is not None else None


def field_of(state: FormsState, moment: KioskMoment) -> FormField | None:
    """The field on the screen."""
    form = form_of(state, moment)
    here = form is not None and state.page is FormPage.FIELD and 0 <= state.at < len(form.fields)
    return form.fields[state.at] if form is not None and here else None


def value_of(state: FormsState, field: FormField) -> str:
    """The value of a field; of a signature, whether there is one."""
    if field.kind is FieldKind.SIGNATURE:
        return "signed" if state.sheet.ink else ""
    return state.sheet.values.get(field.id, "")


def wrong_in(state: FormsState, field: FormField, moment: KioskMoment) -> Wrong | None:
    """What is wrong in a field. Values from the card are not checked: a foreigner's number has another form."""
    value = value_of(state, field)
    return None if value and field.id in state.sheet.by_card else wrong(field, value, moment.today)


def wrongs(state: FormsState, moment: KioskMoment) -> Mapping[int, Wrong]:
    """Index of a field → what is wrong with it, for the whole form."""
    form = form_of(state, moment)
    found = ((at, wrong_in(state, field, moment)) for at, field in enumerate(form.fields if form is not None else ()))
    return {at: one for at, one in found if one is not None}


def is_personal(form: PaperForm) -> bool:
    """Whether the form may identify a person: then nothing of it goes into a code that everybody can read."""
    return any(field.kind not in NOT_PERSONAL or field.card is not CardField.NONE for field in form.fields)


def _begin(moment: KioskMoment, about: About) -> Transition:
    if about.form in forms_of(moment):
        return FormsState(page=FormPage.SAMPLE, form=about.form, opened=True), ()
    return FormsState(), ()


def _touched(state: FormsState, given: FormTouch, moment: KioskMoment) -> Transition:
    form = form_of(state, moment)
    match given:
        case FormChosen(name):
            known = state.page is FormPage.LIST and name in forms_of(moment)
            return (replace(state, page=FormPage.SAMPLE, form=name, refused=False) if known else state), ()
        case FormBegun():
            return (_field(state, form, 0) if state.page is FormPage.SAMPLE and form is not None else state), ()
        case FieldTyped() | TodayWanted() | FieldChoice() | StrokeDrawn() | SignatureWiped():
            field = field_of(state, moment)
            return (_filled(state, field, given, moment) if field is not None else state), ()
        case FieldDone():
            return _next(state, moment), ()
        case FieldOpened(at):
            if state.page is not FormPage.CHECK or form is None or not 0 <= at < len(form.fields):
                return state, ()
            return replace(_field(state, form, at), checking=True), ()
        case FormDone():
            return _done(state, moment), ()
        case FormNumberWanted():
            return state, _take_number(state, moment)
        case _:
            assert_never(given)


ENTRIES = {
    FieldKind.NAME: FormEntry.WORDS,
    FieldKind.LINE: FormEntry.WORDS,
    FieldKind.PARAGRAPH: FormEntry.WORDS,
    FieldKind.ID_NUMBER: FormEntry.DIGITS,
    FieldKind.PHONE: FormEntry.DIGITS,
    FieldKind.DATE: FormEntry.DIGITS,
    FieldKind.NUMBER: FormEntry.DIGITS,
    FieldKind.CHOICE: FormEntry.CHOICE,
    FieldKind.SIGNATURE: FormEntry.SIGN,
}


def _field(state: FormsState, form: PaperForm, at: int) -> FormsState:
    """The page of one field; a form without fields has none."""
    if not 0 <= at < len(form.fields):
        return state
    entry = ENTRIES[form.fields[at].kind]
    return replace(state, page=FormPage.FIELD, at=at, entry=entry, wrong=None, checking=False)


def _filled(
    state: FormsState,
    field: FormField,
    given: FieldTyped | TodayWanted | FieldChoice | StrokeDrawn | SignatureWiped,
    moment: KioskMoment,
) -> FormsState:
    sheet = state.sheet
    match given:
        case FieldTyped(key):
            return _with(state, field, typed(field, sheet.values.get(field.id, ""), key))
        case TodayWanted():
            return _with(state, field, f"{moment.today:%Y%m%d}") if field.kind is FieldKind.DATE else state
        case FieldChoice(choice):
            known = field.kind is FieldKind.CHOICE and choice in {one.id for one in field.choices}
            return _next(_with(state, field, choice), moment) if known else state
        case StrokeDrawn(stroke):
            drawn = field.kind is FieldKind.SIGNATURE and bool(stroke) and len(sheet.ink) < MOST_STROKES
            return _put(state, replace(sheet, ink=(*sheet.ink, stroke))) if drawn else state
        case SignatureWiped():
            return _put(state, replace(sheet, ink=())) if field.kind is FieldKind.SIGNATURE else state
        case _:
            assert_never(given)


def _with(state: FormsState, field: FormField, value: str) -> FormsState:
    sheet = state.sheet
    if value == sheet.values.get(field.id, ""):
        return state
    values = {**sheet.values, field.id: value}
    return _put(state, replace(sheet, values=values, by_card=sheet.by_card - {field.id}))


def _put(state: FormsState, sheet: FormSheet) -> FormsState:
    return replace(state, sheets={**state.sheets, state.form: sheet}, wrong=None)


def _next(state: FormsState, moment: KioskMoment) -> FormsState:
    """To the next field, unless this one is wrong; after the last one, or if opened from the check page, to that
    page."""
    form, field = form_of(state, moment), field_of(state, moment)
    if form is None or field is None:
        return state
    found = wrong_in(state, field, moment)
    if found is not None:
        return replace(state, wrong=found)
    if state.checking or state.at + 1 >= len(form.fields):
        return replace(state, page=FormPage.CHECK, wrong=None, checking=False)
    return _field(state, form, state.at + 1)


def _done(state: FormsState, moment: KioskMoment) -> FormsState:
    """The form is done; if a field is still wrong, it is opened with the reason."""
    form = form_of(state, moment)
    if state.page is not FormPage.CHECK or form is None:
        return state
    found = wrongs(state, moment)
    if not found:
        return replace(state, page=FormPage.DONE)
    at = min(found)
    return replace(_field(state, form, at), checking=True, wrong=found[at])


def _take_number(state: FormsState, moment: KioskMoment) -> Effects:
    """Open 取号 for the item whose id the form has."""
    card, items = queue_for(moment, (state.form,)) if row_of(moment, state.form) is not None else (None, ())
    if state.page is not FormPage.DONE or card is None or BusinessName.TICKET not in moment.offered:
        return ()
    return (OpenBusiness(BusinessName.TICKET, About(queue=card.id, items=items)),)


def _heard(state: FormsState, given: BusinessNews, moment: KioskMoment) -> Transition:
    if state.page is not FormPage.SAMPLE:
        return state, ()
    if isinstance(given, CardFailed):
        return replace(state, refused=True), ()
    form = form_of(state, moment)
    if not isinstance(given, Identified) or form is None:
        return state, ()
    known = from_card(form, given.details) if given.details is not None else {}
    if not known:
        return replace(state, refused=True), ()
    sheet = state.sheet
    filled = replace(sheet, values={**sheet.values, **known}, by_card=sheet.by_card | frozenset(known))
    return replace(_put(state, filled), refused=False), ()


def _back(state: FormsState, moment: KioskMoment) -> Transition | None:
    """One page back, without losing what was written."""
    form = form_of(state, moment)
    match state.page:
        case FormPage.LIST:
            return None
        case FormPage.SAMPLE:
            return None if state.opened else (replace(state, page=FormPage.LIST), ())
        case FormPage.FIELD if state.checking:
            return replace(state, page=FormPage.CHECK, wrong=None, checking=False), ()
        case FormPage.FIELD:
            if not state.at or form is None:
                return replace(state, page=FormPage.SAMPLE, wrong=None), ()
            return _field(state, form, state.at - 1), ()
        case FormPage.CHECK:
            if form is None:
                return replace(state, page=FormPage.SAMPLE), ()
            return _field(state, form, len(form.fields) - 1), ()
        case FormPage.DONE:
            return replace(state, page=FormPage.CHECK), ()


def _offer(moment: KioskMoment) -> Offer:
    return Offer.OPEN if forms_of(moment) else Offer.HIDDEN


def _loses(state: FormsState) -> bool:
    return any(any(sheet.values.values()) or sheet.ink for sheet in state.sheets.values())


def _page(state: FormsState) -> str:
    return state.entry.value if state.page is FormPage.FIELD else state.page.value


def _asks_for_card(state: FormsState) -> bool:
    return state.page is FormPage.SAMPLE


FORMS = Business(
    name=BusinessName.FORMS,
    touches=FormTouch,
    typing=FieldTyped | StrokeDrawn,
    begin=_begin,
    touched=_touched,
    heard=_heard,
    back=_back,
    page=_page,
    place=lambda state: state.at,
    offer=_offer,
    loses=_loses,
    cards=_asks_for_card,
    card_details=_asks_for_card,
)
