"""What goes out again on a new link: what no broker acknowledged, and what one may have taken with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hall.disk.store import Batch, Store, StoredEvent
from hall.stream import AT_ONCE, IN_MEMORY, MARK, PAGE, SETTLED_MS, Stream
from kiosk.mqtt.port import OnDone, Outcome, Publication

EVENTS = 2 * AT_ONCE + 20


class Wire:
    """Takes everything; `acknowledge` is the broker's word on so many of it."""

    def __init__(self) -> None:
        self.sent: list[int] = []
        self.takes = True
        self._open: list[OnDone] = []

    def publish(self, publication: Publication, done: OnDone) -> bool:
        if self.takes:
            self.sent.append(int(json.loads(publication.payload)["id"]))
            self._open.append(done)
        return self.takes

    def acknowledge(self, count: int, outcome: Outcome = Outcome.ACKNOWLEDGED) -> None:
        done, self._open = self._open[:count], self._open[count:]
        for one in done:
            one(outcome)

    def acknowledge_last(self) -> None:
        self._open.pop()(Outcome.ACKNOWLEDGED)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "hall.db")
    assert made.commit(Batch(events=[(seq, 0, "day.opened", "{}") for seq in range(1, EVENTS + 1)])) is None
    return made


def committed(store: Store, seqs: range) -> list[StoredEvent]:
    """Events with these numbers, written just now."""
    assert store.commit(Batch(events=[(seq, 0, "day.opened", "{}") for seq in seqs])) is None
    return [StoredEvent(seq, 0, "day.opened", "{}") for seq in seqs]


def begin(store: Store, wire: Wire, room: Callable[[], None] = lambda: None) -> Stream:
    return Stream("h1", "event", store, wire.publish, room)


def test_no_more_than_fifty_are_on_their_way_and_no_more_than_was_allowed(store: Store) -> None:
    wire = Wire()
    stream = begin(store, wire)
    stream.pump(7)
    assert len(wire.sent) == 7
    assert stream.behind
    stream.pump(500)
    assert wire.sent == list(range(1, AT_ONCE + 1))
    assert not stream.behind
    wire.acknowledge(1)
    assert stream.behind
    stream.pump()
    assert wire.sent == list(range(1, AT_ONCE + 2))


def test_what_the_wire_did_not_take_is_the_next_that_is_sent(store: Store) -> None:
    wire = Wire()
    stream = begin(store, wire)
    stream.pump(3)
    wire.takes = False
    stream.pump()
    wire.takes = True
    for _ in range(EVENTS):
        stream.pump()
        wire.acknowledge(AT_ONCE)
    assert wire.sent == list(range(1, EVENTS + 1))


def test_a_start_goes_on_after_the_mark_on_disk(store: Store) -> None:
    assert store.commit(Batch(meta={MARK: "70"})) is None
    wire = Wire()
    stream = begin(store, wire)
    assert stream.mark == 70
    stream.pump(2)
    assert wire.sent == [71, 72]


def test_the_mark_goes_as_far_as_the_broker_has_acknowledged_and_never_back(store: Store) -> None:
    wire = Wire()
    stream = begin(store, wire)
    stream.pump(3)
    wire.acknowledge_last()
    wire.acknowledge(1)
    assert stream.mark == 3


def test_what_was_lost_with_its_link_does_not_count_and_what_was_refused_is_not_tried_for_ever(store: Store) -> None:
    wire = Wire()
    stream = begin(store, wire)
    stream.pump(2)
    wire.acknowledge(1, Outcome.LOST)
    assert stream.mark == 0
    wire.acknowledge(1, Outcome.REFUSED)
    assert stream.mark == 2


def test_a_late_word_of_an_old_link_counts_for_nothing_on_the_new_one(store: Store) -> None:
    wire = Wire()
    stream = begin(store, wire)
    stream.pump()
    stream.linked()
    wire.acknowledge(AT_ONCE)
    assert stream.mark == 0
    wire.sent.clear()
    stream.pump(500)
    assert wire.sent == list(range(1, AT_ONCE + 1))


