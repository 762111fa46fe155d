"""The state of the machine: disk space, temperature, clock. Read from the kernel, without a subprocess. A value that
the machine does not tell is None or "unknown".
"""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TIME_ERROR = 5  # adjtimex(2): the clock is not synchronised
TIME_MARK = Path("/run/systemd/timesync/synchronized")
"""systemd-timesyncd touches this file whenever it has set the clock (systemd-timesyncd.service(8))."""

TIME_MARK_LASTS_S = 2 * 2048 + 300
"""How long that file counts: timesyncd asks its server at least every 2048 s (timesyncd.conf(5)), and may miss an
answer."""

TIMEX_BYTES = 512  # more than struct timex has on any machine; all zero: only read


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Free space of a file system for programs that are not root."""

    mb: int
    percent: int


def room(folder: Path) -> Room | None:
    try:
        found = os.statvfs(folder)
    except OSError:
        return None
    free = found.f_bavail * found.f_frsize
    return Room(mb=free // 1_000_000, percent=round(100 * found.f_bavail / max(1, found.f_blocks)))


def temperature(zones: Path = Path("/sys/class/thermal")) -> int | None:
    """The temperature of the hottest zone in °C; None if there is none."""
    found = []
    for zone in zones.glob("thermal_zone*/temp"):
        try:
            found.append(int(zone.read_text(encoding="ascii")))
        except (OSError, ValueError):  # reading a zone that is switched off fails
            continue
    return round(max(found) / 1000) if found else None


def ask_kernel() -> int:
    """The state of the clock by adjtimex(2), or -1 where that is not allowed (systemd's ProtectClock)."""
    libc = ctypes.CDLL(None, use_errno=True)
    return int(libc.adjtimex(ctypes.create_string_buffer(TIMEX_BYTES)))


def clock(ask: Callable[[], int] = ask_kernel, timesync: Path = Path("/run/systemd/timesync")) -> str:
    """synced, unsynced or unknown: whether the clock follows a time server.

    If the kernel may not be asked, systemd-timesyncd's file decides (systemd-timesyncd.service(8)).
    """
    state = ask()
    if state >= 0:
        return "unsynced" if state == TIME_ERROR else "synced"
    if (timesync / "synchronized").exists():
        return "synced"
    return "unsynced" if timesync.is_dir() else "unknown"


def time_server_says(
    ask: Callable[[], int] = ask_kernel, mark: Path = TIME_MARK, wall: Callable[[], float] = time.time
) -> bool:
    """Whether the wall clock shows the time of a time server now.

    The kernel forgets this when somebody sets the clock. If the kernel may not be asked, timesyncd's file has the time
    of the server's last answer by the same clock: an old file, or one from the future, proves nothing.
    """
    state = ask()
    if state >= 0:
        return state != TIME_ERROR
    try:
        age_s = wall() - mark.stat().st_mtime
    except OSError:
        return False
    return 0 <= age_s <= TIME_MARK_LASTS_S


def running_ms() -> int:
    """How long this process has been running."""
    after_name = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    began = int(after_name[19]) / os.sysconf("SC_CLK_TCK")  # field 22 of proc(5): ticks after the machine's start
    return round((time.clock_gettime(time.CLOCK_BOOTTIME) - began) * 1000)


def screens(cards: Path = Path("/sys/class/drm")) -> int | None:
    """How many screens are connected to the machine's outputs; None if the kernel does not tell."""
    found = []
    for connector in cards.glob("card*-*/status"):
        try:
            found.append(connector.read_text(encoding="ascii").strip())
        except OSError:
            continue
    return found.count("connected") if found else None
