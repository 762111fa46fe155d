"""The physics of every scanner."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import pty
import queue
import socket
import sys
import termios
import threading
import time
import tty
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from evdev import InputEvent
from listening import wait_until

from bench.bench_scanner import BenchScanner
from bench.fake_scanner import FakeScanner
from kiosk.hw.evdev_scanner import KEY_EVENTS, EvdevScanner
from kiosk.hw.key_decoder import LETTERS
from kiosk.hw.scanner import Scanner
from kiosk.hw.serial_scanner import SerialScanner
from kiosk.hw.wiring import ScannerWiring
from program.control_socket import ControlSocket, send

ENTER, SHIFT = 28, 42


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
    def __init__(self, data: Path, control: ControlSocket) -> None:
        self._data = data
        self.scanner = BenchScanner(control)

    def scan(self, code: str) -> None:
        send(self._data, ["scan", "code", code])

    def unplug(self) -> None:
        send(self._data, ["scan", "unplug"])

    def plug(self) -> None:
        send(self._data, ["scan", "plug"])


def fake(data: Path) -> Iterator[ScannerRig]:
    yield FakeRig()


def bench(data: Path) -> Iterator[ScannerRig]:
    control = ControlSocket(data)
    rig = BenchRig(data, control)
    control.start()
    yield rig
    control.close()


class SerialRig:
    """A pty; the scanner is another hand on it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "scanner"
        self._ends: tuple[int, int] | None = None
        self.plug()
        self.scanner = SerialScanner(ScannerWiring(path=str(self._path)))

    def scan(self, code: str) -> None:
        assert self._ends is not None
        self._wait_until_opened()
        os.write(self._ends[0], code.encode() + b"\r\n")

    def scan_in_part(self, part: str) -> None:
        """The first characters of a code, until they were heeded."""
        assert self._ends is not None
        self._wait_until_opened()
        os.write(self._ends[0], part.encode())
        wait_until(lambda: self._waiting() == 0)

    def _waiting(self) -> int:
        assert self._ends is not None
        return int.from_bytes(fcntl.ioctl(self._ends[1], termios.FIONREAD, bytes(4)), sys.byteorder)

    def plug(self) -> None:
        self._ends = pty.openpty()
        tty.setraw(self._ends[1])
        self._path.symlink_to(os.ttyname(self._ends[1]))

    def unplug(self) -> None:
        assert self._ends is not None
        self._path.unlink()
        for end in self._ends:
            os.close(end)
        self._ends = None

    def _wait_until_opened(self) -> None:
        """Opening a port drops what came before; a person scans later than that."""
        time.sleep(0.1)


class TypedKeys:
    """An input device whose keys the test presses: evdev's events, without a kernel."""

    def __init__(self, clock_step_s: int = 0) -> None:
        """`clock_step_s`: the wall clock, which events carry, is set so far forward before each one."""
        self._clock_s, self._clock_step_s = 0, clock_step_s
        self._ours, self._theirs = socket.socketpair()
        self._pressed: queue.SimpleQueue[InputEvent] = queue.SimpleQueue()
        self.grabbed = False

    def press(self, code: str) -> None:
        for letter in code:
            key, shifted = next(
                (key, letter == pair[1]) for key, pair in LETTERS.items() if letter in pair and key < 71
            )
            shift = [(SHIFT, 1)] if shifted and not letter.isdigit() else []
            for pressed in (*shift, (key, 1), (key, 0), *((SHIFT, 0) for _ in shift)):
                self._event(*pressed)
        self._event(ENTER, 1)
        self._event(ENTER, 0)
        self._ours.send(b"!")

    def _event(self, key: int, value: int) -> None:
        self._clock_s += self._clock_step_s
        self._pressed.put(InputEvent(self._clock_s, 0, KEY_EVENTS, key, value))

    def pull(self) -> None:
        self._ours.close()

    def fileno(self) -> int:
        return self._theirs.fileno()

    def grab(self) -> None:
        self.grabbed = True

    def read(self) -> Iterator[InputEvent]:
        if not self._theirs.recv(1):
            raise OSError(errno.ENODEV, "No such device")
        while not self._pressed.empty():
            yield self._pressed.get()

    def close(self) -> None:
        self._theirs.close()


class EvdevRig:
    def __init__(self) -> None:
        self._device: TypedKeys | None = None
        self._opened = threading.Event()
        self._plugged = True
        self.scanner = EvdevScanner(ScannerWiring(), self._open)

    def _open(self, path: str) -> TypedKeys:
        if not self._plugged:
            raise OSError(errno.ENOENT, f"no {path}")
        self._device = TypedKeys()
        self._opened.set()
        return self._device

    def scan(self, code: str) -> None:
        assert self._opened.wait(30)
        assert self._device is not None
        with contextlib.suppress(OSError):  # after stop nobody listens
            self._device.press(code)

    def unplug(self) -> None:
        opened = self._opened.wait(0.3)  # a driver that was just started is about to open it
        self._plugged = False
        if opened and self._device is not None:
            self._device.pull()
        self._opened.clear()

    def plug(self) -> None:
        self._plugged = True


def serial(data: Path) -> Iterator[ScannerRig]:
    yield SerialRig(data)


def evdev_keys(data: Path) -> Iterator[ScannerRig]:
    yield EvdevRig()


RIGS = {"fake": fake, "bench": bench, "serial": serial, "evdev": evdev_keys}
