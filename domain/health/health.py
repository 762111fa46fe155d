"""What a terminal reports about itself: `health` in `dev/{device}/state`.

Every field has a default: a terminal reports the parts that it has, and reports of older terminals are still
understood.
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
    keys_stuck: tuple[int, ...] = ()  # levels of the review keys that have been down too long
    touch: TouchStatus = TouchStatus.NONE
    input_unknown: str = ""  # other devices that sent input to a citizen's screen lately: keyboard, panel, pointer
    screen: str = ""  # size of the window, e.g. 1080x1920; empty: no window yet
    first_frame_ms: int | None = None  # from the start of the process to the first frame
    storage_mb: int | None = None  # free where the terminal keeps its data
    storage_percent: int | None = None
    disk: str = ""  # read_only, full, broken: the disk cannot be written; empty: it can
    disk_parts: str = ""  # what is not kept because of it, e.g. "outbox, own_numbers"
    machine: str = ""  # other: the terminal's files were made on another machine; empty: on this one
    temperature: int | None = None  # °C of the hottest part that has a sensor
    clock: ClockStatus = ClockStatus.UNKNOWN
    clock_steps: int = 0  # how often the clock was set since the program started
    outbox: int = 0  # events that the hall has not acknowledged yet
    outbox_refused: int = 0  # events of the last days that the hall refused
    outbox_trouble: str = ""  # outbox.full, outbox.disk: why the last event was not recorded; empty: it was

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Health:
        """The health in a message from the wire. Fields that cannot be understood have their default."""
        return cls(**{name: value for name, value in _read(told) if value is not None})


def _read(told: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(field.name, _fitting(str(field.type), told.get(field.name))) for field in fields(Health)]


_ALL = (CardsStatus, ClockStatus, ContactStatus, PartStatus, PrinterStatus, ScannerStatus, TouchStatus)
_STATUSES: Mapping[str, type[StrEnum]] = {status.__name__: status for status in _ALL}


def _fitting(wanted: str, value: Any) -> Any:
    """The value in the type of its field; None if it does not fit, for example a status of a newer program."""
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
    """Whether it is an integer that every reader of JSON holds exactly. A larger one is no measurement, and calculating
    with it fails."""
    return type(value) is int and abs(value) <= LARGEST
