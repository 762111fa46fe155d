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

    policy: Policy = Policy.HEAD_START  # who is next: by head start, or so many of one kind to so many of the other
    ratio_priority: int = 2  # with policy ratio: so many priority tickets …
    ratio_ordinary: int = 1  # … to so many ordinary ones
    recall_limit: int = 3  # calls after the first one
    no_show_after_seconds: int = 60  # a no-show may be declared this long after the last call
    return_place: ReturnPlace = ReturnPlace.BEHIND  # where a no-show who comes back stands
    return_behind: int = 3  # with `behind`: so many people
    return_minutes: int = 120  # a no-show may return this long
    return_limit: int = 2  # times
    hold_minutes: int = 120  # a held ticket older than this is named on the clerk's screen
    hold_limit: int = 5  # held tickets per window
    one_open_number_per_person: bool = True  # a card or a phone gets no second number while one waits
    numbers_per_person_and_day: int | None = 5  # left out of the file: 5
    numbers_per_phone_and_day: int | None = 3  # so many numbers of a day may send messages to one phone
    identify: tuple[str, ...] = ("card", "phone", "none")  # what the machine offers
    appointment_early_minutes: int = 30  # sooner is refused
    appointment_late_minutes: int = 15  # later counts as missed
    items_per_ticket: int = 5  # matters that one number may be for


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One run of numbers that several queues share: none of them says by its number which queue it is of."""

    id: str  # of the series; no queue has it, or had it
    prefix: str  # before every number, e.g. "A"; no queue and no other series has it
    first: int = 1  # counter of the first number of a day
    last: int = 899  # counter of the last one
    width: int = 3  # digits of the counter
