"""Which priority class the age on a card suggests."""

from __future__ import annotations

import pytest
from machine_sample import both

from domain.number_machine.identifying import suggested
from domain.views.catalogue import PriorityCard

CLASSES = tuple(
    PriorityCard(id=name, name=both(name), icon="old", min_age=age)
    for name, age in (("seventy", 70), ("none", None), ("eighty", 80), ("sixty", 60))
)


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        ("19661121", "sixty"),  # sixty today
        ("19661122", None),  # tomorrow
        ("19661221", None),  # next month, on an earlier day of it
        ("19661031", "sixty"),  # last month, on a later day of it
        ("19561121", "seventy"),
        ("19461120", "eighty"),
        ("19460000", None),  # no date
        ("", None),
    ],
)
def test_a_class_begins_on_the_birthday_and_the_oldest_one_is_suggested(birth: str, expected: str | None) -> None:
    assert suggested(CLASSES, birth, "2026-11-21") == expected


def test_no_age_is_guessed_without_a_day() -> None:
    assert suggested(CLASSES, "19461120", "") is None
