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
    UNREADABLE = "unreadable"  # it sent something of which nothing can be made


@dataclass(frozen=True, slots=True)
class Scanned:
    """At most 512 characters, printable. `text` may be a booking code: kept out of `repr`."""

    text: str

    def __repr__(self) -> str:
        return f"Scanned({len(self.text)} characters)"


Heard = Scanned | ScannerTrouble

LONGEST_CODE = LONGEST
FEWEST_WITHOUT_END = 4  # characters: fewer, and no end after them, are a stray key or noise on the wire
FORGOTTEN_AFTER = 3  # times a code's longest silence: what comes then is no longer the rest of a slow code


def clean_code(text: str) -> Scanned | None:
    """What a beam read, as one code and without what the scanner adds to it; None for nothing, for what cannot be
    printed, and for more than a code can be."""
    text = unframed(text)
    return Scanned(text) if text and len(text) <= LONGEST_CODE and text.isprintable() else None


class CodeEnd:
    """When a code is over: at the sign of its end, or, if this scanner was never heard to send one, at a silence.

    A silence within a code of a scanner that does send ends has lost something: then there is no code, since half a
    code is worse than none. `code_seconds` is how long two characters of one code may lie apart.
    """

    def __init__(self, code_seconds: float) -> None:
        self._code_seconds = code_seconds
        self._newest = 0.0
        self._ends = False
        self._torn = False

    def came(self, now: float, *, first: bool) -> bool:
        """A character came at `now`, the `first` of a code or not. Whether what lies there is too old for it."""
        silent, self._newest = now - self._newest, now
        if silent > FORGOTTEN_AFTER * self._code_seconds:
            self._torn = False
            return True
        self._torn = not first and (self._torn or silent > self._code_seconds)
        return False

    def sign(self) -> bool:
        """Its end came. Whether all of it had come in time."""
        whole, self._torn, self._ends = not self._torn, False, True
        return whole

    def silent(self, now: float) -> bool:
        """Whether, with nothing heard until `now`, what lies there is over."""
        return now - self._newest > self._code_seconds

    def by_silence(self, characters: int) -> bool | None:
        """It ended by silence: whether it is a code; None if it is not even a broken one."""
        whole, self._torn = not (self._torn or self._ends), False
        return whole if characters >= FEWEST_WITHOUT_END else None


OnScan = Callable[[Heard], None]


class Scanner(Protocol):
    def start(self, on_scan: OnScan) -> None: ...

    def stop(self) -> None: ...
