"""The clerk's screen shows itself in every mode, whatever is open on it (docs/adr/0014)."""

from __future__ import annotations

import json

import pytest

from domain.flow import Look
from kiosk.widgets.theme import CAPITAL, Metrics
from tests.screens.probe import said_by
from tests.screens.specimen import DESK, SIZES

MODES = ["contrast", "elder"]


@pytest.fixture(scope="module")
def reported() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = json.loads(said_by("tests.screens.clerk_probe").splitlines()[-1])
    assert found
    return found


def test_each_mode_is_one_touch_away_on_every_screen_of_the_desk(reported: dict[str, dict[str, list[str]]]) -> None:
    assert {name: one["touched"] for name, one in reported.items() if one["touched"] != [*MODES, "language"]} == {}


def test_each_mode_has_its_key_while_a_clerk_works(reported: dict[str, dict[str, list[str]]]) -> None:
    at_work = {name: one["keys"] for name, one in reported.items() if not name.startswith("desk-starting")}
    assert {name: keys for name, keys in at_work.items() if keys != MODES} == {}


@pytest.mark.parametrize("size", DESK)
def test_larger_text_on_a_desk_is_a_quarter_larger_and_takes_nothing_from_keys_and_margins(size: str) -> None:
    profile, screen = SIZES[size]
    plain, larger = Metrics(screen, profile), Metrics(screen, profile, Look(elder=True))
    for style in ("small", "body", "button", "title"):
        assert getattr(larger, style) >= 1.25 * getattr(plain, style) - 1
    assert (larger.target, larger.margin, larger.gap) == (plain.target, plain.margin, plain.gap)
    assert larger.to_mm(larger.least * CAPITAL) >= 4.4
