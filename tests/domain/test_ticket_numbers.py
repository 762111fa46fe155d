"""How a ticket is named: the number that people read, and the id that holds it."""

from __future__ import annotations

import pytest

from domain.ticket_number import number_of, ticket_id, ticket_number


def test_an_id_is_the_day_and_the_number() -> None:
    assert ticket_number("A", 3, 12) == "A012"
    assert ticket_id("2026-11-21", "A012") == "20261121-A012"


@pytest.mark.parametrize(
    ("ticket", "number"), [("20261121-A012", "A012"), ("20261121-Q-1", "Q-1"), ("20261121", ""), ("", "")]
)
def test_the_number_is_read_from_an_id(ticket: str, number: str) -> None:
    assert number_of(ticket) == number
