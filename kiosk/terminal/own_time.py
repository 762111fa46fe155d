"""The time of this terminal's own clock, which counts until the hall is heard."""

from __future__ import annotations

import time

from domain.flow import HallTime
from program import vitals
from program.clock import monotonic_ms


def own_time() -> HallTime:
    """The time, sure if a time server confirms it; otherwise a later time in a retained message of the hall is nearer
    to the truth."""
    return HallTime(time.time_ns() // 1_000_000 - monotonic_ms(), sure=vitals.time_server_says())
