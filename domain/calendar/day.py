"""The hall day: from its start (04:00 unless configured) in the time zone of the hall to the next start."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""For a machine without time zone files: China has used this one time, without summer time, since 1991."""

_FIRST = 0
_LAST = int(datetime(9000, 1, 1, tzinfo=UTC).timestamp()) * 1000


def zone(name: str) -> tzinfo:
    """The time zone `name`. Raises `ZoneInfoNotFoundError` if this machine does not know it."""
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        if name == "Asia/Shanghai":
            return SHANGHAI
        raise


def is_day(said: str) -> bool:
    """Whether `said` is a hall day in the hall's own form: an ISO date, `2026-11-30`."""
    try:
        return date.fromisoformat(said).isoformat() == said
    except ValueError:
        return False


class Days:
    """The hall days of one time zone. Instants are ms since 1970. Any integer is accepted: one before 1970 or after the
    year 9000 counts as that limit."""

    def __init__(self, timezone_name: str, starts: time) -> None:
        self._zone = zone(timezone_name)
        self._starts = starts
        self._today = ("", 0, 0)  # the last answer, valid from its second field up to its third

    def of(self, now: int) -> str:
        """The hall day of `now`, as ISO date."""
        day, start, end = self._today
        if start <= now < end:
            return day
        local = self.local(now)
        found = local.date() if local.time() >= self._starts else local.date() - timedelta(days=1)
        self._today = (found.isoformat(), self.instant(found, self._starts), self.instant(found + _DAY, self._starts))
        return self._today[0]

    def local(self, now: int) -> datetime:
        """The local date and time of the hall at `now`."""
        return datetime.fromtimestamp(min(max(now, _FIRST), _LAST) / 1000, self._zone)

    def instant(self, day: date, at: time) -> int:
        """The instant of local time `at` in the hall day `day`. A time before the day's start lies in the night after
        it."""
        if at < self._starts:
            day += _DAY
        return int(datetime.combine(day, at, self._zone).timestamp() * 1000)

    def start(self, day: str) -> int:
        """The first instant of a hall day."""
        return self.instant(date.fromisoformat(day), self._starts)


_DAY = timedelta(days=1)
