"""The page /say: a form for 办不成事, complaints and praise, and the receipt.

The words and the phone are sent in the body of the form. If the hall does not answer, the page keeps what was written
and its mark, so that the same words sent again are one case.
"""

from __future__ import annotations

from domain.cases.kinds import CaseKind
from domain.cases.views import CaseReceipt
from domain.commands import OpenCase
from domain.config import Text
from domain.refusal import Code
from phone_page.booking.sheets import Sheet, SheetChoice, SheetField, once
from phone_page.booking.visit import BookingRequest
from phone_page.cases import words
from phone_page.hall_link import HallRefused
from phone_page.pages import HtmlPage

PROBLEMS: dict[str, Text] = {
    Code.CASE_WORDS: words.BAD_WORDS,
    Code.PHONE_INVALID: words.BAD_PHONE,
    Code.CASE_TOO_MANY: words.MANY,
    Code.HALL_BUSY: words.AWAY,
    Code.HALL_DISK_FULL: words.AWAY,
}


def speak(visit: BookingRequest, *, posted: bool) -> HtmlPage:
    if not posted:
        return _form(visit)
    kind = next((one for one in CaseKind if one.value == visit.field("chosen")), None)
    if kind is None:
        return _form(visit, words.NO_KIND)
    text, phone = visit.field("words").replace("\r\n", "\n").strip(), visit.field("phone").strip()
    if not visit.may_send():
        return _form(visit, words.MANY)
    asked = OpenCase(kind=kind, text=text, phone=phone or None, language=visit.language)
    told = visit.desk.asked(asked, CaseReceipt, visit.request(kind.value, text, phone))
    if isinstance(told, CaseReceipt):
        return _receipt(visit, told)
    if isinstance(told, HallRefused):
        return _form(visit, PROBLEMS.get(told.code, words.NOT_TAKEN))
    return _form(visit, words.AWAY)


def _form(visit: BookingRequest, problem: Text | None = None) -> HtmlPage:
    say = visit.say
    chosen = visit.field("chosen")
    kinds = tuple(SheetChoice(value=kind.value, label=say(name)) for kind, name in words.KINDS.items())
    return HtmlPage(
        heading=say(words.HEADING),
        lines=(say(words.HINT),),
        problem=say(problem, phone=visit.catalogue.hotline) if problem is not None else "",
        status=422 if problem is not None else 200,
        language_link=problem is None,
        sheets=(
            Sheet(
                action="/say",
                carried=(("step", "say"), ("once", visit.field("once") or once())),
                choices=((say(words.KIND), kinds),),
                chosen=chosen,
                fields=(
                    SheetField(name="words", label=say(words.WORDS), kind="words", value=visit.field("words")),
                    SheetField(
                        name="phone", label=say(words.PHONE), kind="tel", value=visit.field("phone"), needed=False
                    ),
                ),
                submit=say(words.SUBMIT),
            ),
        ),
    )


def _receipt(visit: BookingRequest, told: CaseReceipt) -> HtmlPage:
    say = visit.say
    return HtmlPage(
        heading=say(words.GOT),
        number=told.code,
        number_label=say(words.RECEIPT),
        lines=(say(words.LOOKED_INTO), say(words.HOTLINE, phone=visit.catalogue.hotline)),
        language_link=False,
    )
