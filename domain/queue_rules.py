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

    policy: Policy = Policy.HEAD_START  # who is next: by head start, or by a ratio of priority to ordinary tickets
    ratio_priority: int = 2  # with policy ratio: this many priority tickets …
    ratio_ordinary: int = 1  # … to this many ordinary ones
    recall_limit: int = 3  # calls after the first one
    no_show_after_seconds: int = 60  # how long after the last call a no-show may be declared
    return_place: ReturnPlace = ReturnPlace.BEHIND  # where a no-show who comes back stands
    return_behind: int = 3  # with `behind`: how many people go first
    return_minutes: int = 120  # how long a no-show may return
    return_limit: int = 2  # how often
    hold_minutes: int = 120  # a held ticket older than this is named on the clerk's screen
    hold_limit: int = 5  # held tickets per window
    one_open_number_per_person: bool = True  # a card or a phone gets no second number while one waits
    numbers_per_person_and_day: int | None = 5  # left out of the file: 5
    numbers_per_phone_and_day: int | None = 3  # how many numbers a day may send messages to one phone
    identify: tuple[str, ...] = ("card", "phone", "none")  # ways to take a number that the machine offers
    appointment_early_minutes: int = 30  # how long before the slot check-in begins
    appointment_late_minutes: int = 15  # how long after the start of the slot check-in ends
    items_per_ticket: int = 5  # items that one number may be for


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One run of numbers that several queues share: a number does not show which of them it belongs to."""

    id: str  # of the series; no queue has or had the same id
    prefix: str  # before every number, e.g. "A"; no queue or other series has the same
    first: int = 1  # counter of the first number of a day
    last: int = 899  # counter of the last one
    width: int = 3  # digits of the counter
