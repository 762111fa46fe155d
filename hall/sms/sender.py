"""The worker thread that calls the SMS back end, one call after the other, so that nobody in the hall waits for it."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from hall.sms.port import NotSent, Outcome, Receipt, SmsGateway, SmsMessage, Unknown
from program.failures import log_failure

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OutcomeArrived:
    """The outcome of `send`, or of a question about a lost answer, for the message with this key."""

    key: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ReceiptsArrived:
    """Delivery reports, in the order in which the back end gave them."""

    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class _Job:
    """One call of the back end. `sends`: the key of the message, if the call sends one."""

    run: Callable[[], None]
    sends: str | None = None


class SmsSender:
    """`send`, `ask` and `collect` return at once. `tell` gets their results, in the worker's thread.

    `stop` closes the back end. Whatever a back end raises is logged by its place, without its text, which may name a
    phone; a message whose sending raised counts as `Unknown`.
    """

    def __init__(
        self, gateway: SmsGateway, tell: Callable[[OutcomeArrived | ReceiptsArrived], None], clock_ms: Callable[[], int]
    ) -> None:
        self._gateway = gateway
        self._tell = tell
        self._clock_ms = clock_ms
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="sms", daemon=True)
        self._collecting = False

    def start(self) -> None:
        self._thread.start()

    def send(self, message: SmsMessage, expires_at: int) -> None:
        def send() -> Outcome:
            return in_time(self._gateway, message, expires_at - self._clock_ms())

        self._jobs.put(_Job(lambda: self._report(message.key, send), sends=message.key))

    def ask(self, key: str) -> None:
        self._jobs.put(_Job(lambda: self._report(key, lambda: self._gateway.outcome(key))))

    def collect(self) -> None:
        """Fetch delivery reports, unless a fetch is already waiting or running."""
        if not self._collecting:
            self._collecting = True
            self._jobs.put(_Job(self._collect))

    def stop(self, timeout_s: float = 6.0) -> None:
        """Finish the running call, wait for it at most `timeout_s`, and drop the rest.

        For each message that still waits, `tell` gets `NotSent`: it is marked as sending on disk, and without that the
        next run would not send it either.
        """
        with contextlib.suppress(queue.Empty):
            while True:
                job = self._jobs.get_nowait()
                if job is not None and job.sends is not None:
                    self._tell(OutcomeArrived(job.sends, NotSent("the hall stopped before its turn came")))
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job.run()
            except Exception as error:
                log_failure(logger, "the SMS back end", error)
        self._gateway.close()

    def _report(self, key: str, call: Callable[[], Outcome]) -> None:
        try:
            outcome = call()
        except Exception as error:
            log_failure(logger, "the SMS back end", error)
            outcome = Unknown("failed")
        self._tell(OutcomeArrived(key, outcome))

    def _collect(self) -> None:
        try:
            receipts = self._gateway.receipts()
        finally:
            self._collecting = False
        if receipts:
            self._tell(ReceiptsArrived(tuple(receipts)))


def in_time(gateway: SmsGateway, message: SmsMessage, left_ms: int) -> Outcome:
    """Send the message if any of its time is left: the messages before it may have waited long for a dead gateway."""
    if left_ms <= 0:
        return NotSent("its time ran out before its turn came")
    return gateway.send(replace(message, valid_s=max(1, left_ms // 1000)))
