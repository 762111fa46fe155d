"""One batch of requests: while it is worked, and what became of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from domain.events import DayClosed, Event
from hall.disk import journal
from hall.disk.store import Batch, Sms, StoredEvent
from hall.staff.checker import Check

TOKEN_BYTES = 24
"""Random bytes for each command, of which a rating's session and nonce are made."""


@dataclass(slots=True)
class BatchResult:
    """What became of a batch: an answer per request (None: nobody can be answered; a `Check`: its proof has to be
    checked before it is decided), and what is on disk now."""

    answers: list[str | Check | None] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    stored: list[StoredEvent] = field(default_factory=list)
    sms: list[Sms] = field(default_factory=list)

    def add(self, other: BatchResult) -> None:
        self.answers += other.answers
        self.events += other.events
        self.stored += other.stored
        self.sms += other.sms


@dataclass(slots=True)
class BatchWork:
    """A batch while it is worked."""

    now: int
    seq: int
    batch: Batch = field(default_factory=Batch)
    events: list[Event] = field(default_factory=list)
    stored: list[StoredEvent] = field(default_factory=list)
    commands: int = 1  # of the batch
    _digits: str = ""

    def write(self, event: Event, closed: str = "") -> None:
        """One more event, which has been applied. `closed`: the state after it, if it closes a day."""
        self.seq += 1
        written = journal.write(event)
        self.events.append(event)
        self.stored.append(StoredEvent(self.seq, event.at, written.type, written.body))
        self.batch.events.append((self.seq, event.at, written.type, written.body))
        if written.private is not None:
            self.batch.private.append((self.seq, *written.private))
        if isinstance(event, DayClosed):
            self.batch.closed = self.seq
            self.batch.closing = (self.seq, event.day, closed)

    def token(self) -> str:
        """Random digits for one command; those of a whole batch are drawn at once, which costs a tenth."""
        if not self._digits:
            self._digits = secrets.token_hex(TOKEN_BYTES * self.commands)
        taken, self._digits = self._digits[: 2 * TOKEN_BYTES], self._digits[2 * TOKEN_BYTES :]
        return taken
