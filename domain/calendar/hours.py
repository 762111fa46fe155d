"""Service hours: what a queue's calendar says of an instant: delayed service, lunch, bookings, holidays, early numbers.

Hours follow the hall's time, even when it was set back; only the hall day never runs backwards. They apply to new
numbers alone. S3 §13: numbers already taken are served after closing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from domain.calendar.day import Days
from domain.config import Calendar, ServiceHours, ServiceHoursKind
from domain.views.public import QueueStatus

LOOK_AHEAD_DAYS = 31  # the longest holiday with its working weekends is far shorter


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of service on one day, in ms since 1970."""

    opens_at: int
    closes_at: int
    kind: ServiceHoursKind


@dataclass(frozen=True, slots=True)
class Moment:
    """What the calendar says: OPEN, EARLY, BREAK or CLOSED, for people without a booking.

    `opens_at`: when numbers are given again; while EARLY, when service begins. `closes_at`: when service ends, where
    stretches that follow each other without a gap count as one.
    """

    status: QueueStatus
    opens_at: int | None = None
    closes_at: int | None = None


ALWAYS = Moment(QueueStatus.OPEN)


class Hours:
    """The hours of one calendar. A queue without a calendar (None) is always open."""

    def __init__(self, calendar: Calendar | None, days: Days) -> None:
        self._calendar = calendar
        self._days = days
        self._early = calendar.early_minutes * 60_000 if calendar else 0
        self._last = (ALWAYS, 0, 0)  # the last answer, valid from its second field up to its third

    @property
    def calendar(self) -> Calendar | None:
        """The calendar that these hours belong to."""
        return self._calendar

    def at(self, now: int) -> Moment:
        """What the calendar says of `now`."""
        if self._calendar is None:
            return ALWAYS
        moment, start, end = self._last
        if start <= now < end:
            return moment
        day = self._days.of(now)
        moment = self._moment(date.fromisoformat(day), now)
        self._last = (moment, *self._holds(day, now))
        return moment

    def opens_after(self, now: int) -> int | None:
        """When the next day with numbers begins, for a queue whose numbers of this hall day are used up.

        None without a calendar, or if no such day comes within `LOOK_AHEAD_DAYS`.
        """
        return self._opens_after(date.fromisoformat(self._days.of(now))) if self._calendar else None

    def spans(self, day: date) -> tuple[Span, ...]:
        """The stretches of service of a hall day, in order. A special day has its own."""
        if self._calendar is None:
            return ()
        made = (self._span(day, session) for session in self._sessions(day))
        return tuple(sorted((s for s in made if s.closes_at > s.opens_at), key=lambda s: s.opens_at))

    def _sessions(self, day: date) -> tuple[ServiceHours, ...]:
        assert self._calendar is not None
        for special in self._calendar.special:
            if special.day == day:
                return special.sessions
        return tuple(s for s in self._calendar.sessions if day.isoweekday() in s.days)

    def _span(self, day: date, session: ServiceHours) -> Span:
        return Span(self._days.instant(day, session.opens), self._days.instant(day, session.closes), session.kind)

    def _moment(self, day: date, now: int) -> Moment:
        spans = self._for_everyone(day)
        closes_at = _end_of_stretch(spans, now)
        if closes_at is not None:
            return Moment(QueueStatus.OPEN, closes_at=closes_at)
        coming = next((s for s in spans if s.opens_at > now), None)
        if coming is None:
            return Moment(QueueStatus.CLOSED, opens_at=self._opens_after(day))
        if now >= coming.opens_at - self._early:
            closes_at = _end_of_stretch(spans, coming.opens_at)
            return Moment(QueueStatus.EARLY, opens_at=coming.opens_at, closes_at=closes_at)
        between = spans[0].opens_at <= now
        status = QueueStatus.BREAK if between else QueueStatus.CLOSED
        return Moment(status, opens_at=coming.opens_at - self._early)

    def _for_everyone(self, day: date) -> list[Span]:
        return [s for s in self.spans(day) if s.kind is not ServiceHoursKind.BOOKED]

    def _opens_after(self, day: date) -> int | None:
        for days in range(1, LOOK_AHEAD_DAYS + 1):
            spans = self._for_everyone(day + timedelta(days=days))
            if spans:
                return spans[0].opens_at - self._early
        return None

    def _holds(self, day: str, now: int) -> tuple[int, int]:
        """The span around `now`, in ms since 1970, for which the answer is the same."""
        today = date.fromisoformat(day)
        edges = [self._days.start(day), self._days.start((today + timedelta(days=1)).isoformat())]
        for span in self.spans(today):
            edges += [span.opens_at - self._early, span.opens_at, span.closes_at]
        return max((e for e in edges if e <= now), default=now), min((e for e in edges if e > now), default=now)


def _end_of_stretch(spans: list[Span], now: int) -> int | None:
    """When the service that goes on at `now` ends, or None if there is none."""
    end: int | None = None
    for span in spans:
        if span.opens_at <= (now if end is None else end) < span.closes_at:
            end = span.closes_at
    return end
