"""Scanners on a serial port (RS-232, or USB in CDC mode): one code a line. The safer mode for Chinese content."""

from __future__ import annotations

import time
from collections.abc import Callable

from kiosk.hw.line import DescriptorLine, open_serial
from kiosk.hw.scanner import FORGOTTEN_AFTER, LONGEST_CODE, OnScan, Scanned, clean_code
from kiosk.hw.scanner_watch import ScannerWatch
from kiosk.hw.wiring import ScannerWiring

BYTES_PER_CHARACTER = 4


class SerialScanner:
    def __init__(self, wiring: ScannerWiring) -> None:
        def open_source() -> _Lines:
            return _Lines(open_serial(wiring.path, wiring.baud), LineDecoder(wiring.code_seconds))

        self._watch = ScannerWatch(open_source)

    def start(self, on_scan: OnScan) -> None:
        self._watch.start(on_scan)

    def stop(self) -> None:
        self._watch.stop()


class LineDecoder:
    """Bytes to codes: a code ends with CR, LF or both. One that takes too long or is too long is dropped whole; what
    comes after a long silence is another code, whatever was left before it."""

    def __init__(self, code_seconds: float) -> None:
        self._code_seconds = code_seconds
        self._bytes = bytearray()
        self._began = 0.0
        self._newest = 0.0
        self._too_long = False

    def feed(self, data: bytes, now: float) -> list[Scanned]:
        """The codes that end within `data`."""
        codes = []
        if data:
            if now - self._newest > FORGOTTEN_AFTER * self._code_seconds:
                self._forget()
            self._newest = now
        for byte in data:
            if byte not in b"\r\n":
                self._collect(byte, now)
                continue
            in_time = now - self._began <= self._code_seconds
            code = clean_code(_text(bytes(self._bytes))) if in_time and not self._too_long else None
            codes += [code] if code is not None else []
            self._forget()
        return codes

    def _forget(self) -> None:
        self._bytes.clear()
        self._too_long = False

    def _collect(self, byte: int, now: float) -> None:
        if not self._bytes:
            self._began = now
        if len(self._bytes) < LONGEST_CODE * BYTES_PER_CHARACTER:
            self._bytes.append(byte)
        else:
            self._too_long = True


def _text(raw: bytes) -> str:
    """UTF-8, else GB18030, as scanners are set up; a code that is neither is no code."""
    for coding in ("utf-8", "gb18030"):
        try:
            return raw.decode(coding)
        except UnicodeDecodeError:
            continue
    return ""


class _Lines:
    def __init__(
        self, line: DescriptorLine, decoder: LineDecoder, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._line = line
        self._decoder = decoder
        self._monotonic = monotonic

    def read(self, seconds: float) -> list[Scanned]:
        return self._decoder.feed(self._line.read(seconds), self._monotonic())

    def close(self) -> None:
        self._line.close()
