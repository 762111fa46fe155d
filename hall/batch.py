"""One batch of requests: while it is worked, and what became of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from domain.events import Event
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

    def token(self) -> str:
        """Random digits for one command; those of a whole batch are drawn at once, which costs a tenth."""
        if not self._digits:
            self._digits = secrets.token_hex(TOKEN_BYTES * self.commands)
        taken, self._digits = self._digits[: 2 * TOKEN_BYTES], self._digits[2 * TOKEN_BYTES :]
        return taken
