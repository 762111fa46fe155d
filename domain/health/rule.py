"""What is heard of a device, and what a rule makes of it. The rules are in `alarms.py`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from domain.health.health import Health
from domain.statuses import DeviceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The newest word of one device. `state`: ready, lost (by its will), stopped (it said goodbye), never.

    `stray_receipts`: of the hall itself, reports on messages in a row that are about no message of ours.
    `skew_ms`: how far its clock is before the hall's, None if that is not known. `day_ahead`: of the hall itself, its
    day is later than its time says. `off_ms`: of the hall itself, by how much its machine's clock is not believed.
    `twice`: which two speak under its name (`voices.py`), empty if one does. `flood`: messages in the last second of a
    device that sends without waiting for answers; None: it does not.
    """

    state: DeviceStatus | None = None  # nothing was heard of it yet
    health: Health = field(default_factory=Health)
    skew_ms: int | None = None
    day_ahead: bool = False
    stray_receipts: int = 0
    twice: str = ""
    year_missing: bool = False  # of the hall itself: it is November, and nobody has filled in next year's holidays
    flood: int | None = None
    off_ms: int | None = None


def near(most: float) -> Callable[[str, str], bool]:
    """Whether the figures in two details are at most so far apart: a temperature that moves by a degree is no news."""

    def same(told: str, now: str) -> bool:
        before, after = (re.search(r"[+-]?\d+", detail) for detail in (told, now))
        if before is None or after is None:
            return told == now
        return abs(int(before[0]) - int(after[0])) <= most

    return same


@dataclass(frozen=True, slots=True)
class Rule:
    """`verdict` is True for bad, False for good, None for neither; `detail` is for an engineer. `same`: whether the
    detail that was told says what would be told now."""

    code: str
    verdict: Callable[[Heard], bool | None]
    raise_s: int
    clear_s: int
    detail: Callable[[Heard], str] = lambda _heard: ""
    same: Callable[[str, str], bool] = operator.eq
