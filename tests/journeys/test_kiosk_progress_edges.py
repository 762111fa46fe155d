"""查进度 at its edges: which touch counts on which page, what is typed and lost, and whose answer it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from kiosk_sample import CASES, TAIL, KioskWalk, asks_about_cases
from machine_sample import queues

from domain.flow import Answered, Arrived, Ask, NoAnswer
from domain.number_machine.effects import ReadCards
from domain.number_machine.inputs import CardRead, CodeScanned
from domain.progress.views import ProgressAnswer
from domain.refusal_data import TryLater
from domain.self_service.inputs import LeaveConfirmed
from domain.self_service.progress import (
    AskAgain,
    ByCard,
    ByReceipt,
    CaseChosen,
    ReceiptKey,
    ReceiptTyped,
    Said,
    TailKey,
    TailTyped,
    case_of,
)
from domain.views.business_names import BusinessName

PROGRESS = BusinessName.PROGRESS
CARD = CardRead("hash", "王**", "19700101")
TYPED = (ByReceipt(), *map(ReceiptKey, "b-7"), ReceiptTyped(), *TAIL, TailTyped())


def ways() -> KioskWalk:
    """Whose card is known."""
    return asks_about_cases().touch(CARD).opens(PROGRESS).at("progress_ways")


def receipt() -> KioskWalk:
    return ways().touch(ByReceipt(), *map(ReceiptKey, "b-7")).at("progress_receipt")


def tail() -> KioskWalk:
    return receipt().touch(ReceiptTyped(), *TAIL).at("progress_tail")


def asking() -> KioskWalk:
    return tail().touch(TailTyped()).at("progress_said")


def cases() -> KioskWalk:
    return asking().hall_tells(ProgressAnswer(cases=CASES)).at("progress_cases")


def case() -> KioskWalk:
    return asking().hall_tells(ProgressAnswer(cases=CASES[:1])).at("progress_case")


EVERY = [
    ByReceipt(),
    ByCard(),
    ReceiptKey("a"),
    ReceiptTyped(),
    TailKey("delete"),
    TailTyped(),
    CaseChosen(0),
    AskAgain(),
]


@pytest.mark.parametrize(
    ("page", "counts"),
    [
        (ways, {ByReceipt, ByCard}),
        (receipt, {ReceiptKey, ReceiptTyped}),
        (tail, {TailKey, TailTyped}),
        (asking, set()),
        (cases, {CaseChosen}),
        (case, set()),
    ],
)
def test_a_touch_counts_on_its_own_page_alone(page: Callable[[], KioskWalk], counts: set[type]) -> None:
    for touch in EVERY:
        walk = page()
        before, asked = walk.business, len(walk.made(Ask))
        walk.touch(touch)
        changed = walk.business != before or len(walk.made(Ask)) != asked
        assert changed is (type(touch) in counts), touch


def test_nothing_is_asked_with_a_receipt_or_a_phone_that_is_not_whole() -> None:
    walk = asks_about_cases().opens(PROGRESS).touch(ByReceipt(), ReceiptTyped()).at("progress_receipt")
    walk.touch(ReceiptKey("a"), ReceiptTyped(), *TAIL[:3], TailTyped()).at("progress_tail")
    assert not walk.made(Ask)
    walk.touch(*TAIL[3:], TailKey("9"), TailTyped()).at("progress_said")
    assert walk.wire == ("progress.lookup", {"receipt": "A", "phone_tail": "8000"})


def test_nobody_is_asked_for_by_a_card_that_was_not_laid() -> None:
    walk = asks_about_cases().opens(PROGRESS).touch(ByCard()).at("progress_ways")
    assert not walk.made(Ask)


def test_keys_are_typed_put_right_and_cleared() -> None:
    walk = ways().touch(ByReceipt(), *map(ReceiptKey, ["a", "-", "王", "#", "9", "delete", "7"]))
    assert walk.business.receipt == "A-7"
    walk.touch(ReceiptKey("clear"))
    assert walk.business.receipt == ""
    walk.touch(*map(ReceiptKey, "7" * 65))
    assert walk.business.receipt == "7" * 64
    walk.touch(ReceiptTyped(), *map(TailKey, ["8", "a", "-", "0", "delete", "1"]))
    assert walk.business.tail == "81"
    walk.touch(TailKey("clear"))
    assert walk.business.tail == ""


def test_quick_keys_count_also_right_after_the_page_has_come() -> None:
    walk = ways().touch(ByReceipt())
    walk.give(*map(ReceiptKey, "b-7"))
    assert walk.business.receipt == "B-7"
    walk.touch(ReceiptTyped())
    walk.give(*TAIL)
    assert walk.business.tail == "8000"


@pytest.mark.parametrize("at", [0, 1, 2])
def test_the_chosen_case_is_the_one_that_is_shown(at: int) -> None:
    walk = cases()
    assert case_of(walk.business) is None
    walk.touch(CaseChosen(at)).at("progress_case")
    assert case_of(walk.business) == CASES[at]
    walk.back().at("progress_cases")
    assert case_of(walk.business) is None


@pytest.mark.parametrize("at", [-1, 3])
def test_a_case_that_is_not_there_is_not_chosen(at: int) -> None:
    cases().touch(CaseChosen(at)).at("progress_cases")


def test_a_case_by_its_receipt_is_the_only_one_and_the_first() -> None:
    assert case_of(case().business) == CASES[0]


def test_two_cases_are_listed() -> None:
    walk = asking().hall_tells(ProgressAnswer(cases=CASES[:2])).at("progress_cases").touch(CaseChosen(1))
    walk.back().at("progress_cases")


def test_the_hall_has_eight_seconds_and_meanwhile_it_is_said_that_it_is_asked() -> None:
    walk = asking()
    assert walk.asked.timeout_s == 8
    assert walk.business.said is Said.ASKING
    walk.hall_tells(TryLater(after_seconds=45), code="progress.wait").touch(AskAgain())
    assert (walk.business.said, walk.business.wait_s) == (Said.ASKING, 0)


@pytest.mark.parametrize(("by_card", "said"), [(True, Said.NONE), (False, Said.UNKNOWN)])
def test_an_answer_without_a_case_is_said(by_card: bool, said: Said) -> None:
    walk = ways().touch(ByCard()) if by_card else asking()
    walk.hall_tells(ProgressAnswer(cases=())).at("progress_said")
    assert walk.business.said is said


def test_an_answer_that_cannot_be_read_is_no_case() -> None:
    walk = asking()
    walk.give(Answered(walk.asked.tag, ok=True, data=None)).at("progress_said")
    assert walk.business.said is Said.REFUSED
    assert walk.business.wait_s == 0


@pytest.mark.parametrize("code", ["progress.not_by_card", "progress.not_offered", ""])
def test_whose_card_finds_nothing_goes_on_by_receipt(code: str) -> None:
    walk = ways().touch(ByCard())
    walk.hall_tells(None if code else ProgressAnswer(cases=()), code=code).touch(AskAgain()).at("progress_receipt")
    assert not walk.business.by_card
    walk.touch(*map(ReceiptKey, "b-7"), ReceiptTyped(), *TAIL, TailTyped())
    assert walk.wire == ("progress.lookup", {"receipt": "B-7", "phone_tail": "8000"})


@pytest.mark.parametrize("code", ["progress.away", "progress.wait", "hall.busy"])
def test_a_card_is_asked_for_again_where_it_may_be_answered_now(code: str) -> None:
    walk = ways().touch(ByCard())
    first = walk.asked.request_id
    walk.hall_tells(code=code).touch(AskAgain()).at("progress_said")
    assert walk.asked.request_id != first
    assert walk.wire == ("progress.lookup", {"person": "hash"})


def test_a_wrong_end_of_the_phone_is_typed_anew() -> None:
    walk = asking().hall_tells(code="progress.unknown").touch(AskAgain(), ReceiptTyped()).at("progress_tail")
    assert (walk.business.receipt, walk.business.tail) == ("B-7", "")
    walk.touch(*TAIL).back().at("progress_receipt")
    assert (walk.business.receipt, walk.business.tail) == ("B-7", "8000"), "返回 loses nothing that was typed"


@pytest.mark.parametrize("late", ["answer", "silence"])
def test_whoever_goes_back_does_not_wait_and_the_late_answer_is_nobodys(late: str) -> None:
    walk = asking()
    first = walk.asked
    walk.back().at("progress_receipt").touch(ReceiptTyped(), *TAIL, TailTyped()).at("progress_said")
    before = walk.business
    own = first.tag.removesuffix(first.request_id) + "another"
    for tag in (first.tag, own):
        walk.give(NoAnswer(tag) if late == "silence" else Answered(tag, ok=True, data=ProgressAnswer(cases=CASES)))
        assert walk.business == before
    walk.hall_tells(ProgressAnswer(cases=CASES[:1])).at("progress_case")
    walk.back().at("progress_receipt")
    before = walk.business
    none_out = walk.asked.tag.removesuffix(walk.asked.request_id)
    walk.give(NoAnswer(none_out), Answered(none_out, ok=True, data=ProgressAnswer(cases=CASES)))
    assert walk.business == before, "nothing is waited for"


def test_an_answer_that_comes_to_whoever_has_gone_back_changes_nothing() -> None:
    walk = asking().back().at("progress_receipt")
    before = walk.business
    walk.hall_tells(ProgressAnswer(cases=CASES[:1])).at("progress_receipt")
    assert walk.business == before
    walk.hall_is_silent().at("progress_receipt")


def test_back_from_a_case_found_by_card_leads_to_the_ways_and_keeps_what_was_typed() -> None:
    walk = receipt().back().at("progress_ways").touch(ByCard())
    walk.hall_tells(ProgressAnswer(cases=CASES[:1])).at("progress_case").back().at("progress_ways")
    walk.touch(ByReceipt())
    assert walk.business.receipt == "B-7"


def test_back_while_a_card_is_asked_for_leads_to_the_ways() -> None:
    receipt().back().touch(ByCard()).at("progress_said").back().at("progress_ways")


@pytest.mark.parametrize(("page", "leads_to"), [(ways, "progress_ways"), (tail, "progress_tail")])
def test_a_code_is_read_on_the_page_of_the_receipt_alone(page: Callable[[], KioskWalk], leads_to: str) -> None:
    walk = page()
    before = walk.business
    walk.give(CodeScanned("C-8")).at(leads_to)
    assert walk.business == before


def test_of_a_code_what_no_receipt_has_is_left_out() -> None:
    walk = receipt().give(CodeScanned("号 c-8\r\n" + "9" * 70))
    assert walk.at("progress_tail").business.receipt == "C-8" + "9" * 61
    receipt().give(CodeScanned("！？")).at("progress_receipt")


def test_cards_are_listened_to_on_the_first_page_alone() -> None:
    walk = asks_about_cases().opens(PROGRESS)
    assert walk.last(ReadCards) == ReadCards(on=True)
    walk.touch(ByReceipt())
    assert walk.last(ReadCards) == ReadCards(on=False)
    walk.give(CARD).at("progress_receipt")
    assert not walk.state.session.who.carded
    walk.back()
    assert walk.last(ReadCards) == ReadCards(on=True)


def test_two_requests_of_one_instant_have_two_ids() -> None:
    """The hall's clock was put back between them."""
    walk = ways().touch(ByCard())
    first, at = walk.asked.request_id, walk.moment.hall_ms
    walk.back().at("progress_ways").after(1.0)
    walk.give(Arrived(queues(9, at=at)))
    assert walk.moment.hall_ms == at
    walk.give(ByCard()).at("progress_said")
    assert walk.asked.request_id != first


# ---- what was typed


@pytest.mark.parametrize(("page", "lost"), [(ways, False), (receipt, True), (tail, True), (case, False)])
def test_home_asks_before_a_typed_receipt_is_lost(page: Callable[[], KioskWalk], lost: bool) -> None:
    walk = page().goes_home()
    assert walk.state.leaving is lost
    if lost:
        walk.touch(LeaveConfirmed())
    walk.at("kiosk_home")


def test_an_empty_receipt_is_no_loss() -> None:
    ways().touch(ByReceipt()).goes_home().at("kiosk_home")


def test_back_loses_no_typed_receipt() -> None:
    walk = receipt().back().at("progress_ways").back().at("kiosk_home")
    walk.opens(PROGRESS).at("progress_ways").touch(ByReceipt())
    assert walk.business.receipt == "B-7"
    walk.back()
    assert walk.goes_home().state.leaving
    walk.touch(LeaveConfirmed()).at("kiosk_home").opens(PROGRESS)
    assert walk.business.receipt == ""
