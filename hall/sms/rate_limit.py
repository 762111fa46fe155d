"""Keeps below the rate that was agreed with the operator, which otherwise throttles, or locks the account."""

from __future__ import annotations

import time
from collections.abc import Callable


class RateLimit:
    """At most `per_second` in any second, evenly spaced; None: as fast as it goes. For one thread."""

    def __init__(
        self,
        per_second: float | None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._gap = 0.0 if per_second is None else 1.0 / per_second
        self._clock = clock
        self._sleep = sleep
        self._next = clock()

    @property
    def limited(self) -> bool:
        return self._gap > 0

    def wait(self) -> None:
        """Return when the next one may go, which then counts as gone."""
        if not self.limited:
            return
        now = self._clock()
        if now < self._next:
            self._sleep(self._next - now)
        self._next = max(now, self._next) + self._gap


def mistakes(per_second: float | None) -> list[tuple[str, str]]:
    """Key and reason."""
    return [("per_second", "is not above 0")] if per_second is not None and per_second <= 0 else []
