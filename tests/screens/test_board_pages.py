"""How the list of an e-screen is cut into pages."""

from __future__ import annotations

import pytest

from domain.views import CallView
from e_screen.board import pages


def calls(numbers: str) -> tuple[CallView, ...]:
    return tuple(
        CallView(seq=at, number=number, queue="q", window="w1", window_number="1", at=0, times=1)
        for at, number in enumerate(numbers)
    )


@pytest.mark.parametrize(
    ("called", "past", "rows", "shown"),
    [
        ("", "", 3, []),
        ("", "XY", 3, ["XY"]),
        ("", "WXYZ", 3, ["WXY"]),
        ("A", "XYZ", 3, ["AXY"]),
        ("ABC", "XYZ", 3, ["ABC"]),
        ("ABCD", "XYZ", 3, ["ABC", "DXY"]),
        ("ABCD", "", 3, ["ABC", "D"]),
    ],
)
def test_calls_of_the_past_fill_the_pages_that_the_called_need_and_no_more(
    called: str, past: str, rows: int, shown: list[str]
) -> None:
    found = pages(calls(called), calls(past), rows)
    assert ["".join(call.number for call in page) for page in found] == shown
