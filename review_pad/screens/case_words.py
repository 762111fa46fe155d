"""Kinds of cases, and one of them in a line, in words for the clerk."""

from __future__ import annotations

from collections.abc import Mapping

from domain.cases.kinds import CaseKind
from domain.pad.clerk_state import ClerkState
from program.speech import Speaker, later
from review_pad.screens.clerk_words import since

KINDS: Mapping[CaseKind, str] = {
    CaseKind.UNSOLVED: later("办不成事"),
    CaseKind.COMPLAINT: later("投诉"),
    CaseKind.PRAISE: later("表扬"),
}


def case_line(say: Speaker, state: ClerkState, kind: CaseKind, at: int) -> str:
    """`办不成事 12 分钟`."""
    return " ".join(part for part in (say(KINDS[kind]), since(say, state, at)) if part)
