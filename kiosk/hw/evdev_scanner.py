"""Scanners that are keyboards (HID), through evdev: chosen by name, taken for this program alone.

Such a scanner has a US layout and ends each code with Enter.
"""

from __future__ import annotations

import contextlib
import errno
import select
import time
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from kiosk.hw.scanner import FORGOTTEN_AFTER, LONGEST_CODE, OnScan, Scanned, clean_code
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

    def read(self, seconds: float) -> list[Scanned]:
        ready, _, _ = select.select([self._device.fileno()], [], [], seconds)
        if not ready:
            return []
        events = list(self._device.read())
        if not events:
            raise OSError(errno.ENODEV, "the end of what a device can say")
        now = time.monotonic()  # the events' own time is the wall clock's, which may be set
        keys = (event for event in events if event.type == KEY_EVENTS)
        codes = (self._decoder.key(key.code, key.value, now) for key in keys)
        return [code for code in codes if code is not None]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._device.close()


KEY_UP, KEY_DOWN = 0, 1
ENTERS = {28, 96}  # Enter, and that of the keypad
SHIFTS = {42, 54}

# Linux key codes of each row of a keyboard, with what its keys say alone and with Shift.
ROWS: tuple[tuple[int, str, str], ...] = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (55, "*", "*"),
    (57, " ", " "),
    (71, "789-456+1230.", "789-456+1230."),
    (98, "/", "/"),
)
LETTERS: dict[int, tuple[str, str]] = {
    first + place: pair for first, plain, shifted in ROWS for place, pair in enumerate(zip(plain, shifted, strict=True))
}


class KeyDecoder:
    """Collects keys until Enter. A code that takes longer than `code_seconds`, or holds keys that are no letters
    (some models spell Chinese with Alt), is dropped whole: half a code is worse than none. What comes after a long
    silence is another code, whatever was left before it."""

    def __init__(self, code_seconds: float) -> None:
        self._code_seconds = code_seconds
        self._shifts: set[int] = set()
        self._letters: list[str] = []
        self._began = 0.0
        self._newest = 0.0
        self._spoilt = False

    def key(self, code: int, value: int, now: float) -> Scanned | None:
        """One key event (`value` as in Linux: 0 up, 1 down, 2 repeated; `now` in seconds). The code, at its end."""
        if value == KEY_DOWN:
            if now - self._newest > FORGOTTEN_AFTER * self._code_seconds:
                self._forget()
            self._newest = now
        if code in SHIFTS:
            (self._shifts.discard if value == KEY_UP else self._shifts.add)(code)
        elif value == KEY_DOWN:
            if not self._letters and not self._spoilt:
                self._began = now
            if code in ENTERS:
                return self._end(now)
            self._collect(code)
        return None

    def _collect(self, code: int) -> None:
        if code in LETTERS and len(self._letters) <= LONGEST_CODE:
            self._letters.append(LETTERS[code][bool(self._shifts)])
        else:
            self._spoilt = True

    def _end(self, now: float) -> Scanned | None:
        text, spoilt = "".join(self._letters), self._spoilt or now - self._began > self._code_seconds
        self._letters.clear()
        self._spoilt = False
        return None if spoilt else clean_code(text)

    def _forget(self) -> None:
        """Also a Shift whose end was lost."""
        self._letters.clear()
        self._shifts.clear()
        self._spoilt = False
