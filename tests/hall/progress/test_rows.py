"""What becomes of each value that a source may give: shown as it is, put into one line, or left out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from domain.progress.settings import SourceFields, SourceStages
from domain.progress.views import CaseStage, CaseStep
from hall.progress.rows import RowReader, day, steps, text, value_at

READER = RowReader(SourceFields(), SourceStages())
ACCEPTED = CaseStep(name="受理", on="2026-11-02")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (" 王小明 ", "王小明"),
        ("two\nlines\t.\x00", "two lines ."),
        (511, "511"),
        (0, "0"),
        (True, ""),
        (None, ""),
        (1.5, ""),
        (["a"], ""),
        ("x" * 200, "x" * 200),
        ("x" * 201, "x" * 200),
        (" " * 600 + "x" * 300, "x" * 200),
        (" " * 800 + "x", ""),
    ],
)
def test_a_text_is_one_line_of_two_hundred_signs(said: Any, shown: str) -> None:
    assert text(said) == shown


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("2026-11-30", "2026-11-30"),
        ("2026/1/3", "2026-01-03"),
        ("20261130", "2026-11-30"),
        (20261130, "2026-11-30"),
        ("2026年11月3日", "2026-11-03"),
        ("2026-11-30T08:00:00Z", "2026-11-30"),
        ("2026-11-30 08:00", "2026-11-30"),
        (date(2026, 11, 30), "2026-11-30"),
        (datetime(2026, 11, 30, 8), "2026-11-30"),  # noqa: DTZ001 - as a database gives it
        ("2026-02-30", ""),
        ("soon", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_day_is_known_in_the_forms_of_systems_and_people(said: Any, iso: str) -> None:
    assert day(said) == iso


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("受理 2026-11-02; 审核", (ACCEPTED, CaseStep(name="审核"))),
        (
            "first step 2026-11-02；\n ;second step",
            (CaseStep(name="first step", on="2026-11-02"), CaseStep(name="second step")),
        ),
        ("2026-11-02", (CaseStep(name="2026-11-02"),)),
        (
            [{"name": "受理", "on": "2026-11-02"}, "x", {"on": "2026-11-02"}, {"name": "审核"}],
            (CaseStep(name="受理", on="2026-11-02"), CaseStep(name="审核")),
        ),
        ({"name": "受理"}, ()),
        (7, ()),
        (None, ()),
    ],
)
def test_steps_are_read_from_a_line_and_from_a_list(said: Any, shown: tuple[CaseStep, ...]) -> None:
    assert steps(said) == shown


def test_of_very_many_steps_the_first_thirty_are_shown() -> None:
    assert [one.name for one in steps([{"name": str(at)} for at in range(40)])] == [str(at) for at in range(30)]
    assert [one.name for one in steps("; ".join(map(str, range(40))))] == [str(at) for at in range(30)]
    assert len(steps("x;" * 3_999 + "the end;" * 9)) == 30


def test_a_value_is_found_by_its_name_or_by_the_way_to_it() -> None:
    row = {"case": {"no": "A-1", "state": None}, "a.b": "by its name", "a": {"b": "by the way"}}
    assert value_at(row, "case.no") == "A-1"
    assert value_at(row, "a.b") == "by its name"
    assert value_at(row, "case.no.more") is None
    assert value_at(row, "nothing.at.all") is None
    assert value_at(row, "case.state") is None


@pytest.mark.parametrize(
    ("number", "change"),
    [
        (0, 0),
        (7, 7),
        ("7", 7),
        (" 7 ", 7),
        ("0" * 30 + "12", 12),
        ("0", 0),
        (2**53 - 1, 2**53 - 1),
        (2**53, None),
        ("9" * 5_000, None),
        (-1, None),
        ("-1", None),
        (True, None),
        (1.0, None),
        ("七", None),
        ("７", None),
        ("1.0", None),
        ("", None),
        (None, None),
    ],
)
def test_a_change_has_a_whole_number_that_json_keeps(number: Any, change: int | None) -> None:
    found = READER.change({"change": number, "receipt": "A-1"})
    assert (None if found is None else found.change) == change


def test_without_a_receipt_there_is_no_case_and_no_change() -> None:
    for receipt in ("", "  ", None, True):
        assert READER.record({"receipt": receipt, "name": "王小明"}) is None
        assert READER.change({"receipt": receipt, "change": 7}) is None


def test_the_hash_in_a_row_comes_before_one_found_otherwise() -> None:
    own, other = READER.record({"receipt": "A-1", "person": "ab"}, "cd"), READER.record({"receipt": "A-1"}, "cd")
    assert own is not None
    assert other is not None
    assert (own.person, other.person) == ("ab", "cd")


@pytest.mark.parametrize(
    ("word", "stage"), [("办结", CaseStage.DECIDED), (" Ready ", CaseStage.READY), ("?", CaseStage.REVIEWING)]
)
def test_a_stage_is_known_by_the_sources_word(word: str, stage: CaseStage) -> None:
    found = READER.record({"receipt": "A-1", "stage": word})
    assert found is not None
    assert found.stage is stage
