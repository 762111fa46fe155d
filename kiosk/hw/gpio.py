"""Port: the contacts of a terminal (review keys, lamp, presence, door). All optional; see `terminal.toml`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A review key was pressed. `level`: 5 (most satisfied) … 1."""

    level: int


class Contact(StrEnum):
    PRESENCE = "presence"  # active: somebody stands there
    DOOR = "door"  # active: open
    TAMPER = "tamper"  # active: the housing was moved or opened by force


@dataclass(frozen=True, slots=True)
class ContactChanged:
    contact: Contact
    active: bool


OnGpio = Callable[[KeyPressed | ContactChanged], None]


class Gpio(Protocol):
    """`start` never raises for a header that cannot be used: it returns False, and nothing is reported."""

    def start(self, on_gpio: OnGpio) -> bool: ...

    def stuck_keys(self) -> tuple[int, ...]:
        """Levels of the review keys that have been down for too long."""
        ...

    def lamp(self, *, on: bool) -> None: ...

    def stop(self) -> None: ...
