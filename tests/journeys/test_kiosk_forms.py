"""填表: a form is filled in on the screen, by hand, by card; it is checked, and nothing of it stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from kiosk_sample import KioskWalk, shown_content

from domain.config import Text
from domain.content.documents import CardField, FieldKind, FormChoice, FormField, PaperForm
from domain.flow import Ask, Look, LookChosen
from domain.number_machine.effects import ReadCards
from domain.number_machine.inputs import CardDetails, CardFailed, CardFault, CardRead
from domain.self_service.content.guides_state import FoundChosen, GuideFormWanted, LetterTouched, SearchOpened
from domain.self_service.content.searching import FoundKind, SearchHit
from domain.self_service.effects import PrintSlip
from domain.self_service.forms.field_checks import Wrong, typed, wrong
from domain.self_service.forms.forms import field_of, is_personal, value_of
from domain.self_service.forms.forms_state import (
    FieldChoice,
    FieldDone,
    FieldOpened,
    FieldTyped,
    FormBegun,
    FormChosen,
    FormDone,
    FormNumberWanted,
    SignatureWiped,
    StrokeDrawn,
)
from domain.self_service.inputs import ContentReady, LeaveConfirmed, StayChosen
from domain.views.business_names import BusinessName
from kiosk.hw.cards import CardKind, Identity
from kiosk.number_machine.parts import Readers
from kiosk.screens.self_service.forms_done import code_text
from program.speech import Speaker

FORMS = BusinessName.FORMS
NUMBER = "11010519491231002X"
DETAILS = CardDetails(
    name="司马望舒", number="32010219861103201X", sex="女", birth="19861103", ethnic="汉", address="杏花村九组12号"
)
CARD = CardRead("hash", "司***", "19861103", DETAILS)
SECRETS = (DETAILS.name, DETAILS.number, DETAILS.birth, DETAILS.address)
TODAY = date(2026, 12, 1)
NAMES = tuple(shown_content().index.forms)
LANGUAGES = ("zh_CN", "en")


def at_form(name: str = "old-age-allowance") -> KioskWalk:
    return KioskWalk().opens(FORMS).at("forms_list").touch(FormChosen(name)).at("forms_sample")


def field(kind: FieldKind, **more: Any) -> FormField:
    return FormField(id="f", label=Text(zh="项", en="field"), kind=kind, **more)


# ---- the way through


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_form_of_the_hall_is_filled_in_without_a_card(name: str, language: str) -> None:
    walk = KioskWalk().touch(LookChosen(Look(language=language)))
    walk.opens(FORMS).touch(FormChosen(name)).at("forms_sample").touch(FormBegun()).fills().at("forms_check")
    walk.touch(FormDone()).at("forms_done")
    walk.goes_home().at("kiosk_leaving").touch(LeaveConfirmed()).at("kiosk_home")
    assert walk.state.session.kept == {}


def test_the_card_fills_in_what_it_knows_and_no_more() -> None:
    walk = at_form().touch(CARD).at("forms_sample")
    assert walk.business.sheet.values == {
        "name": DETAILS.name, "id-number": DETAILS.number, "address": DETAILS.address, "birth": "19861103"
    }  # fmt: skip
    walk.touch(FormBegun()).fills().touch(FormDone()).at("forms_done")


def test_a_card_is_read_in_full_on_the_page_that_asks_for_it_and_nowhere_else() -> None:
    walk = KioskWalk()
    assert walk.last(ReadCards) == ReadCards(on=True)
    walk.opens(FORMS)
    assert walk.last(ReadCards) == ReadCards(on=False)
    walk.touch(FormChosen("old-age-allowance"))
    assert walk.last(ReadCards) == ReadCards(on=True, details=True)
    walk.touch(FormBegun())
    assert walk.last(ReadCards) == ReadCards(on=False)


def test_what_is_printed_on_a_card_reaches_no_other_business() -> None:
    walk = KioskWalk().touch(CARD).opens(BusinessName.PROGRESS)
    walk.touch(CARD)
    assert not [one for one in SECRETS if one in _everything(walk.state)]


def test_a_reader_gives_the_details_only_while_they_are_asked_for() -> None:
    told: list[Any] = []
    readers = Readers(None, None, key=b"key", post=told.append)
    card = Identity(CardKind.RESIDENT, number=NUMBER, name="李秀兰", birth="19491231", sex="女")
    for effect in (ReadCards(on=True), ReadCards(on=True, details=True), ReadCards(on=False, details=True)):
        readers.listen(effect)
        readers._on_card(card)
    read = [one for one in told if isinstance(one, CardRead)]
    assert [one.details and one.details.number for one in read] == [None, NUMBER]


def test_a_card_that_cannot_be_read_says_so_and_the_form_is_filled_in_all_the_same() -> None:
    walk = at_form().touch(CardFailed(CardFault.UNREADABLE))
    assert walk.at("forms_sample").business.refused
    walk.touch(CardRead("hash", "", ""))
    assert walk.business.refused, "a card without a name fills in nothing"
    walk.touch(FormBegun()).fills().at("forms_check")


def test_what_the_card_has_filled_in_can_be_changed_and_is_checked_from_then_on() -> None:
    foreign = replace(DETAILS, number="X12345678901234")
    walk = at_form().touch(replace(CARD, details=foreign), FormBegun(), FieldDone()).at("forms_digits")
    walk.touch(FieldDone()).at("forms_digits")
    assert field_of(walk.business, walk.moment).id == "phone", "what the card says is not doubted"
    walk.back().touch(FieldTyped("delete"), FieldDone())
    assert walk.business.wrong is Wrong.ID_SHORT


# ---- what is wrong is said, where it is


@pytest.mark.parametrize(
    ("one", "value", "found"),
    [
        (field(FieldKind.NAME), "", Wrong.EMPTY),
        (field(FieldKind.NAME, required=False), "", None),
        (field(FieldKind.NAME), "王1", Wrong.NAME),
        (field(FieldKind.NAME), "Anna-Maria O'Neill", None),
        (field(FieldKind.ID_NUMBER), NUMBER, None),
        (field(FieldKind.ID_NUMBER), NUMBER[:-1], Wrong.ID_SHORT),
        (field(FieldKind.ID_NUMBER), "110105194912310021", Wrong.ID_SUM),
        (field(FieldKind.ID_NUMBER), "110105194913310021", Wrong.ID_DATE),
        (field(FieldKind.ID_NUMBER), "110105204912310021", Wrong.ID_DATE),
        (field(FieldKind.PHONE), "13912345678", None),
        (field(FieldKind.PHONE), "01065120001", None),
        (field(FieldKind.PHONE), "65120001", None),
        (field(FieldKind.PHONE), "1391234567", Wrong.PHONE),
        (field(FieldKind.PHONE), "110", Wrong.PHONE),
        (field(FieldKind.DATE), "20240229", None),
        (field(FieldKind.DATE), "20230229", Wrong.DATE),
        (field(FieldKind.DATE), "2023022", Wrong.DATE),
        (field(FieldKind.DATE), "18991231", Wrong.DATE),
        (field(FieldKind.NUMBER), "0", None),
        (field(FieldKind.SIGNATURE), "", Wrong.NOT_SIGNED),
        (field(FieldKind.CHOICE, choices=(FormChoice(id="a", text=Text(zh="甲", en="a")),)), "", Wrong.NOT_CHOSEN),
        (field(FieldKind.CHOICE, choices=(FormChoice(id="a", text=Text(zh="甲", en="a")),)), "b", Wrong.NOT_CHOSEN),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_field(one: FormField, value: str, found: Wrong | None) -> None:
    assert wrong(one, value, TODAY) is found


@pytest.mark.parametrize(
    ("one", "keys", "stands"),
    [
        (field(FieldKind.ID_NUMBER), [*"1x1", "王", *"0105194912310021", "X"], "110105194912310021"),
        (field(FieldKind.ID_NUMBER), [*NUMBER.lower()], NUMBER),
        (field(FieldKind.DATE), [*"2026-12-01", "9"], "20261201"),
        (field(FieldKind.NUMBER, longest=2), [*"123"], "12"),
        (field(FieldKind.LINE, longest=4), ["春晓", "里三号", "楼"], "春晓楼"),
        (field(FieldKind.NAME), ["王", "\n", "\x00", "芳"], "王芳"),
        (field(FieldKind.SIGNATURE), ["a"], ""),
    ],
)
def test_a_field_takes_what_belongs_there_and_a_word_whole_or_not_at_all(
    one: FormField, keys: list[str], stands: str
) -> None:
    value = ""
    for key in keys:
        value = typed(one, value, key)
    assert value == stands
    assert typed(one, value, "delete") == stands[:-1]
    assert typed(one, value, "clear") == ""


def test_nobody_goes_on_from_a_field_that_is_wrong_and_the_reason_goes_when_it_is_changed() -> None:
    walk = at_form().touch(FormBegun(), FieldDone()).at("forms_words")
    assert walk.business.wrong is Wrong.EMPTY
    walk.touch(FieldTyped("王"))
    assert walk.business.wrong is None
    walk.touch(FieldDone()).at("forms_digits")


def test_whatever_was_left_out_is_opened_before_a_form_is_done() -> None:
    walk = at_form().touch(FormBegun()).fills().at("forms_check")
    walk.touch(FieldOpened(1), FieldTyped("delete")).back().at("forms_check").touch(FormDone()).at("forms_digits")
    assert walk.business.wrong is Wrong.ID_SHORT
    walk.touch(FieldTyped("X"), FieldDone()).at("forms_check").touch(FormDone()).at("forms_done")


def test_a_double_tap_on_next_does_not_pass_over_a_field() -> None:
    walk = at_form().touch(FormBegun(), FieldTyped("王芳"), FieldDone(), *map(FieldTyped, NUMBER))
    walk.give(FieldDone())
    walk.give(FieldDone())
    assert field_of(walk.business, walk.moment).id == "phone"
    assert walk.business.wrong is None


def test_a_signature_is_drawn_and_wiped() -> None:
    walk = at_form().touch(CARD, FormBegun()).fills(until="signature").at("forms_sign").touch(FieldDone())
    assert walk.business.wrong is Wrong.NOT_SIGNED
    walk.touch(StrokeDrawn((0.1, 0.2, 0.3, 0.4)), SignatureWiped(), FieldDone()).at("forms_sign")
    walk.touch(StrokeDrawn((0.1, 0.2, 0.3, 0.4)), FieldDone()).at("forms_check")


# ---- nothing is lost by 返回, nothing is left by the person


def test_back_leads_field_by_field_to_the_list_and_loses_nothing() -> None:
    walk = at_form().touch(FormBegun()).fills().at("forms_check")
    before = walk.business.sheets
    for _ in range(40):
        if walk.screen == "kiosk_home":
            break
        walk.back()
    assert walk.at("kiosk_home").state.session.kept[FORMS].sheets == before
    walk.opens(FORMS).touch(FormChosen("old-age-allowance"), FormBegun()).at("forms_words")
    assert value_of(walk.business, field_of(walk.business, walk.moment)) == "王芳"


def test_two_forms_stand_beside_each_other() -> None:
    walk = at_form().touch(FormBegun(), FieldTyped("王芳")).back().back().at("forms_list")
    walk.touch(FormChosen("emergency-relief"), FormBegun())
    assert walk.business.sheet.values == {}
    walk.back().back().touch(FormChosen("old-age-allowance"))
    assert walk.business.sheet.values == {"name": "王芳"}


def test_home_asks_once_before_a_form_is_lost() -> None:
    walk = at_form().touch(FormBegun(), FieldTyped("王芳")).goes_home().at("kiosk_leaving").touch(StayChosen())
    walk.at("forms_words").switches().at("kiosk_home").is_forgotten()


def test_what_was_written_is_in_no_log_in_no_request_and_gone_with_the_person() -> None:
    walk = at_form("emergency-relief").touch(CARD, FormBegun()).fills().touch(FormDone()).at("forms_done")
    secrets = (*SECRETS, "13912345678", "住院了，钱不够")
    said = repr(walk.state) + repr(walk.effects)
    assert not [one for one in secrets if one in said]
    assert all(one in _everything(walk.state.session) for one in secrets), "it is there, and nowhere else"
    assert walk.made(Ask) == []
    assert walk.made(PrintSlip) == []
    assert all(one not in repr(FieldTyped(one)) for one in secrets)
    walk.after(200).is_forgotten()
    assert not [one for one in secrets if one in _everything(walk.state)]


def _everything(value: Any, depth: int = 0) -> str:
    """All that a state holds, also what its `repr` leaves out."""
    if depth > 12:
        return ""
    if hasattr(value, "__dataclass_fields__"):
        return "".join(_everything(getattr(value, name), depth + 1) for name in value.__dataclass_fields__)
    if isinstance(value, dict):
        return "".join(_everything(one, depth + 1) for pair in value.items() for one in pair)
    if isinstance(value, tuple | list | frozenset):
        return "".join(_everything(one, depth + 1) for one in value)
    return str(value)


# ---- what comes of it


def test_a_form_of_an_item_leads_to_a_number_for_it() -> None:
    walk = at_form().touch(CARD, FormBegun()).fills().touch(FormDone(), FormNumberWanted())
    walk.at("priority").back().at("forms_done")


def test_a_guide_leads_to_the_form_of_its_item_and_back() -> None:
    walk = KioskWalk().opens(BusinessName.GUIDES).touch(SearchOpened(), *map(LetterTouched, "gljt"))
    walk.touch(FoundChosen(SearchHit(FoundKind.ITEM, "old-age-allowance")), GuideFormWanted()).at("forms_sample")
    walk.touch(FormBegun()).at("forms_words").back().back().at("guides_guide")


COUNT = PaperForm(
    name=Text(zh="人数表", en="Head count"),
    fields=(
        FormField(id="people", label=Text(zh="人数", en="People"), kind=FieldKind.NUMBER, longest=2),
        FormField(
            id="how", label=Text(zh="方式", en="Way"), kind=FieldKind.CHOICE,
            choices=(FormChoice(id="bus", text=Text(zh="公交", en="Bus")),),
        ),
    ),
)  # fmt: skip


def test_only_a_form_that_says_nothing_of_anybody_can_be_taken_along_as_a_code() -> None:
    assert all(is_personal(form) for form in shown_content().index.forms.values())
    assert is_personal(replace(COUNT, fields=(replace(COUNT.fields[0], card=CardField.NUMBER),)))
    for kind in FieldKind:
        harmless = kind in {FieldKind.CHOICE, FieldKind.NUMBER, FieldKind.DATE}
        assert is_personal(replace(COUNT, fields=(field(kind),))) is not harmless
    shown = shown_content()
    walk = KioskWalk(content=False)
    walk.give(ContentReady(replace(shown, index=replace(shown.index, forms={"count": COUNT}))))
    walk.opens(FORMS).touch(FormChosen("count"), FormBegun(), FieldTyped("4"), FieldDone(), FieldChoice("bus"))
    walk.at("forms_check").touch(FormDone()).at("forms_done")
    assert code_text(Speaker("en"), walk.business, COUNT) == "Head count\nPeople: 4\nWay: Bus"


def test_a_kiosk_without_forms_does_not_offer_them_and_one_past_its_date_is_gone() -> None:
    shown = shown_content()
    old = replace(COUNT, shown_until=date(2020, 1, 1))
    walk = KioskWalk(content=False)
    walk.give(ContentReady(replace(shown, index=replace(shown.index, forms={"count": old}))))
    walk.opens(FORMS).at("kiosk_home")


def test_a_form_is_filled_in_while_the_hall_is_away() -> None:
    walk = KioskWalk()
    walk.hall_goes()
    walk.opens(FORMS).touch(FormChosen("old-age-allowance"), CARD, FormBegun()).fills().at("forms_check")
