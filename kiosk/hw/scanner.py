"""Port: a barcode or QR scanner. It calls `on_scan` from any thread with one whole code, or with trouble."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.normal_form import LONGEST, unframed


class ScannerTrouble(StrEnum):
    GONE = "gone"
    BACK = "back"
    UNREADABLE = "unreadable"  # it sent something that cannot be read as a code


@dataclass(frozen=True, slots=True)
class Scanned:
    """At most 512 characters, printable. `text` may be a booking code, so it is left out of `repr`."""

    text: str

    def __repr__(self) -> str:
        return f"Scanned({len(self.text)} characters)"


Heard = Scanned | ScannerTrouble

LONGEST_CODE = LONGEST
FEWEST_WITHOUT_END = 4  # characters: fewer, and no end after them, are a stray key or noise on the wire
FORGOTTEN_AFTER = 3  # times a code's longest silence: what comes then is no longer the rest of a slow code


def clean_code(text: str) -> Scanned | None:
    """The code without the scanner's marks; None if it is empty, not printable, or too long for a code."""
    text = unframed(text)
    return Scanned(text) if text and len(text) <= LONGEST_CODE and text.isprintable() else None


class CodeEnd:
    """Decides when a code ends: at its end character, or at a silence if this scanner has never sent an end character.

    If a scanner does send end characters, a silence within a code means that something was lost: the code is dropped,
    because half a code is worse than none. `code_seconds`: the longest gap between two characters of a code.
    """

    def __init__(self, code_seconds: float) -> None:
        self._code_seconds = code_seconds
        self._newest = 0.0
        self._ends = False
        self._torn = False

    def came(self, now: float, *, first: bool) -> bool:
        """A character came at `now`; `first`: it begins a code. Returns whether the characters before are too old to
        belong to it."""
        silent, self._newest = now - self._newest, now
        if silent > FORGOTTEN_AFTER * self._code_seconds:
            self._torn = False
            return True
        self._torn = not first and (self._torn or silent > self._code_seconds)
        return False

    def sign(self) -> bool:
        """The end character came. Returns whether all characters came in time."""
        whole, self._torn, self._ends = not self._torn, False, True
        return whole

    def silent(self, now: float) -> bool:
        """Whether the code is over, given that nothing came until `now`."""
        return now - self._newest > self._code_seconds

    def by_silence(self, characters: int) -> bool | None:
        """The code ended by silence. Returns whether it is a code; None: just noise."""
        whole, self._torn = not (self._torn or self._ends), False
        return whole if characters >= FEWEST_WITHOUT_END else None


OnScan = Callable[[Heard], None]


class Scanner(Protocol):
    def start(self, on_scan: OnScan) -> None: ...

    def stop(self) -> None: ...
