"""The monotonic clock of flows and of the hall service: it never jumps."""

from __future__ import annotations

import time


def monotonic_ms() -> int:
    """Milliseconds since some instant before this program's start."""
    return time.monotonic_ns() // 1_000_000
