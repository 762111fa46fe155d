"""Sends the outbox to the hall: oldest first, one at a time, repeated until the hall itself acknowledges.

One at a time keeps the order through every loss: a print result never overtakes the ticket it belongs to.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from domain.refusal import RETRYABLE
from kiosk.mqtt.messages import Answer, Request
from kiosk.mqtt.outbox import Outbox, OutboxRow
from program.timers import Timer, TimerThread

logger = logging.getLogger(__name__)

AGAIN_S = 5.0  # without an acknowledgement for this long, send again with the same id
BUSY_S = 2.0  # pause after the hall said: not now


class Sender:
    """`send` publishes one event and says whether the wire took it. Thread-safe; never blocks for the network."""

    def __init__(
        self, outbox: Outbox, send: Callable[[Request], bool], timers: TimerThread, *, held: bool = False
    ) -> None:
        """`held`: nothing is sent; recorded events wait."""
        self._held = held
        self._outbox = outbox
        self._send = send
        self._timers = timers
        self._lock = threading.Lock()
        self._online = False
        self._waiting_for: str | None = None
        self._again: Timer | None = None

    def link(self, *, online: bool) -> None:
        """The hall came or went. An event under way is sent again when it is back."""
        with self._lock:
            self._online = online
            self._forget()
        self.wake()

    def wake(self) -> None:
        """Send the oldest row unless one is under way."""
        with self._lock:
            if self._held or not self._online or self._waiting_for is not None:
                return
            row = self._outbox.oldest()
            if row is not None:
                self._dispatch(row)

    def acknowledged(self, answer: Answer) -> None:
        """The hall's acknowledgement of an event: done, not now, or never."""
        with self._lock:
            mine = answer.id == self._waiting_for
            code = answer.error.code if answer.error is not None else ""
            if not answer.ok and code in RETRYABLE:
                if mine:
                    self._wait(BUSY_S)
                return
            gone = self._outbox.delete(answer.id) if answer.ok else self._outbox.refuse(answer.id, code)
            if not gone:
                return  # the disk cannot be written now; the running timer sends the row again
            if mine:
                self._forget()
        self.wake()

    def _dispatch(self, row: OutboxRow) -> None:
        self._waiting_for = row.id
        self._send(Request(id=row.id, type=row.type, data=row.data))
        self._wait(AGAIN_S)

    def _wait(self, seconds: float) -> None:
        """Try again after so long (also when the wire did not take it)."""
        if self._again is not None:
            self._again.cancel()
        self._again = self._timers.after(seconds, self._retry)

    def _retry(self) -> None:
        with self._lock:
            self._forget()
        self.wake()

    def _forget(self) -> None:
        self._waiting_for = None
        if self._again is not None:
            self._again.cancel()
            self._again = None
