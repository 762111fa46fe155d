"""The back end for operators that are reached over a lasting connection (SMPP, CMPP): parts, ledger, reconnecting.

It connects when there is a message to send or a report is awaited. After a failure it waits 1, 2, 4 … 60 s before the
next attempt, and after refused credentials a minute, so that no operator locks the account.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Protocol

from hall.sms.ledger import Ledger
from hall.sms.operators.parts import MessagePart, parts_of
from hall.sms.operators.smsc_connection import (
    ConnectionTiming,
    LoginRefused,
    LostAnswer,
    Request,
    SmscAway,
    SmscConnection,
    SmscDialect,
    connect,
)
from hall.sms.operators.smsc_socket import BadFrameError, Frame, Tls
from hall.sms.port import Accepted, MessageRejected, NotSent, Outcome, Receipt, SmsMessage, Unknown
from hall.sms.rate_limit import RateLimit

logger = logging.getLogger(__name__)

LONGEST_WAIT_S = 60.0


class SubmittingDialect(SmscDialect, Protocol):
    def submit(self, part: MessagePart) -> Request: ...
    def submitted(self, answer: Frame) -> Outcome:
        """The outcome that the gateway's answer means. Raises `BadFrameError`."""
        ...


class SmscGateway:
    def __init__(
        self,
        where: tuple[str, int],
        dialect: SubmittingDialect,
        ledger: Ledger,
        timing: ConnectionTiming,
        clock: Callable[[], float] = time.monotonic,
        *,
        rate: RateLimit | None = None,
        tls: Tls | None = None,
    ) -> None:
        self._where = where
        self._dialect = dialect
        self._ledger = ledger
        self._timing = timing
        self._clock = clock
        self.rate = rate or RateLimit(None)
        self._tls = tls
        self._connection: SmscConnection | None = None
        self._failures = 0
        self._not_before = 0.0
        self._reason = ""

    def send(self, message: SmsMessage) -> Outcome:
        known = self._ledger.outcome(message.key)
        if not isinstance(known, NotSent):
            return known
        connection = self._connected()
        if connection is None:
            return NotSent(self._reason)
        self.rate.wait()  # before the mark: a power cut during the wait must not leave a message that looks sent
        total = len(parts_of(message.text, 0))
        attempt = self._ledger.begin(message.key, total)
        payloads = parts_of(message.text, attempt.number)
        wanted = [
            MessagePart(message.phone, payloads[part - 1], part, total, message.valid_s) for part in attempt.parts
        ]
        answers = self._asked(connection, [self._dialect.submit(part) for part in wanted])
        outcomes = [self._meant(answer) for answer in answers]
        for part, outcome in zip(attempt.parts, outcomes, strict=True):
            self._ledger.settle(message.key, part, outcome)
        for bad in (MessageRejected, Unknown, NotSent):
            if (found := next((one for one in outcomes if isinstance(one, bad)), None)) is not None:
                return found
        return self._ledger.outcome(message.key)

    def outcome(self, key: str) -> Outcome:
        return self._ledger.outcome(key)

    def receipts(self) -> list[Receipt]:
        if self._ledger.waiting():
            self.connect()  # the gateway sends reports only over a connection
        return self._ledger.receipts()

    def unmatched(self) -> int:
        return self._ledger.unmatched()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._ledger.close()

    @property
    def alive(self) -> bool:
        """There is a connection, logged in, and the gateway has not hung up."""
        return self._connection is not None and self._connection.alive

    def connect(self) -> bool:
        """Whether there is a connection; one is made if that is due. `send` and `receipts` do so by themselves."""
        return self._connected() is not None

    def _asked(self, connection: SmscConnection, requests: list[Request]) -> list[Frame | LostAnswer]:
        if not self.rate.limited:
            return connection.ask(requests)
        answers: list[Frame | LostAnswer] = []
        for request in requests:
            if answers:
                self.rate.wait()
            answers += connection.ask([request])
        return answers

    def _meant(self, answer: Frame | LostAnswer) -> Outcome:
        if isinstance(answer, LostAnswer):
            return Unknown(answer.reason) if answer.written else NotSent(answer.reason)
        try:
            return self._dialect.submitted(answer)
        except BadFrameError:
            return Unknown("an unreadable answer")

    def _connected(self) -> SmscConnection | None:
        if self.alive:
            return self._connection
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        now = self._clock()
        if 0 < self._not_before - now <= LONGEST_WAIT_S:
            return None
        try:
            self._connection = connect(*self._where, self._dialect, self._timing, self._tls)
        except SmscAway as away:
            refused = isinstance(away, LoginRefused)
            reason = f"wrong credentials: {away}" if refused else f"the gateway is away: {away}"
            if reason != self._reason:
                logger.warning("SMS: %s", reason)
            self._reason = reason
            wait = LONGEST_WAIT_S if refused else min(2.0**self._failures, LONGEST_WAIT_S)
            self._failures = min(self._failures + 1, 10)
            self._not_before = now + wait
            return None
        self._failures, self._not_before, self._reason = 0, 0.0, ""
        return self._connection


def accepted(reference: str) -> Outcome:
    """Accepted under this id. Without an id no report could be matched to the message, so it counts as unknown."""
    return Accepted(reference) if reference else Unknown("an answer without an id")
