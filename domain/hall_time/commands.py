"""Commands about the hall's time: one of a supervisor, and those that the service makes itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDay:
    """`hall.set_day`: a supervisor says which hall day it is (`2026-11-30`), because the hall's clock is wrong.

    The hall goes on in that day, which may be an earlier one, with everybody in place. Naming the open day confirms the
    hall's time against its machine's clock.
    """

    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectTime:
    """Correct the hall's time by `shift_ms`. Made by the service itself, from its clock or from a `SetDay`.

    since: from this uncorrected hall time on, the time may be wrong; started: it may be wrong since a start, before
    which any length of time may have passed; confirmed: by a time server or a person.
    """

    shift_ms: int
    since: int
    started: bool = False
    confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Time has passed: the hall day may close, rating sessions may lapse. Made by the service itself, never by a
    device."""
