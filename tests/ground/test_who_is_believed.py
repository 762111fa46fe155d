"""Which devices' reports of numbers a hall believes at its start: a device that floods cannot use up a queue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from quiet_hall import QuietHall

from hall.copies.found import PENDING
from hall.copies.gather import BELIEVED_MS, PATIENCE_MS, UNTOLD, Gather
from hall.disk.store import Batch

ABOVE_7 = f"A0{7 + UNTOLD + 1}"
OWN, OTHER = "store-own", "store-other"
NOT_READABLE = [b"", b"{", b"[]", b'{"seen"', b'{"seen": {"social": "many"}}', b"\xff\xfe", b'"seen"']


class Asked:
    """A hall whose start asks others. `number` is the next one it would give."""

    def __init__(self, folder: Path, **how: Any) -> None:
        self.hall = QuietHall(folder)
        self.hall.tick()
        self.hall.store.commit(Batch(meta={PENDING: "1"}))
        asked = {"pending": True, "lost": True} | how
        self.gather: Gather[str] = Gather(self.hall.writer, "this start", OWN, **asked)
        self.mono_ms = 50_000

    def number(self) -> str:
        self.hall.writer.tick(self.gather.faults(self.hall.writer.hall, self.hall.now))
        number: str = self.hall.ask("kiosk-1", "ticket.issue", queue="social")["data"]["number"]
        return number

    def alarms(self) -> set[str]:
        self.hall.writer.tick(self.gather.faults(self.hall.writer.hall, self.hall.now))
        return set(self.hall.writer.hall.state.faults.of("hall"))

    def seen(self, counter: int = 7, *, day: str = "", queue: str = "social") -> bytes:
        claim = {"state": "ready", "session": 9, "at": 1, "seen": {queue: counter}, "seen_day": day or self.day}
        return json.dumps(claim).encode()

    def queues(self, counter: int = 7, *, store: str = OWN, day: str = "", queue: str = "social") -> bytes:
        view = {"id": queue, "status": "open", "waiting": 0, "given": counter}
        return json.dumps({"version": 1, "at": 1, "store": store, "day": day or self.day, "queues": [view]}).encode()

    def birth(self, instance: str = "this start") -> bytes:
        return json.dumps({"online": True, "session": 1, "at": 1, "instance": instance}).encode()

    @property
    def day(self) -> str:
        return self.hall.writer.hall.day

    def asks(self, *requests: str, later_ms: int = 0, linked: bool = False) -> list[str]:
        """What may be worked now."""
        self.mono_ms += later_ms
        return self.gather.ready(list(requests), self.mono_ms, linked=linked)[0]

    def begins(self) -> None:
        """The broker has said all."""
        self.asks(linked=True)
        self.gather.heard_hall(self.birth())
        self.asks()
        assert not self.gather.pending


@pytest.fixture
def lost(tmp_path: Path) -> Asked:
    """A hall that has lost something."""
    return Asked(tmp_path)


@pytest.fixture
def whole(tmp_path: Path) -> Asked:
    """A hall that has all, as far as it knows."""
    return Asked(tmp_path, lost=False)


def test_a_hall_that_has_lost_something_takes_everybodys_word(lost: Asked) -> None:
    lost.gather.heard_queues(lost.queues(7, store=OTHER), retained=True)
    assert lost.number() == ABOVE_7
    lost.begins()
    lost.gather.heard_device(lost.seen(50))
    assert lost.number() == f"A0{50 + UNTOLD + 1}"
    assert "store.restored" in lost.alarms()


def test_a_hall_that_has_lost_nothing_takes_the_word_of_its_own_broker_about_its_own_store(whole: Asked) -> None:
    whole.gather.heard_queues(whole.queues(7), retained=True)
    assert whole.number() == ABOVE_7
    assert "store.restored" in whole.alarms()


def test_a_hall_that_has_lost_nothing_believes_no_device_and_no_other_store(whole: Asked) -> None:
    whole.gather.heard_device(whole.seen())
    whole.gather.heard_queues(whole.queues(store=OTHER), retained=True)
    whole.gather.heard_queues(whole.queues(store=""), retained=True)
    assert whole.number() == "A001"
    assert whole.alarms() == set()


def test_what_somebody_sends_as_the_halls_own_snapshot_is_not_what_the_broker_has_kept(lost: Asked) -> None:
    lost.gather.heard_queues(lost.queues(), retained=False)
    lost.begins()
    lost.gather.heard_queues(lost.queues(), retained=True)
    assert lost.number() == "A001", "nor what it keeps later: a device may have put it there"


def test_devices_are_believed_for_some_minutes_of_a_link_and_no_longer(lost: Asked) -> None:
    lost.asks(later_ms=10 * BELIEVED_MS)
    lost.begins()
    lost.asks(later_ms=BELIEVED_MS - 1)
    lost.gather.heard_device(lost.seen(7))
    assert lost.number() == ABOVE_7
    lost.asks(later_ms=1)
    lost.gather.heard_device(lost.seen(50))
    assert lost.number() == f"A0{7 + UNTOLD + 2}"
    lost.asks(later_ms=-BELIEVED_MS)
    lost.gather.heard_device(lost.seen(50))
    assert lost.number() == f"A0{7 + UNTOLD + 3}", "never again"


@pytest.mark.parametrize(("day", "next_one"), [("2026-11-19", "A008"), ("2026-11-21", ABOVE_7)])
def test_a_hall_that_has_lost_something_goes_on_above_numbers_of_another_day(
    lost: Asked, day: str, next_one: str
) -> None:
    """Its clock may be a day behind or ahead, and the day is put right later."""
    lost.gather.heard_queues(lost.queues(7, day=day), retained=True)
    assert lost.number() == next_one
    assert "store.restored" in lost.alarms()


def test_of_an_earlier_day_so_many_numbers_are_not_skipped_that_few_are_left(lost: Asked) -> None:
    """As a rule it is the morning after."""
    lost.gather.heard_queues(lost.queues(451, day="2026-11-19"), retained=True)
    assert lost.number() == "A001"
    lost.gather.heard_queues(lost.queues(450, day="2026-11-19"), retained=True)
    assert lost.number() == "A451"


def test_a_hall_that_has_lost_nothing_goes_on_above_a_later_day_of_its_store_and_no_earlier_one(whole: Asked) -> None:
    """An earlier one is yesterday. A later one was opened by this store, which is therefore not all that there was."""
    whole.gather.heard_queues(whole.queues(9, day="2026-11-19"), retained=True)
    assert whole.number() == "A001"
    assert whole.alarms() == set()
    whole.gather.heard_queues(whole.queues(7, day="2026-11-21"), retained=True)
    assert whole.number() == ABOVE_7


@pytest.mark.parametrize(("seen", "next_one"), [(890, "A895"), (897, "A899"), (898, "A899")])
def test_near_the_end_of_a_range_half_of_what_is_left_is_skipped(lost: Asked, seen: int, next_one: str) -> None:
    lost.gather.heard_queues(lost.queues(seen, store=OTHER), retained=True)
    assert lost.number() == next_one


@pytest.mark.parametrize("known", [{"day": "tomorrow"}, {"day": "2026-02-30"}, {"queue": "no.such"}, {"counter": 2}])
def test_of_no_day_or_another_queue_or_of_less_nothing_is_taken_and_nobody_is_alarmed(
    lost: Asked, known: dict[str, Any]
) -> None:
    for number in ("A001", "A002"):
        assert lost.number() == number
    lost.gather.heard_queues(lost.queues(**known), retained=True)
    lost.gather.heard_device(lost.seen(**known))
    assert lost.number() == "A003"
    assert lost.alarms() == set()


@pytest.mark.parametrize("payload", NOT_READABLE)
def test_what_cannot_be_read_says_nothing(lost: Asked, payload: bytes) -> None:
    lost.gather.heard_queues(payload, retained=True)
    lost.gather.heard_hall(payload)
    lost.gather.heard_device(payload)
    lost.asks(linked=True)
    assert lost.gather.pending
    assert lost.number() == "A001"


def test_requests_wait_for_the_birth_of_this_very_start(lost: Asked) -> None:
    assert lost.asks("one") == []
    lost.gather.heard_hall(lost.birth("another start"))
    assert lost.asks("two", linked=True) == []
    lost.gather.heard_hall(lost.birth())
    assert lost.asks("three") == ["one", "two", "three"]
    assert lost.hall.store.meta(PENDING) == "1"
    lost.hall.tick()
    assert lost.hall.store.meta(PENDING) == "", "with the next batch, so that it is known with what was gathered"


def test_a_birth_that_was_heard_before_the_link_stood_is_no_end(lost: Asked) -> None:
    lost.gather.heard_hall(lost.birth())
    assert lost.asks("one") == []
    assert lost.asks(linked=True) == ["one"]


def test_requests_wait_no_longer_than_two_seconds_of_a_link(lost: Asked) -> None:
    assert lost.asks("one") == []
    assert lost.asks(later_ms=60_000, linked=True) == []
    assert lost.asks(later_ms=PATIENCE_MS - 1) == []
    assert lost.asks(later_ms=1) == ["one"]


def test_a_hall_that_waits_for_another_reason_holds_them_still(tmp_path: Path) -> None:
    waits = [True]
    held = Asked(tmp_path, waits=lambda: waits[-1])
    held.asks("one", linked=True)
    held.gather.heard_hall(held.birth())
    assert held.asks() == []
    assert held.gather.pending
    waits.append(False)
    assert held.gather.ready([], 0, linked=False) == (["one"], True)
    assert held.gather.ready([], 0, linked=False) == ([], False)


def test_a_hall_that_has_nothing_to_ask_begins_at_once(tmp_path: Path) -> None:
    begun = Asked(tmp_path, pending=False, lost=False)
    assert begun.asks("one") == ["one"]
    begun.gather.heard_queues(begun.queues(), retained=True)
    begun.gather.heard_device(begun.seen())
    assert begun.number() == "A001"
