"""A circuit breaker: a source that does not answer is not asked for a while, so that it can recover and askers are told
at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from hall.progress.port import CaseSource, Changes, Found, SourceAway
from program.clock import monotonic_ms

AT = 3
"""How many failures in a row open the breaker."""

REST_MS = (5_000, 10_000, 20_000, 40_000, 60_000)
"""How long it stays open, growing with each failed try; then one question is let through."""

T = TypeVar("T")


class Breaker:
    """A `CaseSource` in front of another one."""

    def __init__(self, source: CaseSource, clock: Callable[[], int] = monotonic_ms) -> None:
        """`clock`: milliseconds that never jump."""
        self._source = source
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._until = 0
        self._reason = ""
        self.finds_people = source.finds_people
        self.tells_changes = source.tells_changes

    @property
    def trouble(self) -> str:
        """Why no question is let through now; "" if questions are."""
        with self._lock:
            return self._reason if self._failed >= AT else ""

    def by_receipt(self, receipt: str) -> Found:
        return self._through(lambda: self._source.by_receipt(receipt))

    def by_person(self, person: str) -> Found:
        return self._through(lambda: self._source.by_person(person))

    def changes(self, since: int | None, limit: int) -> Changes | SourceAway:
        return self._through(lambda: self._source.changes(since, limit))

    def close(self) -> None:
        self._source.close()

    def _through(self, ask: Callable[[], T | SourceAway]) -> T | SourceAway:
        with self._lock:
            now = self._clock()
            if self._failed >= AT and now < self._until:
                return SourceAway(f"left alone for a while: {self._reason}")
            if self._failed >= AT:
                self._until = now + REST_MS[0]  # one question goes through; the others still wait
        answer = ask()
        with self._lock:
            if not isinstance(answer, SourceAway):
                self._failed = 0
            else:
                self._failed += 1
                self._reason = answer.reason
                if self._failed >= AT:
                    self._until = self._clock() + REST_MS[min(self._failed - AT, len(REST_MS) - 1)]
        return answer
