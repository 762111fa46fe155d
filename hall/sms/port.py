"""The port of an SMS back end: three verbs, and everything that can come of them.

A message goes queued → sending → accepted → delivered | failed, or expires. Nothing here raises for what a network or
an operator does: that is a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SmsMessage:
    """`key` names this message for ever: a back end that knows it already must not send it again.

    `valid_s`: from now on, for so many seconds it is worth anything; None: for as long as the operator likes.
    """

    key: str
    phone: str
    text: str
    valid_s: int | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The back end has it. `reference` is its own name for it."""

    reference: str


@dataclass(frozen=True, slots=True)
class MessageRejected:
    """It will never be sent: wrong number, no contract, forbidden words."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """It certainly did not go out and may be tried again: no connection, too many at once."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have gone out: no answer came. It must not be sent again unless `outcome` says `NotSent`."""

    reason: str


Outcome = Accepted | MessageRejected | NotSent | Unknown


EXPIRED = "EXPIRED"
"""How the reason of a receipt begins when the message's time ran out: SMPP and CMPP say it in this word."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The operator's final report about an accepted message."""

    reference: str
    delivered: bool
    reason: str = ""

    @property
    def expired(self) -> bool:
        return not self.delivered and self.reason.startswith(EXPIRED)


class SmsGateway(Protocol):
    """Called from one worker thread; each call may take some seconds and must then return."""

    def send(self, message: SmsMessage) -> Outcome: ...

    def outcome(self, key: str) -> Outcome:
        """The outcome of a `send` whose answer was lost, with its connection or by a restart of the hall."""
        ...

    def receipts(self) -> list[Receipt]:
        """Delivery reports since the last call; each is given once in the life of this object."""
        ...

    def unmatched(self) -> int:
        """How many reports in a row were about no message of ours; 0 where the back end would not know. Any thread."""
        ...

    def close(self) -> None: ...
