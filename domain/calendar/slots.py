"""The slots of a day that may be booked: the hours of a queue, cut into pieces of one length.

A shorter piece at the end of a stretch is no slot. Every kind of hours can be booked: also delayed service, and hours
for booked people alone (S4 7.3.1).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from domain.calendar.hours import Hours


class Slot(NamedTuple):
    """From when to when, in ms since 1970."""

    starts_at: int
    ends_at: int


def slots(hours: Hours, day: date, minutes: int) -> tuple[Slot, ...]:
    """The slots of a hall day, in order; none without a calendar. They never overlap, even if the configured hours
    do."""
    found: list[Slot] = []
    length = minutes * 60_000
    for span in hours.spans(day):
        start = max(span.opens_at, found[-1].ends_at if found else 0)
        start += -(start - span.opens_at) % length
        found += (Slot(at, at + length) for at in range(start, span.closes_at - length + 1, length))
    return tuple(found)
