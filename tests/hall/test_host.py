"""The hall service's own state on the broker: told when it changes, and again until the broker has it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from hall.disk.identity import StoreIdentity
from hall.disk.store import Batch, Store
from hall.host import Host, next_session
from kiosk.mqtt.port import OnDone, Outcome, Publication
from kiosk.mqtt.topics import Topics


class WireByHand:
    """Takes what it has room for; the broker answers as a test says."""

    up = alive = True

    def __init__(self) -> None:
        self.room = True
        self.answer = Outcome.ACKNOWLEDGED
        self.told: list[dict[str, Any]] = []

    def start(self) -> None:
        return

    def publish(self, publication: Publication, on_done: OnDone | None = None) -> bool:
        if self.room:
            assert publication.retain
            assert on_done is not None
            on_done(self.answer)
            self.told.append(json.loads(publication.payload))
        return self.room

    def flush(self) -> None:
        return

    def hear(self, filters: Iterable[str], lightly: Iterable[str] = ()) -> None:
        return

    def stop(self, last: Iterable[Publication] = (), timeout_s: float = 3.0) -> None:
        return


STORE = StoreIdentity("5f0c", "8a11")


@pytest.fixture
def host() -> Host:
    return Host(Topics("test-hall"), 7, lambda: 1_000, "1.2", STORE)


def test_a_hall_that_works_as_it_should_has_nothing_to_say(host: Host) -> None:
    assert not host.becomes("")
    assert not host.unsaid


def test_what_is_wrong_is_told_once(host: Host) -> None:
    wire = WireByHand()
    assert host.becomes("disk_full")
    host.say(wire)
    assert not host.unsaid
    assert not host.becomes("disk_full")
    assert [one["degraded"] for one in wire.told] == ["disk_full"]


def test_what_the_wire_had_no_room_for_is_still_to_be_said(host: Host) -> None:
    wire = WireByHand()
    wire.room = False
    host.becomes("disk_full")
    host.say(wire)
    assert host.unsaid
    wire.room = True
    host.say(wire)
    assert not host.unsaid


@pytest.mark.parametrize(("answer", "unsaid"), [(outcome, outcome is Outcome.REFUSED) for outcome in Outcome])
def test_what_the_broker_refused_is_still_to_be_said(host: Host, answer: Outcome, unsaid: bool) -> None:
    wire = WireByHand()
    wire.answer = answer
    host.becomes("disk_full")
    host.say(wire)
    assert host.unsaid is unsaid


def test_versions_grow_within_a_start_and_from_one_to_the_next() -> None:
    first, second = (Host(Topics("test-hall"), session, lambda: 0, "", STORE) for session in (7, 8))
    versions = [first.next_version(), first.next_version(), second.next_version()]
    assert versions == sorted(set(versions))


def test_a_goodbye_says_nothing_of_what_is_wrong(host: Host) -> None:
    host.becomes("disk_full")
    goodbye = json.loads(host.state(online=False).payload)
    assert (goodbye["online"], goodbye.get("degraded", ""), goodbye["session"]) == (False, "", 7)


def test_the_count_of_snapshots_begins_at_one_below_its_start() -> None:
    host = Host(Topics("test-hall"), 7, lambda: 0, "", STORE)
    assert [host.next_version() for _ in range(2)] == [(7 << 32) + 1, (7 << 32) + 2]


def test_a_birth_says_who_is_there_and_how_it_is(host: Host) -> None:
    host.becomes("disk_full")
    birth = host.state(online=True)
    assert (birth.topic, birth.retain) == ("xc/v1/test-hall/host/state", True)
    said = {"online": True, "session": 7, "at": 1_000, "version": "1.2", "degraded": "disk_full"}
    said |= {"store": "5f0c", "store_parent": "8a11", "instance": host.instance, "serial": 1, "twice": []}
    said |= {"waits": True}
    assert json.loads(birth.payload) == said
    assert json.loads(host.state(online=True).payload)["serial"] == 2, "each word is told from the one before"
    assert Host(Topics("test-hall"), 7, lambda: 0, "", STORE).instance != host.instance, "and each start from another"


@pytest.mark.parametrize(("hours", "session"), [(-1, 1), (0, 1), (1, 1), (2, 2), (10_000, 10_000)])
def test_on_a_new_disk_a_start_is_later_than_any_that_a_broker_remembers(
    tmp_path: Path, hours: int, session: int
) -> None:
    new_year = 1_767_225_600_000  # 2026-01-01 UTC
    assert next_session(Store(tmp_path / "hall.db"), new_year + hours * 3_600_000) == session


def test_each_start_has_the_number_after_the_last_one_whatever_the_clock_says(tmp_path: Path) -> None:
    store = Store(tmp_path / "hall.db")
    assert store.commit(Batch(meta={"host_session": "41"})) is None
    assert next_session(store, 0) == 42


def working(host: Host) -> Host:
    """Its birth has come back to it."""
    assert host.heard(host.birth(0).payload, 0)
    return host


def test_a_hall_at_work_tells_at_once_of_another_that_waits(host: Host) -> None:
    working(host)
    assert host.unsaid, "that it works is told"
    newcomer = Host(Topics("test-hall"), 8, lambda: 0, "", STORE)
    host.heard(newcomer.birth(0).payload, 1_000)
    assert host.twice(1_000) == "session 7 and session 8, which stands aside"
    assert not host.twice(61_000)
    newcomer.heard(host.state(online=True).payload, 1_000)
    assert newcomer.twice(1_000) == ""


def test_a_hall_hears_another_one_under_its_own_name(host: Host) -> None:
    other = working(Host(Topics("test-hall"), 7, lambda: 0, "", STORE))
    for turn in range(2):  # what the broker kept is heard at each link, then one's own birth
        assert host.heard(other.state(online=True).payload, 1_000)
        assert not host.twice(1_000), f"once is no proof, turn {turn}"
        assert host.heard(host.state(online=True).payload, 1_000)
        assert host.heard(other.state(online=False).payload, 1_000)
    assert host.heard(other.state(online=True).payload, 2_000)
    assert host.twice(2_000) == "session 7 on 5f0c and session 7 on 5f0c"
    assert not host.twice(62_000)
    assert not host.heard(b"rubbish", 2_000)


def test_a_hall_that_is_started_again_is_one_hall(host: Host) -> None:
    before = working(Host(Topics("test-hall"), 6, lambda: 0, "", STORE))
    host.heard(before.state(online=True).payload, 1_000)
    for _ in range(5):
        host.heard(host.state(online=True).payload, 1_000)
        host.heard(before.state(online=False).payload, 1_000)
    assert not host.twice(1_000)


def test_which_devices_are_twice_at_work_is_told(host: Host) -> None:
    assert host.becomes("", ("kiosk-1",))
    assert not host.becomes("", ("kiosk-1",))
    assert json.loads(host.state(online=True).payload)["twice"] == ["kiosk-1"]
    assert host.unsaid
    assert host.becomes("")
