"""The timers of the wire: one thread that calls functions later. It does not depend on the network thread, which may be
connecting when a timer is due.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable

from program.failures import log_failure

logger = logging.getLogger(__name__)


class Timer:
    """One delayed call. `cancel` may be called at any time, from any thread; a cancelled timer does nothing."""

    __slots__ = ("call",)

    def __init__(self, call: Callable[[], None]) -> None:
        self.call: Callable[[], None] | None = call

    def cancel(self) -> None:
        self.call = None


class TimerThread:
    """`after(seconds, call)`; calls run on one thread, in the order of their times, and must return soon."""

    def __init__(self, name: str) -> None:
        self._due: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name=f"timers-{name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def after(self, seconds: float, call: Callable[[], None]) -> Timer:
        timer = Timer(call)
        with self._changed:
            entry = (time.monotonic() + seconds, next(self._order), timer)
            heapq.heappush(self._due, entry)
            if self._due[0] is entry:
                self._changed.notify()
        return timer

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(2)

    def _run(self) -> None:
        while (timer := self._next()) is not None:
            call = timer.call
            if call is None:
                continue
            try:
                call()
            except Exception as error:
                log_failure(logger, "a timer", error)

    def _next(self) -> Timer | None:
        """Wait for the next due timer; None once stopped."""
        with self._changed:
            while not self._stopped:
                wait = self._due[0][0] - time.monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._due)[2]
                self._changed.wait(wait)
        return None
