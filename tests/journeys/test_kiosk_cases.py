"""People who say at the kiosk what could not be done, complain, or say thanks."""

from __future__ import annotations

import pytest
from kiosk_sample import KioskWalk

from domain.cases.kinds import CaseKind
from domain.cases.views import CaseReceipt
from domain.flow import Ask, Look, LookChosen
from domain.refusal_data import TryLater
from domain.self_service.business import Offer
from domain.self_service.businesses import tiles
from domain.self_service.cases import touches as t
from domain.self_service.cases.business import LONGEST
from domain.self_service.cases.state import CaseSaid
from domain.self_service.effects import CaseNotice, PrintSlip
from domain.self_service.inputs import LeaveConfirmed, SlipEnded
from domain.statuses import PrinterStatus
from domain.views.business_names import BusinessName

CASES = BusinessName.CASES
PHONE = "13912345678"
RECEIPT = CaseReceipt(case="20261121-Z001", code="K7M3Q9XA")
UNSOLVED = t.CaseKindChosen(CaseKind.UNSOLVED)
CALLED = (t.CallBackWanted(), *map(t.CasePhoneKey, PHONE), t.CasePhoneTyped())


def written(*words: str) -> KioskWalk:
    walk = KioskWalk().opens(CASES).at("cases_kind").touch(UNSOLVED).at("cases_sentences")
    return walk.touch(t.OwnWordsWanted()).at("cases_write").touch(*map(t.CaseWordWritten, words or ("没人管",)))


def test_ready_sentences_a_phone_and_a_receipt() -> None:
    walk = KioskWalk().opens(CASES).touch(UNSOLVED, t.SentenceChosen(1), t.SentenceChosen(2), t.CaseWordsDone())
    walk.at("cases_call").touch(*CALLED).at("cases_check").touch(t.CaseHandedIn())
    words = "来了好几次都没办成。每次要的材料都不一样。"
    asked = {"kind": "unsolved", "text": words, "phone": PHONE, "language": "zh_CN"}
    assert walk.wire == ("case.open", asked)
    walk.hall_tells(RECEIPT).at("cases_done")
    assert not walk.business.text
    slip = walk.last(PrintSlip).content
    assert slip == CaseNotice(code="K7M3Q9XA", kind=CaseKind.UNSOLVED, day=walk.moment.today)
    walk.touch(t.CaseRead()).at("kiosk_home").switches()
    walk.is_forgotten()


def test_own_words_in_english_and_no_phone() -> None:
    walk = KioskWalk().touch(LookChosen(Look(language="en"))).opens(CASES)
    walk.touch(
        t.CaseKindChosen(CaseKind.PRAISE), t.SentenceChosen(1), t.OwnWordsWanted(), *map(t.CaseWordWritten, "ok")
    )
    walk.touch(t.CaseWordsDone(), t.CallBackUnwanted(), t.CaseHandedIn())
    assert walk.wire[1] == {"kind": "praise", "text": "It was quick. ok", "language": "en"}


def test_back_loses_no_word_and_home_asks_once() -> None:
    walk = written("没", "人", "管").touch(t.CaseWordsDone(), *CALLED).at("cases_check")
    for page in ("phone", "call", "write", "sentences", "kind"):
        walk.back().at(f"cases_{page}")
    walk.back().at("kiosk_home").opens(CASES)
    assert (walk.business.text, walk.business.phone) == ("没人管", PHONE)
    walk.goes_home().at("kiosk_leaving").touch(LeaveConfirmed()).at("kiosk_home").opens(CASES)
    assert walk.business.text == ""


def test_what_was_touched_last_is_erased_first_and_too_much_does_not_fit() -> None:
    walk = written("没人", "管").touch(t.CaseErased())
    assert walk.business.text == "没人"
    walk.touch(t.CaseWordWritten("长" * LONGEST))
    assert walk.business.text == "没人"
    walk.touch(t.CaseErased(all=True), t.CaseWordsDone()).at("cases_write")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("case.too_many", CaseSaid.MANY),
        ("hall.busy", CaseSaid.AWAY),
        ("phone.invalid", CaseSaid.PHONE),
        ("case.words", CaseSaid.REFUSED),
        ("device.not_allowed", CaseSaid.REFUSED),
    ],
)
def test_each_refusal_is_said_and_the_words_stay(code: str, said: CaseSaid) -> None:
    walk = written().touch(t.CaseWordsDone(), *CALLED, t.CaseHandedIn())
    walk.hall_tells(TryLater(after_seconds=60), code=code).at("cases_said")
    assert walk.business.said is said
    walk.touch(t.CaseGoesOn())
    assert walk.business.text == "没人管"


def test_an_answer_that_is_lost_is_asked_for_again_under_its_own_id() -> None:
    walk = written().touch(t.CaseWordsDone(), t.CallBackUnwanted(), t.CaseHandedIn())
    first = walk.asked.request_id
    walk.hall_is_silent()
    assert walk.business.said is CaseSaid.UNSURE
    walk.touch(t.CaseGoesOn())
    assert walk.asked.request_id == first
    walk.hall_is_silent()
    walk.back().back().back().touch(t.CaseWordWritten("。"), t.CaseWordsDone(), t.CallBackUnwanted(), t.CaseHandedIn())
    assert walk.asked.request_id != first, "other words are another case"
    walk.after(9)
    assert walk.business.said is CaseSaid.UNSURE


def test_while_the_hall_is_away_nothing_is_asked_and_home_says_so() -> None:
    walk = written().touch(t.CaseWordsDone(), t.CallBackUnwanted())
    walk.hall_goes()
    walk.touch(t.CaseHandedIn())
    assert walk.business.said is CaseSaid.AWAY
    assert not walk.made(Ask)
    assert dict(tiles(tuple(BusinessName), walk.moment))[CASES] is Offer.AWAY


def test_paper_that_fails_is_tried_again() -> None:
    walk = written().touch(t.CaseWordsDone(), t.CallBackUnwanted(), t.CaseHandedIn()).hall_tells(RECEIPT)
    walk.give(SlipEnded(walk.last(PrintSlip).tag, PrinterStatus.PAPER_OUT)).touch(t.CaseSlipWanted())
    assert len(walk.made(PrintSlip)) == 2


def test_who_walks_away_in_mid_sentence_leaves_nothing() -> None:
    walk = written("没人", "管")
    walk.after(60)
    walk.at("kiosk_home").is_forgotten()
