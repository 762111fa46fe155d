"""The queue rules of a hall: the table `rules` of `hall.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Policy(StrEnum):
    HEAD_START = "head-start"
    RATIO = "ratio"


class ReturnPlace(StrEnum):
    """Where a no-show who comes back stands."""

    ORIGINAL = "original"  # keeps the old place: is next, as a rule
    BEHIND = "behind"  # 过号顺延: behind `return_behind` people
    END = "end"  # as if issued now


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Queue rules of the hall. All of them settings: the published rules give no numbers."""

    policy: Policy = Policy.HEAD_START
    ratio_priority: int = 2  # with policy ratio: so many priority tickets …
    ratio_ordinary: int = 1  # … to so many ordinary ones
    recall_limit: int = 3
    no_show_after_seconds: int = 60  # a no-show may be declared this long after the last call
    return_place: ReturnPlace = ReturnPlace.BEHIND
    return_behind: int = 3
    return_minutes: int = 120  # a no-show may return this long
    return_limit: int = 2  # times
    hold_minutes: int = 120  # a held ticket older than this is named on the clerk's screen
    hold_limit: int = 5  # held tickets per window
    one_open_number_per_person: bool = True
    numbers_per_person_and_day: int | None = 5
    identify: tuple[str, ...] = ("card", "phone", "none")  # what the machine offers
    appointment_early_minutes: int = 30
    appointment_late_minutes: int = 15
    items_per_ticket: int = 5
