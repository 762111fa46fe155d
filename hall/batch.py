"""One batch of requests: while it is processed, and its result."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from domain.commands import CorrectTime
from domain.events import DayClosed, Event, TicketIssued
from domain.refusal import Code, Refusal
from domain.state.state import State
from hall.disk import journal
from hall.disk.store import Batch, Sms
from hall.disk.stored_event import StoredEvent
from hall.progress.desk import Asking
from hall.requests import CommandRequest, Received
from hall.staff.checker import Check

Watch = Callable[[State, int, Event, object, int], Iterable[Sms]]
"""`(state, sequence number, event, answer data, now)` → messages to keep in the same transaction."""

Given = str | Check | Asking | None
"""The answer to a request; None: there is nobody to answer; a `Check` or `Asking`: what has to be done first."""

FULL = Refusal(Code.HALL_DISK_FULL, "nothing was changed; ask again")
BUG = Refusal(Code.REQUEST_INVALID, "the hall could not work it out; its log says where")

ANSWERS_KEPT_MS = 3 * 24 * 3_600_000
"""How long answers are kept: an outbox may send a request again after days."""

TOKEN_BYTES = 24
"""Random bytes for each command, from which a rating's session and nonce are made."""


def command_ids(received: Sequence[Received]) -> dict[str, str]:
    """Key → id of the commands in a batch."""
    return {one.key: one.id for one in received if isinstance(one, CommandRequest)}


@dataclass(slots=True)
class BatchResult:
    """The result of a batch: an answer per request (None: there is nobody to answer; a `Check`: a proof must be checked
    before it is decided; an `Asking`: the case source must be asked), and what is on disk now."""

    answers: list[Given] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    stored: list[StoredEvent] = field(default_factory=list)
    sms: list[Sms] = field(default_factory=list)

    @classmethod
    def joined(cls, others: Iterable[BatchResult]) -> BatchResult:
        """The joined result of batches that were processed one after the other."""
        made = cls()
        for other in others:
            made.add(other)
        return made

    def add(self, other: BatchResult) -> None:
        self.answers += other.answers
        self.events += other.events
        self.stored += other.stored
        self.sms += other.sms


@dataclass(slots=True)
class BatchWork:
    """A batch while it is processed."""

    now: int
    seq: int
    batch: Batch = field(default_factory=Batch)
    events: list[Event] = field(default_factory=list)
    stored: list[StoredEvent] = field(default_factory=list)
    commands: int = 1  # how many commands the batch has
    corrections: list[CorrectTime] = field(default_factory=list)  # of the hall's time; `now` has them
    _digits: str = ""
    _taken: int = 0  # how many digits were taken

    def token(self) -> str:
        """Random hex digits for one command. Those of a whole batch are drawn at once, at a tenth of the cost."""
        start, end = self._taken, self._taken + 2 * TOKEN_BYTES
        if end > len(self._digits):
            self._digits = secrets.token_hex(TOKEN_BYTES * self.commands)
            start, end = 0, 2 * TOKEN_BYTES
        self._taken = end
        return self._digits[start:end]

    def write(self, event: Event, state: State, closed: str = "") -> None:
        """Add an event that has been applied. `closed`: the whole state after it, if it closes a day."""
        self.seq += 1
        written = journal.write(event)
        batch = self.batch
        self.events.append(event)
        self.stored.append(StoredEvent(self.seq, event.at, written.type, written.body))
        batch.events.append((self.seq, event.at, written.type, written.body))
        if written.private is not None:
            batch.private.append((self.seq, *written.private))
        if isinstance(event, DayClosed):
            self.batch.answers_before = self.now - ANSWERS_KEPT_MS
            batch.closed = self.seq
            batch.closing = (self.seq, event.day, closed)
            batch.given.clear()
        elif isinstance(event, TicketIssued) and not event.offline:
            batch.given[event.queue] = event.counter, state.queue(event.queue).config.last
