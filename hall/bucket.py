"""A token bucket: a number at once, then a number per minute. It keeps wrong messages from filling logs and disk."""

from __future__ import annotations


class Bucket:
    """`take(now_ms)` says whether one more is allowed. `now_ms` is any clock in milliseconds."""

    def __init__(self, *, at_once: int, per_minute: float) -> None:
        self._most = float(at_once)
        self._per_ms = per_minute / 60_000
        self._tokens = self._most
        self._at: int | None = None

    def take(self, now_ms: int) -> bool:
        if self._at is not None:
            elapsed_ms = max(0, now_ms - self._at)  # a clock that was set back adds no tokens
            self._tokens = min(self._most, self._tokens + elapsed_ms * self._per_ms)
        self._at = now_ms
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
