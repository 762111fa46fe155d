"""Alarms for the supervisor about staff.toml and about wrong PINs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from domain.events import DeviceFault
from domain.health.alarm_codes import HALL, alarm
from domain.health.alarms import STAFF_GUESSING, STAFF_LIST
from domain.state.faults import Faults


def staff_faults(faults: Faults, trouble: str, guessing: Mapping[str, str], now: int) -> Iterator[DeviceFault]:
    """The alarms that begin or end. `faults`: those that stand now; `guessing`: from `WrongTries`; `trouble`: from the
    `Roster`."""
    if faults.changes(HALL, STAFF_LIST, trouble, cleared=not trouble):
        yield alarm(now, HALL, STAFF_LIST, trouble, cleared=not trouble)
    for device in {*guessing, *(one for one in faults.devices if STAFF_GUESSING in faults.of(one))}:
        over = device not in guessing
        detail = guessing.get(device, "")
        if faults.changes(device, STAFF_GUESSING, detail, cleared=over):
            yield alarm(now, device, STAFF_GUESSING, detail, cleared=over)
