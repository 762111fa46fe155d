"""The physics of every scanner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from kiosk.hw.bench_scanner import BenchScanner
from kiosk.hw.desk import Desk, send
from kiosk.hw.fake_scanner import FakeScanner
from kiosk.hw.scanner import Scanner


class ScannerRig(Protocol):
    scanner: Scanner

    def scan(self, code: str) -> None:
        """A code is held in front of the beam."""

    def unplug(self) -> None: ...

    def plug(self) -> None: ...


class FakeRig:
    def __init__(self) -> None:
        self.scanner = FakeScanner()
        self.scan, self.unplug, self.plug = self.scanner.scan, self.scanner.unplug, self.scanner.plug


class BenchRig:
    def __init__(self, data: Path, desk: Desk) -> None:
        self._data = data
        self.scanner = BenchScanner(desk)

    def scan(self, code: str) -> None:
        send(self._data, ["scan", "code", code])

    def unplug(self) -> None:
        send(self._data, ["scan", "unplug"])

    def plug(self) -> None:
        send(self._data, ["scan", "plug"])


def fake(data: Path) -> Iterator[ScannerRig]:
    yield FakeRig()


def bench(data: Path) -> Iterator[ScannerRig]:
    desk = Desk(data)
    rig = BenchRig(data, desk)
    desk.start()
    yield rig
    desk.close()


RIGS = {"fake": fake, "bench": bench}
