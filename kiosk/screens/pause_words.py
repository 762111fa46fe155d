"""Why a queue is paused and when it goes on, as far as its windows have said."""

from __future__ import annotations

from domain.pad import reason_short
from domain.views import Pause
from kiosk.screens.machine_now import MachineNow
from kiosk.wait_words import hour

LONGEST = 12
"""Characters of a reason that has room beside others; a clerk's own may be a whole sentence."""


def pause_of(moment: MachineNow, queue: str) -> tuple[str, str]:
    """Why, `用餐`, and `预计 13:30 恢复`; each empty if nobody knows. A time that has gone by is promised no more."""
    view = moment.state.view(queue)
    pause = view.pause if view else None
    if pause is None:
        return "", ""
    return moment.say(reason_short(pause.reason)).rstrip("。."), _back(moment, pause)


def paused_line(moment: MachineNow, queue: str) -> str:
    """`暂停服务：用餐 · 预计 13:30 恢复`, in the little room of a card."""
    say = moment.say
    why, back = pause_of(moment, queue)
    said = say("暂停服务：{why}", why=why) if 0 < len(why) <= LONGEST else say("窗口暂停服务")
    return " · ".join(part for part in (said, back) if part)


def _back(moment: MachineNow, pause: Pause) -> str:
    if pause.until is None or pause.until < moment.hall_ms:
        return ""
    return moment.say("预计 {time} 恢复", time=hour(pause.until, moment.zone))
