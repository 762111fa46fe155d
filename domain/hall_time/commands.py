"""Commands about the hall's time: a supervisor's word about the day, and what the service itself makes of time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDay:
    """`hall.set_day`: a supervisor says which hall day it is (`2026-11-30`), because the hall's clock is wrong.

    The hall goes on with that day and everybody in place, also back to the day before. The same day as the open one
    says that the hall is right and its machine's clock is not.
    """

    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectTime:
    """The hall's time is another by `shift_ms`. Made by the service itself, of its clock or of a `SetDay`.

    since: from when on, by the hall's time up to now, it may be wrong; started: since a start before which any time
    may have passed; confirmed: by a time server or a person.
    """

    shift_ms: int
    since: int
    started: bool = False
    confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Time passed: closes the hall day, lapses ratings. Made by the service itself, never by a device."""
