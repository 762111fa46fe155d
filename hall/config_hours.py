"""What can be wrong with the calendars of a `hall.toml`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import time

from domain.config import Calendar, HallConfig, ServiceHours

Found = tuple[str, str, str | None]


def mistakes(config: HallConfig) -> Iterator[Found]:
    """Empty calendars, sessions that end before they begin or overlap, days that are none."""

    def in_day(at: time) -> tuple[bool, time]:
        """Sorts as the hall day runs: what is before its start are the small hours at its end."""
        return at < config.day_starts, at

    for index, calendar in enumerate(config.calendars):
        yield from _calendar(f"calendars[{index}]", calendar, in_day)


InDay = Callable[[time], tuple[bool, time]]


def _calendar(key: str, calendar: Calendar, in_day: InDay) -> Iterator[Found]:
    if not calendar.sessions:
        yield f"{key}.sessions", "is empty: the hall would never open", None
    for index, session in enumerate(calendar.sessions):
        if not session.days or not set(session.days) <= set(range(1, 8)):
            yield f"{key}.sessions[{index}].days", "must name days from 1 (Monday) to 7 (Sunday)", None
    yield from _sessions(f"{key}.sessions", calendar.sessions, in_day, by_day=True)
    seen = set()
    for index, special in enumerate(calendar.special):
        if special.day in seen:
            yield f"{key}.special[{index}].day", f"{special.day} is given twice", None
        seen.add(special.day)
        yield from _sessions(f"{key}.special[{index}].sessions", special.sessions, in_day, by_day=False)


def _sessions(key: str, sessions: Sequence[ServiceHours], in_day: InDay, *, by_day: bool) -> Iterator[Found]:
    for index, session in enumerate(sessions):
        opens, closes = in_day(session.opens), in_day(session.closes)
        if opens >= closes:
            yield f"{key}[{index}].opens", f"opens at {session.opens} and closes at {session.closes}", None
        for earlier, other in enumerate(sessions[:index]):
            same_day = not by_day or set(session.days) & set(other.days)
            if same_day and opens < in_day(other.closes) and in_day(other.opens) < closes:
                yield f"{key}[{index}].opens", f"overlaps {key}[{earlier}], {other.opens} to {other.closes}", None
