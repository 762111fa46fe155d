"""The machine's clocks: what time it is, how much has passed, whether a time server says so, and of which boot."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Protocol

from program import vitals

BOOT_VARIABLE = "XIAOCHUANG_BOOT"
"""Where the unit tells the boot's id (`%b`): its sandbox does not show /proc/sys."""

BOOT_FILE = Path("/proc/sys/kernel/random/boot_id")


class Clocks(Protocol):
    """Two clocks and a time server's word. `times` is asked often, `synced` once a second."""

    def times(self) -> tuple[int, int]:
        """What time it is, and how much time has passed since the machine's start, both in ms."""

    def synced(self) -> bool:
        """Whether the wall clock follows a time server."""


class MachineClocks:
    """Those of this machine. CLOCK_BOOTTIME goes on while it is suspended, unlike CLOCK_MONOTONIC."""

    def times(self) -> tuple[int, int]:
        return time.time_ns() // 1_000_000, time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000

    def synced(self) -> bool:
        return vitals.time_server_says()


class MovedClocks:
    """For tests: the machine's clocks, moved by a file. It holds ms added to the wall clock; then, if they are there,
    ms added to what has passed, and `synced` or `unsynced`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._clocks = MachineClocks()
        self._said: list[str] = []

    def times(self) -> tuple[int, int]:
        wall_ms, boot_ms = self._clocks.times()
        numbers = [int(word) for word in self._words() if word.lstrip("-").isdigit()]
        return wall_ms + numbers[0], boot_ms + sum(numbers[1:2])

    def synced(self) -> bool:
        words = self._words()
        return "synced" in words or ("unsynced" not in words and self._clocks.synced())

    def _words(self) -> list[str]:
        """A file that is being written is empty for a moment: what it said before counts."""
        self._said = self._file.read_text(encoding="ascii").split() or self._said
        return self._said


def boot_id(file: Path = BOOT_FILE) -> str:
    """The same as long as the machine is not started anew; "" where it does not tell."""
    told = os.environ.get(BOOT_VARIABLE, "")
    if told:
        return told.replace("-", "")
    try:
        return file.read_text(encoding="ascii").strip().replace("-", "")
    except OSError:
        return ""
