"""The alarm for the supervisor that a device which `hall.toml` no longer has has delivered something."""

from __future__ import annotations

from domain.events import Event
from domain.health.alarm_codes import HALL, alarm
from domain.health.alarms import FORMER_DEVICE
from domain.state.state import State


def of_former_device(state: State, device: str, now: int) -> list[Event]:
    """One alarm per device and day; the turn of the day clears it."""
    known = state.faults.of(HALL).get(FORMER_DEVICE)
    named = known.detail.split(", ") if known else []
    if device not in state.former.devices or device in named:
        return []
    return [alarm(now, HALL, FORMER_DEVICE, ", ".join([*named, device][-16:]))]
