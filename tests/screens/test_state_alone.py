"""What a screen shows follows from what it is given: no screen asks what time it is."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAMS = ("kiosk", "review_pad", "e_screen")
SCREENS = sorted(path for program in PROGRAMS for path in (ROOT / program).glob("**/screens/**/*.py"))
CLOCKS = {"time", "program.clock"}
ASKED_FOR_NOW = {"now", "utcnow", "today", "get_time", "get_boottime"}
"""Of datetime, date and Kivy's Clock."""


def clocks_of(source: str) -> set[str]:
    """The clocks that this module has."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names):
                found |= {alias.name for alias in names} & CLOCKS
            case ast.ImportFrom(module=module, names=names) if module:
                found |= {module, *(f"{module}.{alias.name}" for alias in names)} & CLOCKS
            case ast.Call(func=ast.Attribute(attr=attr)) if attr in ASKED_FOR_NOW:
                found.add(attr)
    return found


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_screen_has_a_clock(path: Path) -> None:
    assert not clocks_of(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "source",
    [
        "import time",
        "from time import monotonic",
        "from program import clock",
        "from program.clock import monotonic_ms",
        "from datetime import datetime\nhour = datetime.now().hour",
        "from datetime import date\nday = date.today()",
        "from kivy.clock import Clock\nnow = Clock.get_time()",
    ],
)
def test_any_clock_would_be_found(source: str) -> None:
    assert clocks_of(source)


def test_a_time_that_is_given_may_be_written_out() -> None:
    assert not clocks_of("from datetime import datetime\ndef hour(at): return datetime.fromtimestamp(at).hour")


def test_the_screens_of_all_terminals_are_looked_at() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in SCREENS} == set(PROGRAMS)
