"""Every alarm that the hall raises has a code of the type `AlarmCode` and is made by `alarm`.

So a test finds all of them and checks that each has its row in docs/alarms.md. Faults that a device reports have codes
of the device's own.
"""

from __future__ import annotations

from typing import NewType

from domain.events import DeviceFault

AlarmCode = NewType("AlarmCode", str)

HALL = "hall"
"""The hall service's own name among the devices that alarms are about."""


def alarm(now: int, device: str, code: AlarmCode, detail: str = "", *, cleared: bool = False) -> DeviceFault:
    """The event of an alarm that begins, changes its detail, or is `cleared`. `device`: the device it is about."""
    return DeviceFault(at=now, device=device, code=code, detail="" if cleared else detail, cleared=cleared)
