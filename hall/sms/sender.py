"""The worker that speaks to the SMS back end, so that no screen ever waits for one. One thread, one thing at a time."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from hall.sms.port import SmsMessage, NotSent, Outcome, Receipt, SmsGateway, Unknown
from kiosk.failures import log_failure

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OutcomeArrived:
    """What came of sending, or of asking about, the message with this key."""

    key: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ReceiptsArrived:
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class _Job:
    """`sends`: the key of the message that is sent by it, if one is."""

    run: Callable[[], None]
    sends: str | None = None


class SmsSender:
    """`send`, `ask` and `collect` return at once; what comes of them goes to `tell`, from the worker's thread."""

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
        """Ask for delivery reports, unless that is being done."""
        if not self._collecting:
            self._collecting = True
            self._jobs.put(_Job(self._collect))

    def stop(self, timeout_s: float = 6.0) -> None:
        """Finish what was begun. Of a message that still waits `tell` hears that it was not sent: it is marked
        `sending`, and would not be sent after the next start either.
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
    """Send it if there is time left: others before it may have waited long for a gateway that does not answer."""
    if left_ms <= 0:
        return NotSent("its time ran out before its turn came")
    return gateway.send(replace(message, valid_s=max(1, left_ms // 1000)))
