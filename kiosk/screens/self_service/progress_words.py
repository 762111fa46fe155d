"""Stages of a case and dates in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.progress.views import CaseStage, CaseView
from program.speech import Speaker, later

STAGES: Mapping[CaseStage, str] = {
    CaseStage.ACCEPTED: later("已受理"),
    CaseStage.REVIEWING: later("办理中"),
    CaseStage.NEEDS_MORE: later("需要补正材料"),
    CaseStage.DECIDED: later("已办结"),
    CaseStage.READY: later("结果可以领取"),
    CaseStage.DELIVERED: later("结果已送达"),
    CaseStage.REFUSED: later("未予办理"),
    CaseStage.WITHDRAWN: later("已撤回"),
}

OPEN = frozenset({CaseStage.ACCEPTED, CaseStage.REVIEWING, CaseStage.NEEDS_MORE})
"""Stages for which the promised day is still shown."""


def item_name(say: Speaker, case: CaseView) -> str:
    """The item's name; the source may have it only in Chinese, or not at all."""
    return case.item if say.chinese else case.item_en or case.item


def day_words(say: Speaker, iso: str) -> str:
    """The date in the language: `2026年12月10日`, `10 December 2026`; "" if there is none."""
    if not iso:
        return ""
    day = date.fromisoformat(iso)
    if say.chinese:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%b} {day.year}"
