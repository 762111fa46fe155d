"""The page of alarms names every alarm that there is, in both languages, and what to do."""

from __future__ import annotations

import re
from pathlib import Path

from domain.health.alarms import (
    ARCHIVE,
    DISK_FULL,
    FORMER_DEVICE,
    NUMBER_TWICE,
    PUT_BACK,
    QUEUE_LOST,
    RULES,
    STAFF_GUESSING,
    STAFF_LIST,
)

PAGE = Path(__file__).parents[2] / "docs" / "alarms.md"


def test_every_alarm_is_on_the_page_with_words_for_staff_and_engineer() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \| (\S+) \| (.+?) \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), re.M)
    codes = [code for code, *_words in rows]
    told = {ARCHIVE, DISK_FULL, FORMER_DEVICE, NUMBER_TWICE, PUT_BACK, QUEUE_LOST}
    by_itself = {*told, STAFF_GUESSING, STAFF_LIST}
    assert sorted(codes) == sorted({*(rule.code for rule in RULES), *by_itself})