@pytest.mark.parametrize(("events", "times"), [(AT_ONCE, 0), (AT_ONCE + 1, 1), (2 * AT_ONCE, 1), (2 * AT_ONCE + 1, 2)])
def test_the_wire_asks_for_more_when_half_of_it_has_arrived_and_more_is_there(
    tmp_path: Path, events: int, times: int
) -> None:
    store, wire = Store(tmp_path / "hall.db"), Wire()
    committed(store, range(1, events + 1))
    asked: list[int] = []
    stream = begin(store, wire, lambda: asked.append(stream.mark))
    while stream.behind:
        stream.pump()
        wire.acknowledge(AT_ONCE)
    assert asked == [AT_ONCE // 2, AT_ONCE + AT_ONCE // 2][:times]


def test_a_wire_that_takes_nothing_for_long_has_all_its_room_afterwards(store: Store) -> None:
    wire = Wire()
    stream = begin(store, wire)
    wire.takes = False
    for _ in range(2 * AT_ONCE):
        stream.pump()
    wire.takes = True
    stream.pump()
    assert wire.sent == list(range(1, AT_ONCE + 1))


def test_a_new_event_does_not_overtake_those_that_wait_on_disk(store: Store) -> None:
    wire = Wire()
    stream = begin(store, wire)
    stream.committed(committed(store, range(EVENTS + 1, EVENTS + 2)))
    stream.pump(2)
    assert wire.sent == [1, 2]


def test_a_single_event_is_enough_to_go_on(tmp_path: Path) -> None:
    store, wire = Store(tmp_path / "hall.db"), Wire()
    committed(store, range(1, 2))
    stream = begin(store, wire)
    assert stream.behind
    stream.pump()
    assert (wire.sent, stream.behind) == ([1], False)


def test_new_events_follow_those_on_disk_in_order(store: Store) -> None:
    wire = Wire()
    stream = begin(store, wire)
    stream.pump(1)
    stream.committed(committed(store, range(EVENTS + 1, EVENTS + 4)))
    for _ in range(10):
        stream.pump()
        wire.acknowledge(AT_ONCE)
    assert wire.sent == list(range(1, EVENTS + 4))
    stream.committed(committed(store, range(EVENTS + 4, EVENTS + 6)))
    stream.pump()
    assert wire.sent[-2:] == [EVENTS + 4, EVENTS + 5]


def test_a_stream_that_is_up_to_date_sends_what_was_committed_without_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, wire = Store(tmp_path / "hall.db"), Wire()
    stream = begin(store, wire)
    assert not stream.behind
    stream.pump()
    stream.committed(committed(store, range(1, 4)))
    monkeypatch.setattr(store, "events", lambda *_: pytest.fail("read from disk"))
    stream.pump()
    assert wire.sent == [1, 2, 3]


def test_after_a_long_absence_the_rest_is_read_from_disk_page_by_page(tmp_path: Path) -> None:
    store, wire = Store(tmp_path / "hall.db"), Wire()
    stream = begin(store, wire)
    last = IN_MEMORY + PAGE + 10
    stream.committed(committed(store, range(1, last + 1)))
    while stream.behind:
        stream.pump()
        wire.acknowledge(AT_ONCE)
    assert wire.sent == list(range(1, last + 1))


STEP_MS = SETTLED_MS // 10


@pytest.mark.parametrize(("linked_at", "again"), [(2 * STEP_MS + SETTLED_MS, 31), (STEP_MS + SETTLED_MS - 1, 1)])
def test_a_new_link_gets_all_that_was_under_way_and_the_last_that_was_acknowledged(
    store: Store, linked_at: int, again: int
) -> None:
    """At least the last fifty, and whatever a broker has acknowledged so lately that it may have held it still."""
    wire, now = Wire(), [0]
    stream = Stream("h1", "event", store, wire.publish, lambda: None, mono_ms=lambda: now[0])
    for _ in range(2):
        now[0] += STEP_MS
        stream.pump()
        wire.acknowledge(AT_ONCE - 10)
    assert wire.sent == list(range(1, 2 * AT_ONCE - 10 + 1))
    assert 2 * (AT_ONCE - 10) + 1 - AT_ONCE == 31
    now[0] = linked_at
    wire.sent.clear()
    stream.linked()
    while stream.behind:
        stream.pump()
        wire.acknowledge(AT_ONCE * 3)
    assert wire.sent == list(range(again, EVENTS + 1))
    assert stream.mark == EVENTS
