"""The desk that asks the source: what it lets through, what it tells nobody, and how long anybody waits."""

from __future__ import annotations

from typing import Any

import pytest
from case_rigs import case
from desk_alone import WANG, DeskAlone, code
from fake_cases import FakeCases

from domain.progress.views import ProgressAnswer, ProgressQuestion
from domain.refusal import Code, Refusal
from hall.progress.breaker import AT, REST_MS, Breaker
from hall.progress.desk import ANSWERED_WITHIN_MS, MOST_OF_DEVICE, Asking, LookedUp
from hall.progress.port import SourceAway


@pytest.fixture
def source() -> FakeCases:
    return FakeCases([WANG, case(receipt="A-2", phone="", name="李雷", person="a" * 32, changed_on="2026-11-09")])


@pytest.fixture
def desk(source: FakeCases) -> Any:
    made = DeskAlone(source)
    yield made
    made.desk.stop()


def test_the_right_pair_finds_the_case_masked(desk: DeskAlone) -> None:
    found = desk.ask()
    assert isinstance(found, ProgressAnswer)
    assert [(one.receipt, one.name) for one in found.cases] == [("A-1", "王**")]


def test_what_was_wrong_with_a_pair_is_not_told(desk: DeskAlone) -> None:
    answers = [desk.ask("A-9", "8000"), desk.ask("A-1", "8001"), desk.ask("A-2", "0000"), desk.ask("A-2", "9000")]
    assert len({repr(answer) for answer in answers}) == 1
    assert code(answers[0]) is Code.PROGRESS_UNKNOWN


def test_five_wrong_ones_slow_down_alike_whether_the_receipt_exists_or_not(desk: DeskAlone) -> None:
    for receipt, device in (("A-1", "kiosk-1"), ("A-9", "kiosk-2")):
        waits = [desk.ask(receipt, "0001", device=device) for _ in range(5)]
        assert [one.data for one in waits if isinstance(one, Refusal)] == [None] * 4 + [{"after_seconds": 30}]
        again = desk.ask(receipt, "8000", device=device)
        assert code(again) is Code.PROGRESS_WAIT, "the right one has to wait too"
    desk.now += 30_000
    assert isinstance(desk.ask(device="kiosk-1"), ProgressAnswer)


def test_by_card_all_cases_are_found_newest_first(desk: DeskAlone) -> None:
    found = desk.ask(receipt="", tail="", person="a" * 32)
    assert isinstance(found, ProgressAnswer)
    assert [one.receipt for one in found.cases] == ["A-2", "A-1"]
    assert desk.ask(receipt="", tail="", person="c" * 32) == ProgressAnswer(cases=())


@pytest.mark.parametrize(
    "asked",
    [
        {"receipt": "", "tail": ""},
        {"receipt": "x" * 65},
        {"tail": "800"},
        {"tail": "80000"},
        {"tail": "８０００"},
        {"tail": "800x"},
        {"person": "a" * 32},
    ],
)
def test_what_no_machine_of_ours_asks_is_refused_and_never_asked_of_the_source(
    desk: DeskAlone, source: FakeCases, asked: dict[str, str]
) -> None:
    assert code(desk.begin(**asked)) is Code.REQUEST_INVALID
    assert source.asked == 0


def test_a_source_without_cards_says_so(source: FakeCases) -> None:
    source.finds_people = False
    desk = DeskAlone(source)
    assert code(desk.begin(receipt="", tail="", person="a" * 32)) is Code.PROGRESS_NOT_BY_CARD
    desk.desk.stop()


def test_one_device_does_not_take_all_the_threads(desk: DeskAlone, source: FakeCases) -> None:
    source.slow_s = 0.2
    outcomes = [desk.begin(f"A-{count}") for count in range(MOST_OF_DEVICE + 1)]
    assert [code(one) for one in outcomes] == [None] * MOST_OF_DEVICE + [Code.HALL_BUSY]
    assert desk.begin(device="kiosk-2") is None


def test_who_waits_too_long_is_answered_once(desk: DeskAlone, source: FakeCases) -> None:
    source.slow_s = 0.3
    assert desk.begin() is None
    assert desk.desk.overdue() == []
    desk.now += ANSWERED_WITHIN_MS
    assert [what for what, _ in desk.desk.overdue()] == ["what"]
    late = desk.heard.get(timeout=10)
    assert isinstance(late, LookedUp)
    assert desk.desk.settled(late) is None


