"""Port: a barcode or QR scanner. It calls `on_scan` from any thread with one whole code, or with trouble."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class ScannerTrouble(StrEnum):
    GONE = "gone"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Scanned:
    """At most 512 characters, printable. `text` may be a booking code: kept out of `repr`."""

    text: str

    def __repr__(self) -> str:
        return f"Scanned({len(self.text)} characters)"


LONGEST_CODE = 512
FORGOTTEN_AFTER = 3  # times a code's longest time of silence: what comes then is no longer the rest of a slow code


def clean_code(text: str) -> Scanned | None:
    """What a beam read, as one code; None for nothing, for control characters, and for more than a code can be."""
    text = text.strip()
    return Scanned(text) if text and len(text) <= LONGEST_CODE and text.isprintable() else None


OnScan = Callable[[Scanned | ScannerTrouble], None]


class Scanner(Protocol):
    def start(self, on_scan: OnScan) -> None: ...

    def stop(self) -> None: ...
