"""Listeners that tests wait on: an event arrives, or the test says which one did not."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from typing import Any

import pytest

DEADLINE_SECONDS = 40.0


class Heard:
    """What a driver told us, in order. `next` waits; `nothing` makes sure that all is quiet."""

    def __init__(self) -> None:
        self._events: queue.Queue[Any] = queue.Queue()

    def __call__(self, event: object) -> None:
        self._events.put(event)

    def next(self, seconds: float = DEADLINE_SECONDS) -> Any:
        try:
            return self._events.get(timeout=seconds)
        except queue.Empty:
            pytest.fail(f"nothing was told within {seconds} s")

    def until(self, wanted: Callable[[Any], bool], seconds: float = DEADLINE_SECONDS) -> list[Any]:
        """Everything up to and with the first event that is `wanted`."""
        before: list[Any] = []
        end = time.monotonic() + seconds
        while True:
            try:
                before.append(self._events.get(timeout=max(0.0, end - time.monotonic())))
            except queue.Empty:
                pytest.fail(f"not told within {seconds} s; there was {before}")
            if wanted(before[-1]):
                return before

    def nothing(self, seconds: float = 0.05) -> bool:
        try:
            event = self._events.get(timeout=seconds)
        except queue.Empty:
            return True
        pytest.fail(f"told {event!r}, expected silence")


def wait_until(so: Callable[[], bool], seconds: float = DEADLINE_SECONDS) -> None:
    """For what nobody tells: ask until it is `so`."""
    end = time.monotonic() + seconds
    while not so():
        if time.monotonic() > end:
            pytest.fail(f"not so within {seconds} s")
        time.sleep(0.005)
