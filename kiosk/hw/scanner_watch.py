"""What every real scanner needs: a thread that opens the device, reads it, and opens it again after it was lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from kiosk.hw.scanner import Heard, OnScan, ScannerTrouble

RETRY_SECONDS = 0.5
WAIT_SECONDS = 0.2


class ScannerDevice(Protocol):
    """An open scanner."""

    def read(self, seconds: float) -> list[Heard]:
        """What becomes a code, or none, within `seconds`. Raises `OSError` when the device is gone."""

    def close(self) -> None: ...


class ScannerWatch:
    """`open_source` raises `OSError` while the device is not there."""

    def __init__(self, open_source: Callable[[], ScannerDevice]) -> None:
        self._open_source = open_source
        self._on_scan: OnScan | None = None
        self._there: bool | None = None
        self._lock = threading.RLock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, on_scan: OnScan) -> None:
        self.stop()
        self._stopping = threading.Event()
        self._there = None
        self._on_scan = on_scan
        self._thread = threading.Thread(target=self._watch, args=(self._stopping,), name="scanner", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Say nothing any more, at once, and let the device go."""
        with self._lock:
            self._on_scan = None
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(5 * WAIT_SECONDS)
            self._thread = None

    def _watch(self, stopping: threading.Event) -> None:
        while not stopping.is_set():
            try:
                source = self._open_source()
            except OSError:
                self._set_there(there=False)
                stopping.wait(RETRY_SECONDS)
                continue
            self._set_there(there=True)
            try:
                while not stopping.is_set():
                    for code in source.read(WAIT_SECONDS):
                        self._tell(code)
            except OSError:
                self._set_there(there=False)
            finally:
                source.close()

    def _set_there(self, *, there: bool) -> None:
        if there is not self._there:
            if not there:
                self._tell(ScannerTrouble.GONE)
            elif self._there is False:
                self._tell(ScannerTrouble.BACK)
            self._there = there

    def _tell(self, event: Heard) -> None:
        with self._lock:
            if self._on_scan is not None:
                self._on_scan(event)
