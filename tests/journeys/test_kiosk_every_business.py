"""One whole visit to each business of the kiosk, step by step, in both languages; then nothing of the person is left.

A step is what is touched, told or shown, and the screen that it leads to.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from kiosk_sample import BOOKED, CASES, FREE, OWN_CODE, SLOTS, KioskWalk, asks_about_cases, books, followed, reviews
from machine_sample import PRIORITIES

from domain.cases.kinds import CaseKind
from domain.cases.views import CaseReceipt
from domain.content.documents import OpenCategory
from domain.flow import DoneTouched, Look, LookChosen
from domain.number_machine.inputs import (
    CardDetails,
    CardRead,
    CodeScanned,
    DigitTouched,
    PhoneDone,
    PriorityChosen,
    QueueChosen,
    WayChosen,
)
from domain.progress.views import ProgressAnswer
from domain.self_service.booking import touches as bk
from domain.self_service.cases import touches as cs
from domain.self_service.content.guides_state import (
    FoundChosen,
    GuidePart,
    LetterTouched,
    NoticeWanted,
    NumberWanted,
    PartChosen,
    SearchOpened,
)
from domain.self_service.content.hall_map import AroundChosen, PlaceChosen
from domain.self_service.content.open_documents import CategoryChosen, DocumentChosen
from domain.self_service.content.searching import FoundKind, SearchHit
from domain.self_service.content.themes import (
    AnswersDone,
    AnswerTouched,
    ThemeChosen,
    ThemeGuideChosen,
    items_of,
    question_of,
)
from domain.self_service.effects import PrintSlip
from domain.self_service.forms.forms_state import FieldOpened, FormBegun, FormChosen, FormDone, FormNumberWanted
from domain.self_service.inputs import LeaveConfirmed, SlipEnded
from domain.self_service.progress import CaseChosen
from domain.self_service.reviews import touches as rv
from domain.views.business_names import BusinessName
from domain.views.catalogue import TicketWay
from domain.views.queries import ReviewState

NAME, MASKED, NUMBER, PERSON = "司马望舒", "司***", "32010219861103201X", "c0ffee-hash"
PHONE, ADDRESS, STORY = "13912345678", "杏花村路9号院2单元501号", "我来了三次都没有人管"
RECEIPT = CaseReceipt(case="20261121-Z001", code="YY8K3M2Q")
SECRETS = (
    NAME,
    MASKED,
    NUMBER,
    PERSON,
    PHONE,
    ADDRESS,
    STORY,
    CASES[0].receipt,
    BOOKED.code,
    RECEIPT.code,
    "Key-of_A012x",
)
CARD = CardRead(PERSON, MASKED, "19861103", CardDetails(name=NAME, number=NUMBER, address=ADDRESS, birth="19861103"))
What = Any
"""An input, several, or what somebody does with the walk."""
Step = tuple[What, str]


def slip_comes_out(walk: KioskWalk) -> None:
    walk.give(SlipEnded(walk.last(PrintSlip).tag))


def answers_everything(walk: KioskWalk) -> None:
    while (question := question_of(walk.business, walk.moment)) is not None:
        walk.touch(AnswerTouched(question.answers[0].id), *([AnswersDone()] if question.several else []))


def hall(data: Any) -> Callable[[KioskWalk], Any]:
    return lambda walk: walk.hall_tells(data)


def fills(walk: KioskWalk) -> None:
    walk.fills()


def goes_on(walk: KioskWalk) -> None:
    walk.back()


ALLOWANCE = SearchHit(FoundKind.ITEM, "old-age-allowance")

JOURNEYS: dict[BusinessName, Sequence[Step]] = {
    BusinessName.TICKET: (
        (QueueChosen("social"), "who"),
        (WayChosen(TicketWay.PHONE), "phone"),
        ((*map(DigitTouched, PHONE), PhoneDone()), "priority"),
        (PriorityChosen(PRIORITIES[0].id), "priority"),
        (lambda walk: walk.hall_answers(), "number"),
        (lambda walk: walk.paper_comes(), "number"),
        (DoneTouched(), "kiosk_home"),
    ),
    BusinessName.GUIDES: (
        (SearchOpened(), "guides_search"),
        (tuple(map(LetterTouched, "gljt")), "guides_search"),
        (FoundChosen(ALLOWANCE), "guides_guide"),
        (PartChosen(GuidePart.TAKE), "guides_guide"),
        (NoticeWanted(), "guides_guide"),
        (slip_comes_out, "guides_guide"),
        (NumberWanted(), "who"),
        (goes_on, "guides_guide"),
    ),
    BusinessName.THEMES: (
        (ThemeChosen("retirement"), "themes_question"),
        (answers_everything, "themes_result"),
        (lambda walk: walk.touch(ThemeGuideChosen(items_of(walk.business, walk.moment)[0])), "guides_guide"),
        (goes_on, "themes_result"),
    ),
    BusinessName.PROGRESS: (
        (CARD, "progress_said"),
        (hall(ProgressAnswer(cases=CASES)), "progress_cases"),
        (CaseChosen(0), "progress_case"),
    ),
    BusinessName.BOOKING: (
        (bk.BookWanted(), "booking_queues"),
        (bk.BookedQueueChosen("social"), "booking_items"),
        (bk.BookedItemChosen("old-age-allowance"), "booking_said"),
        (hall(SLOTS), "booking_days"),
        (bk.BookedDayChosen("2026-11-24"), "booking_times"),
        (bk.SlotTouched(FREE.starts_at), "booking_who"),
        (CARD, "booking_check"),
        (bk.BookingConfirmed(), "booking_said"),
        (hall(BOOKED), "booking_done"),
        (slip_comes_out, "booking_done"),
        (bk.BookingRead(), "kiosk_home"),
    ),
    BusinessName.CASES: (
        (cs.CaseKindChosen(CaseKind.UNSOLVED), "cases_sentences"),
        (cs.OwnWordsWanted(), "cases_write"),
        (cs.CaseWordWritten(STORY), "cases_write"),
        (cs.CaseWordsDone(), "cases_call"),
        (cs.CallBackWanted(), "cases_phone"),
        ((*map(cs.CasePhoneKey, PHONE), cs.CasePhoneTyped()), "cases_check"),
        (cs.CaseHandedIn(), "cases_said"),
        (hall(RECEIPT), "cases_done"),
        (slip_comes_out, "cases_done"),
    ),
    BusinessName.REVIEW: (
        (CodeScanned(OWN_CODE), "review_said"),
        (hall(followed(ReviewState.OPEN)), "review_which"),
        (rv.ServiceReviewed(), "review_level"),
        (rv.LevelChosen(1), "review_reasons"),
        (rv.ReasonTold("101"), "review_reasons"),
        (rv.ReviewWordsWanted(), "review_words"),
        (rv.ReviewWordWritten(STORY), "review_words"),
        (rv.ReviewWordsDone(), "review_reasons"),
        (rv.ReviewHandedIn(), "review_said"),
        (hall(None), "review_said"),
        (rv.ReviewThanked(), "kiosk_home"),
    ),
    BusinessName.FORMS: (
        (FormChosen("old-age-allowance"), "forms_sample"),
        (CARD, "forms_sample"),
        (FormBegun(), "forms_words"),
        (fills, "forms_check"),
        (FieldOpened(0), "forms_words"),
        (goes_on, "forms_check"),
        (FormDone(), "forms_done"),
        (FormNumberWanted(), "priority"),
        (goes_on, "forms_done"),
    ),
    BusinessName.OPEN: (
        (CategoryChosen(OpenCategory.COMPLAINT), "open_documents"),
        (DocumentChosen("how-to-complain"), "open_document"),
    ),
    BusinessName.MAP: (
        (PlaceChosen("window-1"), "map_plan"),
        (AroundChosen(), "map_around"),
    ),
}

MADE: dict[BusinessName, Callable[[], KioskWalk]] = {
    BusinessName.PROGRESS: asks_about_cases,
    BusinessName.BOOKING: books,
    BusinessName.REVIEW: reviews,
}
"""The kiosk of a hall that has what the business needs."""


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("name", JOURNEYS)
def test_a_whole_visit(name: BusinessName, language: str) -> None:
    walk = MADE.get(name, KioskWalk)()
    walk.touch(LookChosen(Look(language=language))).opens(name)
    for what, screen in JOURNEYS[name]:
        if callable(what):
            what(walk)
        else:
            walk.touch(*(what if isinstance(what, tuple) else (what,)))
        walk.at(screen)
        assert not [one for one in SECRETS if one in repr(walk.state.session)], "a log of the state names nobody"
    leaves(walk)
    walk.at("kiosk_home").is_forgotten()
    state = dataclasses.replace(walk.state, content=None, newest=None)
    assert not [one for one in SECRETS if one in everything(state)]


def leaves(walk: KioskWalk) -> None:
    """首页 and 换人, with the question whether what was typed may go."""
    if walk.screen != "kiosk_home":
        walk.goes_home()
    if walk.state.leaving:
        walk.touch(LeaveConfirmed())
    walk.switches()


def everything(value: Any, depth: int = 0) -> str:
    """All words that a state holds, also those that its `repr` leaves out."""
    if depth > 14:
        return ""
    if dataclasses.is_dataclass(value):
        inner = [getattr(value, one.name) for one in dataclasses.fields(value)]
    elif isinstance(value, dict):
        inner = [one for pair in value.items() for one in pair]
    elif isinstance(value, tuple | list | set | frozenset):
        inner = list(value)
    else:
        return f"{value}\n"
    return "".join(everything(one, depth + 1) for one in inner)


def test_every_business_has_its_visit() -> None:
    """找人帮忙 stands over all of them and has tests of its own (`test_kiosk_help.py`), and so has what is no citizen's
    (`tests/ground/test_practice.py`)."""
    assert set(JOURNEYS) == set(BusinessName) - {BusinessName.HELP, BusinessName.STAFF}
