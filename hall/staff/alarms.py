"""What the supervisor hears of the list of people and of wrong PINs: alarms, raised and cleared as events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from domain.events import DeviceFault
from domain.health.alarms import HALL
from domain.state.faults import Faults

UNREADABLE = "staff.list"
"""Of the hall: staff.toml is gone or has mistakes; the last good list holds."""

GUESSING = "staff.guessing"
"""Of a device: many wrong PINs or cards came from it. The detail says about whom."""


def staff_faults(faults: Faults, trouble: str, guessing: Mapping[str, str], now: int) -> Iterator[DeviceFault]:
    """What is new or over. `faults`: as they are now; `guessing`: of `WrongTries`; `trouble`: of the `Roster`."""
    if faults.changes(HALL, UNREADABLE, trouble, cleared=not trouble):
        yield DeviceFault(at=now, device=HALL, code=UNREADABLE, detail=trouble, cleared=not trouble)
    for device in {*guessing, *(one for one in faults.devices if GUESSING in faults.of(one))}:
        over = device not in guessing
        detail = guessing.get(device, "")
        if faults.changes(device, GUESSING, detail, cleared=over):
            yield DeviceFault(at=now, device=device, code=GUESSING, detail=detail, cleared=over)
