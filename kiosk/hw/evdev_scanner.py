"""Scanners that are keyboards (HID), through evdev: chosen by name, taken for this program alone.

What their keys mean is `key_decoder.py`.
"""

from __future__ import annotations

import contextlib
import errno
import select
import time
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from kiosk.hw.key_decoder import KeyDecoder
from kiosk.hw.scanner import Heard, OnScan
from kiosk.hw.scanner_watch import ScannerWatch
from kiosk.hw.wiring import ScannerWiring

KEY_EVENTS = 1  # EV_KEY


class InputDevice(Protocol):
    """What we use of `evdev.InputDevice`."""

    def fileno(self) -> int: ...

    def grab(self) -> None: ...

    def read(self) -> Iterable[Any]: ...

    def close(self) -> None: ...


def _open_device(path: str) -> InputDevice:
    import evdev

    device: InputDevice = evdev.InputDevice(path)
    return device


class EvdevScanner:
    """Grabs the device, so that what it types reaches no window, no shell and no other program."""

    def __init__(self, wiring: ScannerWiring, open_device: Callable[[str], InputDevice] = _open_device) -> None:
        def open_source() -> _Keys:
            return _Keys(open_device(wiring.path), wiring.code_seconds)

        self._watch = ScannerWatch(open_source)

    def start(self, on_scan: OnScan) -> None:
        self._watch.start(on_scan)

    def stop(self) -> None:
        self._watch.stop()


class _Keys:
    def __init__(self, device: InputDevice, code_seconds: float) -> None:
        self._device = device
        self._decoder = KeyDecoder(code_seconds)
        try:
            device.grab()
        except OSError:
            device.close()
            raise

    def read(self, seconds: float) -> list[Heard]:
        asked_at = time.monotonic()  # silence counts up to here: data may have come while this program slept
        ready, _, _ = select.select([self._device.fileno()], [], [], seconds)
        if not ready:
            return self._decoder.silence(asked_at)
        events = list(self._device.read())
        if not events:
            raise OSError(errno.ENODEV, "the end of what a device can say")
        now = time.monotonic()  # not the events' own time: that is the wall clock, which may be set
        keys = (event for event in events if event.type == KEY_EVENTS)
        heard = (self._decoder.key(key.code, key.value, now) for key in keys)
        return [one for one in heard if one is not None]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._device.close()
