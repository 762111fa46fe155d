"""The case desk at its edges: who is held back and for how long, what is asked by itself, and in which order."""

from __future__ import annotations

import time
from typing import Any

import pytest
from case_rigs import case
from desk_alone import WANG, DeskAlone, code
from fake_cases import FakeCases

from domain.progress.views import ProgressAnswer
from domain.refusal import Code, Refusal
from hall.progress.desk import ChangesFound
from hall.progress.port import Changes, SourceAway

PERSON = "a" * 32


@pytest.fixture
def source() -> FakeCases:
    return FakeCases([WANG])


@pytest.fixture
def desk(source: FakeCases) -> Any:
    made = DeskAlone(source)
    yield made
    made.desk.stop()


def held(desk: DeskAlone) -> None:
    """Nothing is asked: what is begun stays under way."""
    desk.desk._put = lambda item: None  # type: ignore[method-assign]


def test_sixty_four_may_wait_at_once_and_three_of_one_device(desk: DeskAlone) -> None:
    held(desk)
    outcomes = [desk.begin(f"R-{count}", device=f"kiosk-{count // 3}") for count in range(65)]
    assert [code(one) for one in outcomes] == [None] * 64 + [Code.HALL_BUSY]
    assert code(desk.begin(device="another")) is Code.HALL_BUSY
    desk.now += 4_000
    assert len(desk.desk.overdue()) == 64
    outcomes = [desk.begin(f"R-{count}") for count in range(4)]
    assert [code(one) for one in outcomes] == [None] * 3 + [Code.HALL_BUSY]


def test_after_four_seconds_and_no_sooner_it_is_said_that_the_source_is_away(desk: DeskAlone) -> None:
    held(desk)
    desk.begin()
    desk.now += 3_999
    assert desk.desk.overdue() == []
    desk.now += 1
    assert len(desk.desk.overdue()) == 1
    assert desk.desk.overdue() == []


def test_who_guessed_is_told_how_long_to_wait(desk: DeskAlone) -> None:
    for _ in range(5):
        desk.ask("A-1", "0001")
    desk.now += 1_000
    refusal = desk.ask()
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.data) == (Code.PROGRESS_WAIT, {"after_seconds": 29})


def test_whoever_finds_their_own_may_slip_again(desk: DeskAlone) -> None:
    """Each at a machine of its own, so that no machine waits."""
    for count in range(4):
        assert code(desk.ask("A-1", "0001", device=f"a{count}")) is Code.PROGRESS_UNKNOWN
    assert isinstance(desk.ask(device="b"), ProgressAnswer)
    for count in range(4):
        refusal = desk.ask("A-1", "0001", device=f"c{count}")
        assert isinstance(refusal, Refusal)
        assert refusal.data is None
    assert isinstance(desk.ask(device="d"), ProgressAnswer)


def test_one_second_of_a_wait_is_told_too(desk: DeskAlone) -> None:
    for count in range(5):
        desk.ask(f"A-{count}", "0001")
    desk.now += 9_001
    refusal = desk.begin("A-9")
    assert isinstance(refusal, Refusal)
    assert refusal.data == {"after_seconds": 1}


def test_a_persons_cases_are_ordered_by_their_last_change_else_by_their_beginning(
    desk: DeskAlone, source: FakeCases
) -> None:
    rows = [
        ("B", "2026-11-05", "2026-11-01"),
        ("C", "", "2026-11-07"),
        ("D", "2026-11-09", "2026-10-01"),
        ("E", "", ""),
        ("A", "", "2026-11-07"),
    ]
    source.cases = [
        case(receipt=receipt, person=PERSON, changed_on=changed, accepted_on=accepted)
        for receipt, changed, accepted in rows
    ]
    found = desk.ask(receipt="", tail="", person=PERSON)
    assert isinstance(found, ProgressAnswer)
    assert [one.receipt for one in found.cases] == ["D", "C", "A", "B", "E"]
    source.cases = [case(receipt=f"{count:02}", person=PERSON) for count in range(25)]
    found = desk.ask(receipt="", tail="", person=PERSON)
    assert isinstance(found, ProgressAnswer)
    assert [one.receipt for one in found.cases] == [f"{count:02}" for count in range(24, 4, -1)]


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({"receipt": "x" * 64}, True),
        ({"receipt": "x" * 65}, False),
        ({"receipt": "x"}, True),
        ({"receipt": "  "}, False),
        ({"receipt": "x\ue000y"}, False),
        ({"receipt": "", "tail": "", "person": PERSON}, True),
        ({"receipt": "", "tail": "8000", "person": PERSON}, False),
        ({"receipt": "A-1", "tail": "", "person": PERSON}, False),
    ],
)
def test_what_can_be_asked(desk: DeskAlone, asked: dict[str, str], fits: bool) -> None:
    held(desk)
    assert code(desk.begin(**asked)) is (None if fits else Code.REQUEST_INVALID)


# ---- what it asks by itself


def probes(desk: DeskAlone) -> list[int]:
    """When a test question is sent."""
    sent: list[int] = []
    real = desk.desk._put

    def put(item: Any) -> None:
        sent.append(desk.now)
        desk.desk._asked_ms = desk.now

    desk.desk._put = put  # type: ignore[method-assign]
    for _ in range(70):
        desk.now += 1_000
        desk.desk.look()
    desk.desk._put = real  # type: ignore[method-assign]
    return sent


def test_a_source_that_answers_is_not_tried(desk: DeskAlone) -> None:
    desk.ask()
    assert probes(desk) == []


def test_a_source_that_is_away_is_tried_half_a_minute_after_the_last_question(
    desk: DeskAlone, source: FakeCases
) -> None:
    source.away = "cut off"
    for count in range(3):
        desk.now += 7_000
        desk.ask(device=f"kiosk-{count}")
    asked_at = desk.now
    assert probes(desk) == [asked_at + 30_000, asked_at + 60_000]


def test_a_bug_met_by_a_test_question_leaves_all_threads_at_work(desk: DeskAlone, source: FakeCases) -> None:
    source.away = "cut off"
    for count in range(3):
        desk.ask(device=f"kiosk-{count}")
    source.away, cases, source.cases = "", source.cases, [None]  # type: ignore[list-item]
    for _ in range(8):
        desk.now += 60_000
        asked = source.asked
        desk.desk.look()
        deadline = time.monotonic() + 10
        while source.asked == asked and time.monotonic() < deadline:
            time.sleep(0.001)
        assert source.asked == asked + 1, "it was tried"
    source.cases = cases
    desk.now += 60_000
    for count in range(8):
        assert isinstance(desk.ask(device=f"again-{count}"), ProgressAnswer)
    assert all(thread.is_alive() for thread in desk.desk._threads)
    assert len(desk.desk._threads) == 4


def test_changes_are_asked_for_and_told_also_where_a_bug_is_met(desk: DeskAlone, source: FakeCases) -> None:
    desk.desk.ask_changes(None, 5)
    assert desk.heard.get(timeout=10) == ChangesFound(None, Changes((), 0))
    source.told = [None]  # type: ignore[list-item]
    desk.desk.ask_changes(7, 5)
    assert desk.heard.get(timeout=10) == ChangesFound(7, SourceAway("a bug"))
    assert desk.desk.tells_changes


def test_who_ends_the_desk_closes_its_source(desk: DeskAlone, source: FakeCases) -> None:
    desk.ask()
    desk.desk.stop()
    assert source.away == "closed"
    assert not any(thread.is_alive() for thread in desk.desk._threads)
