"""The clock that flows and the hall's service run by: it never jumps."""

from __future__ import annotations

import time


def monotonic_ms() -> int:
    """Milliseconds since some instant before this program's start."""
    return time.monotonic_ns() // 1_000_000