def test_the_same_request_again_while_it_is_asked_is_one_question(desk: DeskAlone, source: FakeCases) -> None:
    source.slow_s = 0.2
    asking = Asking("same", "kiosk-1", ProgressQuestion(receipt="A-1", phone_tail="8000"))
    assert desk.desk.begin("a", asking) is None
    assert desk.desk.begin("b", asking) is None
    desk.heard.get(timeout=10)
    assert desk.heard.empty()
    assert source.asked == 1


def test_a_bug_in_a_source_is_a_source_that_is_away(desk: DeskAlone, source: FakeCases) -> None:
    source.cases = [None]  # type: ignore[list-item]
    assert code(desk.ask()) is Code.PROGRESS_AWAY


def test_a_source_that_fails_is_left_alone_and_tried_again(source: FakeCases) -> None:
    now = 0
    breaker = Breaker(source, lambda: now)
    source.away = "cut off"
    for _ in range(AT):
        assert breaker.by_receipt("A-1") == SourceAway("cut off")
    assert breaker.trouble == "cut off"
    for _ in range(50):
        assert isinstance(breaker.by_receipt("A-1"), SourceAway)
    assert source.asked == AT
    now += REST_MS[0]
    source.away = ""
    assert breaker.by_receipt("A-1") == (WANG,)
    assert breaker.trouble == ""


def test_a_source_that_fails_again_is_left_alone_longer_each_time_up_to_a_minute(
    source: FakeCases,
) -> None:
    now = 7_000_000
    breaker = Breaker(source, lambda: now)
    source.away = "cut off"
    for _ in range(2):
        breaker.by_receipt("A-1")
        assert breaker.trouble == "", "once or twice is no trouble"
    breaker.by_receipt("A-1")
    for rest_s in (5, 10, 20, 40, 60, 60):
        assert breaker.trouble == "cut off"
        now += rest_s * 1000 - 1
        asked = source.asked
        told = breaker.by_person("ab")
        assert told == SourceAway("left alone for a while: cut off")
        assert source.asked == asked
        now += 1
        assert breaker.by_person("ab") == SourceAway("cut off")
        assert source.asked == asked + 1


def test_while_a_resting_source_is_tried_by_one_the_others_are_told_at_once(source: FakeCases) -> None:
    now = 0
    breaker = Breaker(source, lambda: now)
    source.away = "cut off"
    for _ in range(AT):
        breaker.by_receipt("A-1")
    now += REST_MS[0]
    asked: list[object] = []

    def meanwhile() -> None:
        if not asked:
            asked.append(None)
            asked[0] = breaker.changes(None, 1)

    source.slow_s, answers = 0.0, source._answers
    source._answers = lambda: (meanwhile(), answers())[1]  # type: ignore[method-assign]
    assert breaker.by_receipt("A-1") == SourceAway("cut off")
    assert asked == [SourceAway("left alone for a while: cut off")]
    assert source.asked == AT + 1


def test_one_right_answer_ends_all_that_was_counted(source: FakeCases) -> None:
    breaker = Breaker(source, lambda: 0)
    for away in ("cut off", "cut off", "", "cut off", "cut off"):
        source.away = away
        breaker.by_receipt("A-1")
    assert breaker.trouble == ""
    source.away = ""
    assert breaker.by_receipt("A-1") == (WANG,)
    assert breaker.changes(None, 1) == source.changes(None, 1)
    assert (breaker.finds_people, breaker.tells_changes) == (source.finds_people, source.tells_changes)
    breaker.close()
    assert source.away == "closed"


def test_a_source_that_is_back_is_found_though_nobody_asks(desk: DeskAlone, source: FakeCases) -> None:
    source.away = "cut off"
    for count in range(AT):
        assert code(desk.ask(device=f"kiosk-{count}")) is Code.PROGRESS_AWAY
    assert desk.desk.trouble == "cut off"
    source.away = ""
    desk.now += 60_000
    desk.desk.look()
    desk.desk.stop()  # what was asked is asked to its end
    assert desk.desk.trouble == ""
