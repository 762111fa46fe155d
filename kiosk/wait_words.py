"""People ahead, minutes to wait and times of day, in the words that screens and paper share."""

from __future__ import annotations

from datetime import datetime, tzinfo

from domain.views import SOON_MINUTES, Wait, windows_elsewhere
from kiosk.widgets.language import _, counted


def people_ahead(ahead: int | None) -> str:
    """`前面 3 人`; empty when nobody knows (an offline number)."""
    if ahead is None:
        return ""
    return counted("前面 {n} 人", ahead) if ahead else _("前面没有人")


def about_minutes(wait: Wait | None) -> str:
    """`约 10–15 分钟`, always a range unless both ends are one."""
    if wait is None:
        return ""
    low, high = max(0, wait.low), max(wait.low, wait.high)
    if high <= SOON_MINUTES:
        return _("5 分钟以内")
    if low == high:
        return _("约 {n} 分钟").format(n=high)
    return _("约 {low}–{high} 分钟").format(low=low, high=high)


def short_minutes(wait: Wait) -> str:
    """The same where room is short, under a heading that says what it is: `10–15 分`."""
    low, high = (0, SOON_MINUTES) if wait.high <= SOON_MINUTES else (max(0, wait.low), max(wait.low, wait.high))
    return _("{minutes} 分").format(minutes=high if low == high else f"{low}–{high}")


def standing(ahead: int | None, wait: Wait | None, between: str = " · ") -> str:
    """Both in one line: `前面 3 人 · 约 10–15 分钟`.

    Of a number whose windows are at other queues the minutes alone.
    """
    ahead = None if windows_elsewhere(ahead, wait) else ahead
    return between.join(part for part in (people_ahead(ahead), about_minutes(wait)) if part)


def hour(at_ms: int, zone: tzinfo) -> str:
    """`9:05`, hall time."""
    at = datetime.fromtimestamp(at_ms / 1000, zone)
    return f"{at.hour}:{at.minute:02}"


def day_and_hour(at_ms: int, now_ms: int, zone: tzinfo) -> str:
    """`今天 14:00`, `明天 9:00`, else `11 月 23 日 9:00`."""
    at, now = (datetime.fromtimestamp(ms / 1000, zone) for ms in (at_ms, now_ms))
    days = (at.date() - now.date()).days
    if days == 0:
        return _("今天 {time}").format(time=hour(at_ms, zone))
    if days == 1:
        return _("明天 {time}").format(time=hour(at_ms, zone))
    return _("{month} 月 {day} 日 {time}").format(month=at.month, day=at.day, time=hour(at_ms, zone))
