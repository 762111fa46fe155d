"""People ahead, minutes to wait and times of day in words, shared by screens, paper and the phone page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from domain.config import Text
from domain.views.public import SOON_MINUTES, Wait, windows_elsewhere
from program.speech import Speaker, later


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitTexts:
    """The texts for waits in one medium: `{n}` people or minutes, or `{low}` to `{high}` minutes."""

    nobody: str | Text
    people: str | tuple[Text, Text]
    soon: str | Text
    about: str | Text
    between: str | Text
    within: str | Text  # a range that begins at 0
    no_window: str | Text  # none is open that serves the queue


BRIEF = WaitTexts(
    nobody=later("前面没有人"),
    people=later("前面 {n} 人"),
    soon=later("5 分钟以内"),
    about=later("约 {n} 分钟"),
    between=later("约 {low}–{high} 分钟"),
    within=later("{n} 分钟以内"),
    no_window=later("暂时没有窗口开着"),
)
"""The texts for screens and paper, where space is short."""


def people_ahead(say: Speaker, ahead: int | None, texts: WaitTexts = BRIEF) -> str:
    """`前面 3 人`; "" if not known (an offline number)."""
    if ahead is None:
        return ""
    return say.count(texts.people, ahead) if ahead else say(texts.nobody)


def about_minutes(say: Speaker, wait: Wait | None, texts: WaitTexts = BRIEF) -> str:
    """`约 10–15 分钟`; no range if both ends are equal or it would begin at 0."""
    if wait is None:
        return ""
    low, high = _span(wait)
    if high <= SOON_MINUTES:
        return say(texts.soon)
    if low == 0:
        return say(texts.within, n=high)
    return say(texts.about, n=high) if low == high else say(texts.between, low=low, high=high)


def short_minutes(say: Speaker, wait: Wait) -> str:
    """The shortest form, under a heading: `10–15 分`."""
    low, high = (0, SOON_MINUTES) if wait.high <= SOON_MINUTES else _span(wait)
    return say("{minutes} 分", minutes=high if low == high else f"{low}–{high}")


def _span(wait: Wait) -> tuple[int, int]:
    """The ends of the range in minutes, in order and not below 0."""
    return max(0, wait.low), max(wait.low, wait.high)


def wait_parts(say: Speaker, ahead: int | None, wait: Wait | None, texts: WaitTexts = BRIEF) -> tuple[str, ...]:
    """People ahead, then minutes, each only if known.

    Only the minutes if the number's windows serve other queues first (`windows_elsewhere`). The hall knows no wait only
    where no window is open: then that is said, and never that nobody is ahead, which people take for "at once".
    """
    if ahead is not None and wait is None:
        return (*((people_ahead(say, ahead, texts),) if ahead else ()), say(texts.no_window))
    ahead = None if windows_elsewhere(ahead, wait) else ahead
    return tuple(part for part in (people_ahead(say, ahead, texts), about_minutes(say, wait, texts)) if part)


def wait_line(say: Speaker, ahead: int | None, wait: Wait | None, between: str = " · ") -> str:
    """Both in one line: `前面 3 人 · 约 10–15 分钟`."""
    return between.join(wait_parts(say, ahead, wait))


def hour(at_ms: int, zone: tzinfo) -> str:
    """`9:05`, hall time."""
    at = datetime.fromtimestamp(at_ms / 1000, zone)
    return f"{at.hour}:{at.minute:02}"


def day_and_hour(say: Speaker, at_ms: int, now_ms: int, zone: tzinfo) -> str:
    """`今天 14:00`, `明天 9:00`, else `11 月 23 日 9:00`."""
    at, now = (datetime.fromtimestamp(ms / 1000, zone) for ms in (at_ms, now_ms))
    days = (at.date() - now.date()).days
    if days == 0:
        return say("今天 {time}", time=hour(at_ms, zone))
    if days == 1:
        return say("明天 {time}", time=hour(at_ms, zone))
    return say("{month} 月 {day} 日 {time}", month=at.month, day=at.day, time=hour(at_ms, zone))
