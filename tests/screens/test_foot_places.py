"""The buttons of the foot stand in the same places on every page of a terminal: whoever touches back once too often is
not in English."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

SCREENS = Path(__file__).parents[2] / "kiosk" / "screens"
FEET = {
    "number_machine": ("back", "language", "elder", "contrast", "low", "help"),
    "self_service": ("back", "home", "switch", "language", "elder", "contrast", "low", "help"),
}


def feet_of(folder: str) -> dict[str, tuple[str, ...]]:
    """File → the items of its foot, as they stand in its source."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((SCREENS / folder).glob("*")):
        written = path.read_text(encoding="utf-8") if path.suffix in {".kv", ".py"} else ""
        for items in re.findall(r"^\s*(?:foot: |feet = |FOOT = )([\[(].*[\])])$", written, re.MULTILINE):
            found[path.name] = tuple(ast.literal_eval(items))
    return found


@pytest.mark.parametrize("folder", FEET)
def test_an_item_that_a_page_lacks_leaves_its_place_empty(folder: str) -> None:
    places = FEET[folder]
    found = feet_of(folder)
    assert len(found) >= 3
    for name, items in found.items():
        assert len(items) == len(places), name
        assert all(item in {"", place} for item, place in zip(items, places, strict=True)), name


def test_a_number_within_a_kiosk_keeps_the_kiosk_s_places() -> None:
    source = (SCREENS / "number_machine").glob("*.py")
    ways = [tuple(ast.literal_eval(one)) for path in source for one in _ways_out(path)]
    assert len(ways) >= 2
    for way in ways:
        assert all(item in {"", place} for item, place in zip(way, FEET["self_service"][:3], strict=True))


def _ways_out(path: Path) -> list[str]:
    return re.findall(r"ways_out(?:: tuple\[str, \.\.\.\])? = (\(.*?\))", path.read_text(encoding="utf-8"))
