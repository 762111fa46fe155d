"""The page of alarms names every alarm that the hall can raise, in both languages, and what to do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from domain.health.alarms import RULES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "alarms.md"
MAKER = "domain/health/alarm_codes.py"
"""Makes the event of every alarm of the hall, and has its code as a type of its own."""

OF_DEVICES = "domain/decide/reprinting.py"
"""Takes what a device tells of itself, under codes of its own."""


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """File and call of everything in the hall and its rules that calls this name."""
    for folder in ("domain", "hall"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                    yield str(path.relative_to(ROOT)), node


def codes() -> set[str]:
    """mypy holds that an alarm has an `AlarmCode`: a literal one, or a rule's."""
    literal = {call.args[0].value for _, call in calls("AlarmCode") if isinstance(call.args[0], ast.Constant)}
    return {rule.code for rule in RULES} | {str(code) for code in literal}


def test_every_alarm_of_the_hall_is_made_in_one_place() -> None:
    assert {path for path, _ in calls("DeviceFault")} == {MAKER, OF_DEVICES}


def test_every_alarm_is_on_the_page_with_words_for_staff_and_engineer() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \| (\S+) \| (.+?) \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), re.M)
    assert sorted(code for code, *_words in rows) == sorted(codes())
    assert {"store.restored", "copies.failed", "device.silent", "hall.disk_full"} <= codes(), "they are found"


def test_no_other_page_has_a_list_of_alarms_of_its_own() -> None:
    head = re.compile(r"^\| alarm \|.*what to do \|$", re.M)
    assert [path.name for path in (ROOT / "docs").glob("*.md") if head.search(path.read_text(encoding="utf-8"))] == []
