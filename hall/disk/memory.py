"""The hall in memory from the hall on disk: the newest whole state, and the events after it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from domain.config import HallConfig
from domain.decide.hall import Hall
from domain.state.state import TicketKey, Verify
from hall.disk import journal
from hall.disk.store import StoredEvent


class Past(Protocol):
    """What is on disk of a hall: the whole of it, or a copy that was made to look at."""

    def snapshot(self) -> tuple[int, str] | None: ...
    def events(self, after: int) -> Iterator[StoredEvent]: ...


@dataclass(slots=True)
class Remembered:
    """`seq` is the last event that `hall` has in it, `snapshot_seq` the one the state on disk goes up to."""

    hall: Hall
    seq: int
    snapshot_seq: int


def remember(config: HallConfig, store: Past, verify: Verify | None, ticket_key: TicketKey | None) -> Remembered:
    """Everything that was ever acknowledged, and nothing else.

    `verify` and `ticket_key` are the hall's (see `Hall`).
    """
    snapshot_seq, hall = 0, Hall(config, verify=verify, ticket_key=ticket_key)
    newest = store.snapshot()
    if newest is not None:
        state = json.loads(newest[1])
        snapshot_seq, hall = newest[0], Hall.load(config, state, verify=verify, ticket_key=ticket_key)
    seq = snapshot_seq
    for stored in store.events(snapshot_seq):
        hall.apply(journal.read(stored))
        seq = stored.seq
    return Remembered(hall, seq, snapshot_seq)
