"""Keeps a terminal's content up to date: fetches the set that the hall announces, in a thread of low priority.

The hall announces a set on `public/content`. A fetch that fails is tried again later, sooner if the source was only
unreachable; meanwhile the terminal shows the set that it has, for weeks if necessary.
"""

from __future__ import annotations

import contextlib
import logging
import os
import random
import threading
from collections.abc import Callable

from content.fetching.fetch import Fetched, FetchEnd

logger = logging.getLogger(__name__)

SOON_S, LATE_S = 5.0, 600.0
NICE = 15
"""Niceness of the thread: screens and messages come first."""

Fetch = Callable[[str, str], Fetched]
"""`(id of a set, address)`: one try."""


class ContentKeeper:
    """`fetch` runs in the keeper's thread, which calls `on_new` after a switch. `pause`: a random time up to its
    argument, in seconds."""

    def __init__(
        self, fetch: Fetch, on_new: Callable[[str], None], *, pause: Callable[[float], float] | None = None
    ) -> None:
        self._fetch = fetch
        self._on_new = on_new
        self._pause = pause or (lambda most: random.uniform(0, most))  # noqa: S311 - so that not all ask at once
        self._lock = threading.Condition()
        self._wanted: tuple[str, str] | None = None
        self._again = False
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="content", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def told(self, wanted: str, address: str) -> None:
        """The hall announced this set at this address. May be called from any thread."""
        with self._lock:
            if wanted and (wanted, address) != self._wanted:
                self._wanted, self._again = (wanted, address), True
                self._lock.notify()

    def look_again(self) -> None:
        """A file is damaged: fetch what is missing now. May be called from any thread."""
        with self._lock:
            self._again = True
            self._lock.notify()

    @property
    def stopped(self) -> bool:
        return self._ending

    def stop(self) -> None:
        with self._lock:
            self._ending = True
            self._lock.notify()
        self._thread.join(timeout=15)

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        tries, wait_s = 0, None
        while (wanted := self._next(wait_s)) is not None:
            fetched = self._fetch(*wanted)
            logger.info("content set %s: %s, %d bytes %s", wanted[0][:12], fetched.end, fetched.taken, fetched.detail)
            if fetched.end is FetchEnd.SWITCHED:
                self._on_new(wanted[0])
            tries, wait_s = self._after(fetched, tries)

    def _after(self, fetched: Fetched, tries: int) -> tuple[int, float | None]:
        """How often it has failed so far, and after how many seconds to try again; None: when a set is announced."""
        if fetched.end in (FetchEnd.SWITCHED, FetchEnd.ALREADY, FetchEnd.OLDER):
            return 0, None
        if fetched.end is FetchEnd.AWAY:
            tries = 0 if fetched.taken else tries
            return tries + 1, self._pause(min(SOON_S * 2**tries, LATE_S))
        return tries + 1, LATE_S / 2 + self._pause(LATE_S / 2)

    def _next(self, wait_s: float | None) -> tuple[str, str] | None:
        """Wait for a set to be announced, at most `wait_s`. Returns what to fetch; None: the program ends."""
        with self._lock:
            self._lock.wait_for(lambda: self._again or self._ending, timeout=wait_s)
            while not self._ending and self._wanted is None:
                self._lock.wait()
            self._again = False
            return None if self._ending else self._wanted
