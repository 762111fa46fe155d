"""The band across the pages while a member of staff helps at the kiosk."""

from __future__ import annotations

from domain.self_service.state import SelfService
from program.speech import Speaker


def assist_words(say: Speaker, state: SelfService) -> str:
    """Empty if nobody helps."""
    if state.assist is None:
        return ""
    return say("工作人员 {staff} 正在帮您办，会记名。", staff=state.assist.staff)
