"""What happened to the hall day and to the hall's time (see `domain/events.py`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOpened:
    """A hall day begins; counters start again. `day` is an ISO date."""

    at: int
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClosed:
    """Everything left expires, phone numbers and person hashes go; one summary stays."""

    at: int
    day: str
    issued: int
    served: int
    no_show: int
    cancelled: int
    expired: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeCorrected:
    """The hall's time was wrong and is right from now on: `at` is the right time, and `at` of events before it may be
    later. `day` is the open hall day from now on; nobody loses their place, and tickets keep their ids.

    shift_ms: the right time less the wrong one.
    since: from when on, by the wrong time, it was wrong.
    ended: the machine was off before `since`, and its day is over: who had come before does not wait any longer.
    """

    at: int
    day: str
    shift_ms: int
    since: int
    ended: bool = False
