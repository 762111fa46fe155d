"""What goes out again on a new link: what no broker acknowledged, and what one may have taken with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hall.disk.store import Batch, Store
from hall.stream import AT_ONCE, Stream
from kiosk.mqtt.port import OnDone, Outcome, Publication

EVENTS = 2 * AT_ONCE + 20


class Wire:
    """Takes everything; `acknowledge` is the broker's word on so many of it."""

    def __init__(self) -> None:
        self.sent: list[int] = []
        self._open: list[OnDone] = []

    def publish(self, publication: Publication, done: OnDone) -> bool:
        self.sent.append(int(json.loads(publication.payload)["id"]))
        self._open.append(done)
        return True

    def acknowledge(self, count: int) -> None:
        done, self._open = self._open[:count], self._open[count:]
        for one in done:
            one(Outcome.ACKNOWLEDGED)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "hall.db")
    assert made.commit(Batch(events=[(seq, 0, "day.opened", "{}") for seq in range(1, EVENTS + 1)])) is None
    return made


def test_a_new_link_gets_all_that_was_under_way_and_the_last_that_was_acknowledged(store: Store) -> None:
    wire = Wire()
    stream = Stream("h1", "event", store, wire.publish, lambda: None)
    for _ in range(2):
        stream.pump()
        wire.acknowledge(AT_ONCE - 10)
    assert wire.sent == list(range(1, 2 * AT_ONCE - 10 + 1))
    acknowledged = 2 * (AT_ONCE - 10)
    wire.sent.clear()
    stream.linked()
    while stream.behind:
        stream.pump()
        wire.acknowledge(AT_ONCE * 3)
    assert wire.sent == list(range(acknowledged + 1 - AT_ONCE, EVENTS + 1))
    assert stream.mark == EVENTS
