"""Why a queue is paused and when it goes on, as far as its windows have said."""

from __future__ import annotations

from domain.journey_state import Machine
from domain.pad import reason_short
from domain.views import Pause
from kiosk.screens.machine_screen import zone_of
from kiosk.wait_words import hour
from kiosk.widgets.language import _, text_of

LONGEST = 12
"""Characters of a reason that has room beside others; a clerk's own may be a whole sentence."""


def pause_of(state: Machine, queue: str, now: int) -> tuple[str, str]:
    """Why, `用餐`, and `预计 13:30 恢复`; each empty if nobody knows. A time that has gone by is promised no more."""
    view = state.view(queue)
    pause = view.pause if view else None
    if pause is None:
        return "", ""
    return text_of(reason_short(pause.reason)).rstrip("。."), _back(state, pause, now)


def paused_line(state: Machine, queue: str, now: int) -> str:
    """`暂停服务：用餐 · 预计 13:30 恢复`, in the little room of a card."""
    why, back = pause_of(state, queue, now)
    said = _("暂停服务：{why}").format(why=why) if 0 < len(why) <= LONGEST else _("窗口暂停服务")
    return " · ".join(part for part in (said, back) if part)


def _back(state: Machine, pause: Pause, now: int) -> str:
    if pause.until is None or pause.until < state.hall_now(now):
        return ""
    return _("预计 {time} 恢复").format(time=hour(pause.until, zone_of(state)))
