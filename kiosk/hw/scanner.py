"""Port: a barcode or QR scanner. It calls `on_code` from any thread with one whole code, or with trouble."""

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


OnScan = Callable[[Scanned | ScannerTrouble], None]


class Scanner(Protocol):
    def start(self, on_scan: OnScan) -> None: ...

    def stop(self) -> None: ...
