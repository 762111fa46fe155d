"""People who ask at the kiosk how their case stands: by card, by receipt, with the hall or the other system away."""

from __future__ import annotations

import pytest
from kiosk_sample import CASES, TAIL, KioskWalk, asks_about_cases

from domain.flow import Ask
from domain.number_machine.inputs import CardFailed, CardFault, CardLaid, CardRead, CodeScanned
from domain.progress.views import ProgressAnswer, ProgressQuestion, ProgressWay
from domain.refusal_data import TryLater
from domain.self_service.business import Offer
from domain.self_service.businesses import tiles
from domain.self_service.inputs import LeaveConfirmed
from domain.self_service.progress import (
    AskAgain,
    ByCard,
    ByReceipt,
    CaseChosen,
    ReceiptKey,
    ReceiptTyped,
    Said,
    TailTyped,
)
from domain.views.business_names import BusinessName

PROGRESS = BusinessName.PROGRESS
CARD = CardRead("hash", "王**", "19700101")
TYPED = (ByReceipt(), *map(ReceiptKey, "b-7"), ReceiptTyped(), *TAIL, TailTyped())


def offer(walk: KioskWalk) -> Offer | None:
    return dict(tiles(tuple(BusinessName), walk.moment)).get(PROGRESS)


def test_by_card_one_of_several_is_chosen_and_read() -> None:
    walk = asks_about_cases().opens(PROGRESS).at("progress_ways").touch(CARD).at("progress_said")
    assert walk.wire == ("progress.lookup", {"person": "hash"})
    walk.hall_tells(ProgressAnswer(cases=CASES)).at("progress_cases").touch(CaseChosen(1)).at("progress_case")
    walk.back().at("progress_cases").back().at("progress_ways").back().at("kiosk_home")
    walk.switches()
    walk.is_forgotten()


def test_who_laid_the_card_before_needs_not_do_it_again() -> None:
    walk = asks_about_cases().touch(CARD).opens(PROGRESS).at("progress_ways").touch(ByCard()).at("progress_said")
    walk.hall_tells(ProgressAnswer(cases=CASES[:1])).at("progress_case")


@pytest.mark.parametrize("fault", CardFault)
def test_a_card_that_cannot_be_read_is_said_and_may_be_laid_on_again(fault: CardFault) -> None:
    walk = asks_about_cases().opens(PROGRESS)
    assert walk.give(CardLaid()).business.reading
    walk.give(CardFailed(fault)).at("progress_ways")
    assert (walk.business.reading, walk.business.unread) == (False, True)
    walk.touch(CARD).at("progress_said")
    assert walk.wire == ("progress.lookup", {"person": "hash"})


def test_back_keeps_what_was_typed_of_the_phone_until_it_was_asked() -> None:
    walk = asks_about_cases().opens(PROGRESS).touch(ByReceipt(), *map(ReceiptKey, "b-7"), ReceiptTyped(), *TAIL[:2])
    walk.back().at("progress_receipt").back().at("progress_ways").touch(ByReceipt(), ReceiptTyped())
    assert (walk.business.receipt, walk.business.tail) == ("B-7", "80")


def test_by_receipt_and_the_end_of_the_phone() -> None:
    walk = asks_about_cases().opens(PROGRESS).touch(*TYPED).at("progress_said")
    assert walk.wire == ("progress.lookup", {"receipt": "B-7", "phone_tail": "8000"})
    walk.hall_tells(ProgressAnswer(cases=CASES[1:2])).at("progress_case").back().at("progress_receipt")
    assert walk.business.cases == ()
    assert walk.business.tail == ""


def test_the_code_on_the_receipt_is_held_under_the_scanner() -> None:
    walk = asks_about_cases().opens(PROGRESS).touch(ByReceipt())
    walk.give(CodeScanned("]Q1511z07001006-2026-0012\r")).at("progress_tail")
    assert walk.business.receipt == "511Z07001006-2026-0012"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("progress.unknown", Said.UNKNOWN),
        ("progress.wait", Said.WAIT),
        ("progress.away", Said.AWAY),
        ("hall.busy", Said.AWAY),
        ("progress.not_by_card", Said.NO_CARDS),
        ("progress.not_offered", Said.REFUSED),
        ("device.not_allowed", Said.REFUSED),
    ],
)
def test_each_refusal_is_said_and_leads_on(code: str, said: Said) -> None:
    walk = asks_about_cases().opens(PROGRESS).touch(*TYPED)
    walk.hall_tells(TryLater(after_seconds=45), code=code).at("progress_said")
    assert (walk.business.said, walk.business.wait_s) == (said, 45)
    walk.touch(AskAgain())
    assert walk.screen in {"progress_receipt", "progress_said"}
    walk.back()
    walk.goes_home().touch(LeaveConfirmed()).at("kiosk_home")


def test_what_was_typed_can_be_put_right() -> None:
    walk = asks_about_cases().opens(PROGRESS).touch(*TYPED).hall_tells(code="progress.unknown")
    walk.touch(AskAgain()).at("progress_receipt").touch(ReceiptKey("delete"), ReceiptKey("8"))
    assert walk.business.receipt == "B-8"


def test_a_hall_that_does_not_answer_is_a_page_and_asked_again_under_a_new_id() -> None:
    walk = asks_about_cases().opens(PROGRESS).touch(*TYPED)
    first = walk.asked.request_id
    walk.hall_is_silent().at("progress_said")
    assert walk.business.said is Said.AWAY
    walk.touch(AskAgain())
    assert walk.asked.request_id != first
    walk.hall_tells(ProgressAnswer(cases=CASES[:1])).at("progress_case")


def test_while_the_hall_is_away_nothing_is_asked_and_home_says_so() -> None:
    walk = asks_about_cases().opens(PROGRESS)
    walk.hall_goes()
    walk.touch(*TYPED).at("progress_said")
    assert walk.business.said is Said.AWAY
    assert not any(isinstance(one.command, ProgressQuestion) for one in walk.made(Ask))
    walk.back().goes_home().touch(LeaveConfirmed()).at("kiosk_home")
    assert offer(walk) is Offer.AWAY


def test_an_answer_that_comes_after_its_person_has_gone_on_is_nobodys() -> None:
    walk = asks_about_cases().opens(PROGRESS).touch(CARD)
    late = walk.asked
    walk.back().at("progress_ways").touch(ByReceipt())
    walk.hall_tells(ProgressAnswer(cases=CASES)).at("progress_receipt")
    assert late.tag
    walk.switches()
    walk.hall_tells(ProgressAnswer(cases=CASES)).at("kiosk_home")
    walk.is_forgotten()


def test_whoever_walks_away_from_their_case_leaves_nothing() -> None:
    walk = asks_about_cases().opens(PROGRESS).touch(*TYPED).hall_tells(ProgressAnswer(cases=CASES[:1]))
    walk.after(60)
    walk.at("kiosk_home").is_forgotten()


def test_a_hall_without_a_source_shows_no_tile_and_one_without_cards_asks_for_none() -> None:
    assert offer(KioskWalk()) is None
    walk = asks_about_cases(ProgressWay.RECEIPT).opens(PROGRESS).touch(CARD).at("progress_ways")
    walk.touch(ByCard()).at("progress_ways")
    assert not walk.made(Ask)
