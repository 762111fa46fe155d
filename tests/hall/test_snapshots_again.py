"""A snapshot that did not reach the broker is sent again by the running service, without a new link."""

from __future__ import annotations

import json
import os
import queue
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker
from sample_hall import TOML

from bench.memory_broker import MemoryBroker, MemoryWire
from bench.mosquitto import Mosquitto, write_config
from domain.config import HallConfig
from domain.health.alarm_codes import HALL
from domain.health.alarms import DISK_FULL
from hall.bootstrap import make_service
from hall.config.file import read_hall
from hall.disk.store import Batch, Store, WriteFailure, WriteFailureKind
from kiosk.mqtt.messages import new_id, wall_ms
from kiosk.mqtt.port import Incoming, Login, OnDone, Publication
from kiosk.mqtt.topics import Topics

TOPICS = Topics("test-hall")


class FullOnce:
    """A wire whose backlog has no room for the first snapshot of one topic."""

    def __init__(self, wire: MemoryWire, topic: str) -> None:
        self._wire = wire
        self._topic = topic
        self.was_full = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wire, name)

    def publish(self, publication: Publication, on_done: OnDone | None = None) -> bool:
        if publication.topic == self._topic and not self.was_full:
            self.was_full = True
            return False
        return self._wire.publish(publication, on_done)


class FullDisk(Store):
    """Takes no writes once it is full."""

    full = False

    def commit(self, batch: Batch) -> WriteFailure | None:
        return self.probe() or super().commit(batch)

    def probe(self) -> WriteFailure | None:
        return WriteFailure(WriteFailureKind.FULL, "no room") if self.full else super().probe()


@contextmanager
def hall_that_is_heard(folder: Path, topic: str) -> Iterator[tuple[FullDisk, MemoryWire, queue.SimpleQueue[bytes]]]:
    """A service whose wire has no room for the first message on `topic`: its store, somebody's wire, and what comes
    on that topic and as answers to the supervisor."""
    (folder / "hall.toml").write_text(TOML, encoding="utf-8")
    config = read_hall(folder / "hall.toml")
    assert isinstance(config, HallConfig)
    broker, store = MemoryBroker(), FullDisk(folder / "hall.db")
    heard: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    wires: list[FullOnce] = []

    def opened(login: Login, **given: Any) -> FullOnce:
        wires.append(FullOnce(broker.dial(login, **given), topic))
        return wires[-1]

    def take(incoming: Incoming) -> None:
        heard.put(incoming.payload)

    login = Login("reader", subscriptions=[topic, TOPICS.reply("desk-1")])
    reader = broker.dial(login, on_message=take, on_link=lambda _up: None)
    reader.start()
    service = make_service(config, store, opened, folder=folder, clock_ms=wall_ms)
    running = threading.Thread(target=service.run)
    running.start()
    try:
        yield store, reader, heard
        assert wires[0].was_full
    finally:
        service.stop()
        running.join(20)
        broker.close()
        store.close()


@pytest.mark.parametrize("topic", [TOPICS.calls, TOPICS.catalogue, TOPICS.window_state("w1")])
def test_a_snapshot_for_which_the_wire_had_no_room_is_sent_when_it_has(tmp_path: Path, topic: str) -> None:
    with hall_that_is_heard(tmp_path, topic) as (_store, _wire, heard):
        assert heard.get(timeout=20)


def test_a_full_disk_is_told_when_the_wire_has_room_and_the_supervisor_sees_an_alarm(tmp_path: Path) -> None:
    """The birth, which says that nothing is wrong, goes another way."""
    with hall_that_is_heard(tmp_path, TOPICS.host_state) as (store, wire, heard):
        assert json.loads(heard.get(timeout=20))["degraded"] == ""
        store.full = True
        request = {"id": new_id(), "type": "ticket.issue", "data": {"queue": "social"}}
        assert wire.publish(Publication(TOPICS.command("kiosk-1"), json.dumps(request).encode()))
        assert json.loads(heard.get(timeout=20))["degraded"] == "disk_full"
        alarms: list[tuple[str, str]] = []
        while (HALL, DISK_FULL) not in alarms:  # which it is from the next tick on
            request = {"id": new_id(), "type": "hall.snapshot"}
            assert wire.publish(Publication(TOPICS.command("desk-1"), json.dumps(request).encode()))
            told = json.loads(heard.get(timeout=20))["data"]["alarms"]
            alarms = [(alarm["device"], alarm["code"]) for alarm in told]


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Mosquitto]:
    """A broker whose access list lets nobody write the state of a window."""
    folder = tmp_path / "closed"
    write_config(folder, 0)
    (folder / "acl").write_text("topic read #\ntopic write xc/v1/test-hall/+/+\ntopic write xc/v1/test-hall/dev/+/+\n")
    broker = Mosquitto(folder, config=folder / "mosquitto.conf")
    write_config(folder, broker.port, extra=f"acl_file {folder}/acl\n")
    broker.start()
    yield broker
    broker.kill()


def test_a_snapshot_that_the_broker_refused_is_sent_when_it_may_be(closed: Mosquitto, tmp_path: Path) -> None:
    folder = tmp_path / "hall"
    folder.mkdir()
    (folder / "hall.toml").write_text(TOML, encoding="utf-8")
    hall = HallProcess(folder, closed.port)
    hall.start()
    asker = Asker(closed.port, "test-hall")
    try:
        asker.wait(lambda: hall.log.read_text().count("window/w1/state is refused"))
        (closed.folder / "acl").write_text("topic readwrite #\n")
        os.kill(closed.pid, signal.SIGHUP)
        assert asker.retained(TOPICS.window_state("w1"))["window"] == "w1"
        assert hall.log.read_text().count("linked to") == 1, "a new link sends everything anyway"
    finally:
        asker.close()
        hall.kill()
