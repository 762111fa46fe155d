"""The machine's clocks: the time of day, the time passed, whether a time server confirms it, and the boot they belong
to."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Protocol

from program import vitals

BOOT_VARIABLE = "XIAOCHUANG_BOOT"
"""The environment variable in which the systemd unit passes the boot's id (`%b`), because its sandbox hides
/proc/sys."""

BOOT_FILE = Path("/proc/sys/kernel/random/boot_id")


class Clocks(Protocol):
    """Two clocks, and whether a time server confirms them. `times` is called often, `synced` once a second."""

    def times(self) -> tuple[int, int]:
        """The wall clock (ms since 1970), and the time since the machine's start (ms)."""

    def synced(self) -> bool:
        """Whether the wall clock follows a time server."""


class MachineClocks:
    """The clocks of this machine. CLOCK_BOOTTIME runs on during suspension, CLOCK_MONOTONIC does not."""

    def times(self) -> tuple[int, int]:
        return time.time_ns() // 1_000_000, time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000

    def synced(self) -> bool:
        return vitals.time_server_says()


class MovedClocks:
    """For tests: the machine's clocks, moved by a file. The file holds the ms added to the wall clock, then,
    optionally, the ms added to the time passed, and `synced` or `unsynced`."""

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
        """The words of the file. While it is being written it is empty for a moment: then its former words count."""
        self._said = self._file.read_text(encoding="ascii").split() or self._said
        return self._said


def boot_id(file: Path = BOOT_FILE) -> str:
    """The id of the machine's boot: it changes only with a restart of the machine. "" if the machine has none."""
    told = os.environ.get(BOOT_VARIABLE, "")
    if told:
        return told.replace("-", "")
    try:
        return file.read_text(encoding="ascii").strip().replace("-", "")
    except OSError:
        return ""
