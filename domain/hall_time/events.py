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
    """The hall day ends. Open tickets expire, phone numbers and person hashes are erased; this summary stays."""

    at: int
    day: str
    issued: int
    served: int
    no_show: int
    cancelled: int
    expired: int
    notices: int = 0  # one-time notices that machines gave


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeCorrected:
    """The hall's time was wrong and is right from now on. `at` is the right time, so earlier events may have a later
    `at`. `day` is the open hall day from now on. Nobody loses their place, and tickets keep their ids.

    shift_ms: the right time minus the wrong time.
    since: from this instant on, in the wrong time, it was wrong.
    ended: the machine was off before `since` and that day is over: tickets from before no longer wait.
    """

    at: int
    day: str
    shift_ms: int
    since: int
    ended: bool = False
