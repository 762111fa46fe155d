"""Every alarm that the hall itself raises has a code of this type, and is told by `alarm`.

So a test finds all of them, and each has its row in docs/alarms.md. What a device tells of itself has codes of its own.
"""

from __future__ import annotations

from typing import NewType

from domain.events import DeviceFault

AlarmCode = NewType("AlarmCode", str)

HALL = "hall"
"""The hall service's own name among the devices that alarms are about."""


def alarm(now: int, device: str, code: AlarmCode, detail: str = "", *, cleared: bool = False) -> DeviceFault:
    """The event that an alarm begins, means something else, or is `cleared`. `device`: whom it is about."""
    return DeviceFault(at=now, device=device, code=code, detail="" if cleared else detail, cleared=cleared)
