"""Loads the hall from disk into memory: the newest readable state, and the events after it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from domain.config import HallConfig
from domain.decide.hall import Hall
from domain.state.state import TicketKey, Verify
from hall.config.former import FORMER, former
from hall.disk import journal
from hall.disk.stored_event import StoredEvent
from program import sd_notify
from program.failures import place_of

logger = logging.getLogger(__name__)

SPOILT = (ValueError, LookupError, TypeError, AttributeError)
"""The errors that reading a damaged state may raise."""

TOLD_EVERY = 5_000  # events; a second at most on a small board
PATIENCE_US = 60_000_000

SEQ_FLOOR = "seq_floor"
"""The key in `meta` for a number above which events go on: events up to it may be known elsewhere."""


class Past(Protocol):
    """A hall's data on disk: the store, or a copy that was made for reading."""

    def states(self) -> Iterator[tuple[int, str]]: ...
    def events(self, after: int) -> Iterator[StoredEvent]: ...
    def meta(self, key: str) -> str | None: ...


@dataclass(slots=True)
class Remembered:
    """`seq`: the last event applied to `hall`; `snapshot_seq`: the last event in the state on disk."""

    hall: Hall
    seq: int
    snapshot_seq: int


def remember(config: HallConfig, store: Past, verify: Verify | None, ticket_key: TicketKey | None) -> Remembered:
    """The hall with everything that was ever acknowledged, and nothing else.

    `verify` and `ticket_key` are the hall's (see `Hall`). If there is much to read, systemd is asked to wait longer.
    """
    snapshot_seq, hall = 0, Hall(config, verify=verify, ticket_key=ticket_key)
    for at, body in store.states():
        try:
            hall = Hall.load(config, json.loads(body), verify=verify, ticket_key=ticket_key)
        except SPOILT as error:
            logger.error("the state at event %d is spoilt (%s): an earlier one is read", at, place_of(error))  # noqa: TRY400
        else:
            snapshot_seq = at
            break
    hall.state.former = former(store.meta(FORMER), config)
    seq = snapshot_seq
    for count, stored in enumerate(store.events(snapshot_seq), start=1):
        hall.apply(journal.read(stored))
        seq = stored.seq
        if count % TOLD_EVERY == 0:
            sd_notify.tell(f"EXTEND_TIMEOUT_USEC={PATIENCE_US}\nSTATUS=reads its log: {count} events")
    return Remembered(hall, seq, snapshot_seq)
