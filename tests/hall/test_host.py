"""The hall service's own state on the broker: told when it changes, and again until the broker has it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from hall.host import Host
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

    def stop(self, last: Iterable[Publication] = (), timeout_s: float = 3.0) -> None:
        return


@pytest.fixture
def host() -> Host:
    return Host(Topics("test-hall"), 7, lambda: 1_000, "1.2")


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
    first, second = (Host(Topics("test-hall"), session, lambda: 0, "") for session in (7, 8))
    versions = [first.next_version(), first.next_version(), second.next_version()]
    assert versions == sorted(set(versions))


def test_a_goodbye_says_nothing_of_what_is_wrong(host: Host) -> None:
    host.becomes("disk_full")
    goodbye = json.loads(host.state(online=False).payload)
    assert (goodbye["online"], goodbye.get("degraded", ""), goodbye["session"]) == (False, "", 7)
