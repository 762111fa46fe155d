"""How a terminal is, in its own words: what its `dev/{device}/state` carries as `health`.

Every field has a default, so that a terminal tells what it has and an older one is still understood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any


class DeviceStatus(StrEnum):
    """Whether a device is there, by the newest of its words."""

    READY = "ready"
    LOST = "lost"  # said by its will
    STOPPED = "stopped"  # said by itself, as its last word


CAN_PRINT = frozenset({"ready", "near_end"})
"""Printer statuses in which paper comes out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Parts are "none" where a terminal has no such part; numbers are None where the machine cannot tell."""

    cards: str = "none"  # none, ready, gone; of two readers: pcsc_gone, sam_gone
    printer: str = "none"  # none, or a status of the printer port: ready, near_end, paper_out, cover_open, …
    scanner: str = "none"  # none, ready, gone, unreadable: three codes in a row of which nothing can be made
    gpio: str = "none"  # none, ready, gone
    door: str = "none"  # none, closed, open
    tamper: str = "none"  # none, closed, open
    keys_stuck: tuple[int, ...] = ()  # review keys that have been down too long, by their levels
    screen: str = ""  # size of the window, e.g. 1080x1920; empty: no window yet
    first_frame_ms: int | None = None  # from the start of the process to the first frame
    storage_mb: int | None = None  # free where the terminal keeps its data
    storage_percent: int | None = None
    disk: str = ""  # read_only, full, broken: its own disk takes no writes; empty: it does
    disk_parts: str = ""  # what is not kept because of it, e.g. "outbox, own_numbers"
    temperature: int | None = None  # °C of the hottest part that has a sensor
    clock: str = "unknown"  # synced, unsynced, unknown: whether the machine's clock follows a time server
    clock_steps: int = 0  # how often the clock was set since the program started
    outbox: int = 0  # events that the hall has not acknowledged yet
    outbox_refused: int = 0  # events of the last days that the hall would not take
    outbox_trouble: str = ""  # outbox.full, outbox.disk: why the last event was not recorded; empty: it was

    @property
    def can_print(self) -> bool:
        return self.printer in CAN_PRINT

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Health:
        """What can be understood of a health from the wire; the rest is as if it had not been told."""
        return cls(**{name: value for name, value in _read(told) if value is not None})


def _read(told: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(field.name, _fitting(str(field.type), told.get(field.name))) for field in fields(Health)]


def _fitting(wanted: str, value: Any) -> Any:
    """The value if it is of the type that the field wants, else None."""
    if wanted == "str":
        return value if isinstance(value, str) else None
    if wanted.startswith("tuple"):
        whole = isinstance(value, list | tuple) and all(type(one) is int for one in value)
        return tuple(value) if whole else None
    return value if type(value) is int else None
