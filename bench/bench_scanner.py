"""The bench's scanner: `xiaochuang bench scan CODE`."""

from __future__ import annotations

from collections.abc import Sequence

from bench.fake_scanner import FakeScanner
from kiosk.hw.scanner import OnScan, clean_code
from program.control_socket import BadWordError, ControlSocket

UNREADABLE = "\ufffe"  # no character


class BenchScanner:
    def __init__(self, control: ControlSocket) -> None:
        self._scanner = FakeScanner()
        control.answer("scan", self._obey)

    def start(self, on_scan: OnScan) -> None:
        self._scanner.start(on_scan)

    def stop(self) -> None:
        self._scanner.stop()

    def _obey(self, words: Sequence[str]) -> str:
        match words:
            case ["code", text] if clean_code(text) is not None:
                self._scanner.scan(text)
                return "scanned"
            case ["unreadable"]:
                self._scanner.scan(UNREADABLE)
                return "scanned what cannot be read"
            case ["unplug"]:
                self._scanner.unplug()
                return "scanner unplugged"
            case ["plug"]:
                self._scanner.plug()
                return "scanner plugged in"
            case _:
                raise BadWordError("scan takes: code TEXT (1 to 512 printable characters), unreadable, unplug, plug")
