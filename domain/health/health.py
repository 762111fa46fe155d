"""How a terminal is, in its own words: what its `dev/{device}/state` carries as `health`.

Every field has a default, so that a terminal tells what it has and an older one is still understood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from domain.statuses import (
    CardsStatus,
    ClockStatus,
    ContactStatus,
    PartStatus,
    PrinterStatus,
    ScannerStatus,
    TouchStatus,
)

LARGEST = 2**53


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Parts are NONE where a terminal has no such part; numbers are None where the machine cannot tell."""

    cards: CardsStatus = CardsStatus.NONE
    printer: PrinterStatus = PrinterStatus.NONE
    scanner: ScannerStatus = ScannerStatus.NONE
    gpio: PartStatus = PartStatus.NONE
    door: ContactStatus = ContactStatus.NONE
    tamper: ContactStatus = ContactStatus.NONE
    keys_stuck: tuple[int, ...] = ()  # review keys that have been down too long, by their levels
    touch: TouchStatus = TouchStatus.NONE
    input_unknown: str = ""  # what else tried to move a citizen's screen lately: keyboard, panel, pointer
    screen: str = ""  # size of the window, e.g. 1080x1920; empty: no window yet
    first_frame_ms: int | None = None  # from the start of the process to the first frame
    storage_mb: int | None = None  # free where the terminal keeps its data
    storage_percent: int | None = None
    disk: str = ""  # read_only, full, broken: its own disk takes no writes; empty: it does
    disk_parts: str = ""  # what is not kept because of it, e.g. "outbox, own_numbers"
    machine: str = ""  # other: the files here were made on another machine; empty: on this one
    temperature: int | None = None  # °C of the hottest part that has a sensor
    clock: ClockStatus = ClockStatus.UNKNOWN
    clock_steps: int = 0  # how often the clock was set since the program started
    outbox: int = 0  # events that the hall has not acknowledged yet
    outbox_refused: int = 0  # events of the last days that the hall would not take
    outbox_trouble: str = ""  # outbox.full, outbox.disk: why the last event was not recorded; empty: it was

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Health:
        """What can be understood of a health from the wire; the rest is as if it had not been told."""
        return cls(**{name: value for name, value in _read(told) if value is not None})


def _read(told: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(field.name, _fitting(str(field.type), told.get(field.name))) for field in fields(Health)]


_ALL = (CardsStatus, ClockStatus, ContactStatus, PartStatus, PrinterStatus, ScannerStatus, TouchStatus)
_STATUSES: Mapping[str, type[StrEnum]] = {status.__name__: status for status in _ALL}


def _fitting(wanted: str, value: Any) -> Any:
    """The value as the type that the field wants; None if it cannot be that: also a status of a newer program."""
    status = _STATUSES.get(wanted)
    if status is not None:
        return status(value) if isinstance(value, str) and value in set(status) else None
    if wanted == "str":
        return value if isinstance(value, str) else None
    if wanted.startswith("tuple"):
        whole = isinstance(value, list | tuple) and all(_is_count(one) for one in value)
        return tuple(value) if whole else None
    return value if _is_count(value) else None


def _is_count(value: Any) -> bool:
    """A whole number that every reader of JSON holds exactly; a larger one is no measurement, and reckoning with it
    fails."""
    return type(value) is int and abs(value) <= LARGEST
