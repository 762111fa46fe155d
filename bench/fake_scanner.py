"""A fake scanner: tests (and the bench) say which code it reads."""

from __future__ import annotations

from kiosk.hw.scanner import OnScan, Scanned, ScannerTrouble, clean_code


class FakeScanner:
    def __init__(self, *, plugged: bool = True) -> None:
        self._on_scan: OnScan | None = None
        self._plugged = plugged

    def start(self, on_scan: OnScan) -> None:
        self._on_scan = on_scan
        if not self._plugged:
            self._tell(ScannerTrouble.GONE)

    def stop(self) -> None:
        self._on_scan = None

    def scan(self, text: str) -> None:
        """Show a code to the scanner. One that is too long or has unprintable characters is reported as unreadable."""
        if text and self._plugged:
            self._tell(clean_code(text) or ScannerTrouble.UNREADABLE)

    def unplug(self) -> None:
        if self._plugged:
            self._plugged = False
            self._tell(ScannerTrouble.GONE)

    def plug(self) -> None:
        if not self._plugged:
            self._plugged = True
            self._tell(ScannerTrouble.BACK)

    def _tell(self, event: Scanned | ScannerTrouble) -> None:
        if self._on_scan is not None:
            self._on_scan(event)
