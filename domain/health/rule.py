"""What is known of a device, and the form of an alarm rule. The rules are in `alarms.py`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from domain.health.health import Health
from domain.statuses import DeviceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The newest report of one device. `state`: ready, lost (by its will), stopped (it said goodbye).

    `stray_receipts` (hall only): how many delivery reports in a row were about none of our messages. `skew_ms`: how far
    its clock is ahead of the hall's; None: not known. `day_ahead` (hall only): the open day is later than the hall's
    time says. `off_ms` (hall only): by how much the machine's clock, which is not believed, is off. `twice`: the two
    programs that run under its name (`voices.py`), empty if there is one. `flood`: messages in the last second from a
    device that does not wait for answers; None: it waits.
    """

    state: DeviceStatus | None = None  # nothing was heard of it yet
    health: Health = field(default_factory=Health)
    skew_ms: int | None = None
    day_ahead: bool = False
    stray_receipts: int = 0
    twice: str = ""
    year_missing: bool = False  # hall only: it is November, and next year's holidays are not filled in
    flood: int | None = None
    off_ms: int | None = None


def near(most: float) -> Callable[[str, str], bool]:
    """A test whether the figures in two details differ by at most `most`: a temperature that moves by a degree is no
    news."""

    def same(told: str, now: str) -> bool:
        before, after = (re.search(r"[+-]?\d+", detail) for detail in (told, now))
        if before is None or after is None:
            return told == now
        return abs(int(before[0]) - int(after[0])) <= most

    return same


@dataclass(frozen=True, slots=True)
class Rule:
    """`verdict` is True for bad, False for good, None for neither; `detail` is for an engineer. `same`: whether two
    details, the one that was raised and the present one, mean the same."""

    code: str
    verdict: Callable[[Heard], bool | None]
    raise_s: int
    clear_s: int
    detail: Callable[[Heard], str] = lambda _heard: ""
    same: Callable[[str, str], bool] = operator.eq
