"""What is understood of how a terminal is: each part by its type, and in which of them paper comes out."""

from __future__ import annotations

from typing import Any

import pytest

from domain.health.health import Health
from domain.statuses import PrinterStatus


def test_a_health_that_was_told_whole_is_understood_whole() -> None:
    told = {"cards": "ready", "screen": "1080x1920", "storage_mb": 900, "temperature": 0, "outbox": 3, "clock_steps": 1}
    health = Health.of(told)
    assert {name: getattr(health, name) for name in told} == told


@pytest.mark.parametrize(
    ("keys", "understood"),
    [
        ([5, 1], (5, 1)),
        ((5,), (5,)),
        ([], ()),
        ([5, "1"], ()),
        ([True], ()),
        ([10**400], ()),
        ("51", ()),
        ("", ()),
        ({5: 1}, ()),
        (5, ()),
        (None, ()),
    ],
)
def test_stuck_keys_are_a_row_of_whole_numbers_or_untold(keys: Any, understood: tuple[int, ...]) -> None:
    assert Health.of({"keys_stuck": keys}).keys_stuck == understood


@pytest.mark.parametrize("huge", [10**400, -(10**400), 2**53 + 1])
def test_a_number_that_nobody_can_reckon_with_is_untold(huge: int) -> None:
    """One terminal that told it would have ended the metrics of the whole hall."""
    assert Health.of({"temperature": huge, "storage_mb": huge, "outbox": huge, "printer": "ready"}) == Health(
        printer=PrinterStatus.READY
    )


@pytest.mark.parametrize(
    ("printer", "prints"),
    [
        ("ready", True),
        ("near_end", True),
        ("paper_out", False),
        ("cover_open", False),
        ("cutter", False),
        ("offline", False),
        ("unknown", False),
        ("none", False),
    ],
)
def test_paper_comes_out_of_a_printer_that_is_ready_or_nearly_out_of_it(printer: str, prints: bool) -> None:
    assert PrinterStatus(printer).can_print is prints
