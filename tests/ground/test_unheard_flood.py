"""The fastest possible flood: the broker holds it back, others are answered, and afterwards nothing of it is left."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from hall_process import HallProcess
from houses import eventually
from mqtt_asker import Asker

from bench.mosquitto import Mosquitto
from bench.wild_device import connect, packets_in
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import Connection
from kiosk.mqtt.messages import new_id
from kiosk.mqtt.port import Login, Outcome, Publication
from kiosk.mqtt.publish_packet import write_publish

WILD, OTHER = "kiosk-1", "page-1"
BODIES = "".join(
    json.dumps({"id": f"wild-{number}", "type": "ticket.issue", "data": {"queue": "social"}}) + "\n"
    for number in range(500)
)
LOOKUP = {"number": "A001"}
MORE_THAN_KEPT = 15_000
"""The broker keeps 10,000 for one reader (`max_queued_messages`)."""


@pytest.fixture
def page(broker: Mosquitto) -> Iterator[Asker]:
    """Another device, which hears only what is for it."""
    made = Asker(broker.port, "test-hall", OTHER, device=OTHER)
    yield made
    made.close()


@pytest.fixture
def machine(broker: Mosquitto) -> Iterator[Asker]:
    """The device that runs wild, as it is when it has come to itself."""
    made = Asker(broker.port, "test-hall", WILD, device=WILD)
    yield made
    made.close()


@contextlib.contextmanager
def flooding(port: int, machine: Asker, qos: int) -> Iterator[None]:
    topics = machine.topics
    argv = [sys.executable, "-m", "bench.wild_device", str(port), topics.command(WILD), topics.reply(WILD), str(qos)]
    process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(BODIES)
        process.stdin.close()
        assert process.stdout.readline() == "flooding\n"
        yield
        assert process.poll() is None, "it floods until it is ended"
    finally:
        process.kill()
        process.wait(30)


def is_heard(asker: Asker, device: str) -> bool:
    """Whether anybody reads what this device says. A message that is no request, so that it is not answered."""
    return is_read(asker, asker.topics.command(device))


def is_read(asker: Asker, topic: str) -> bool:
    said: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    asker.wire.publish(Publication(topic, b"x"), said.put)
    return said.get(timeout=60) is not Outcome.NOBODY


def served(machine: Asker) -> bool:
    with contextlib.suppress(AssertionError):
        return bool(machine.ask(WILD, "ticket.issue", {"queue": "social"}, timeout_s=1)["ok"])
    return False


@pytest.mark.parametrize("qos", [0, 1])
def test_others_are_answered_while_one_sends_as_fast_as_the_broker_takes_it(
    hall: HallProcess, page: Asker, machine: Asker, broker: Mosquitto, qos: int
) -> None:
    with flooding(broker.port, machine, qos):
        assert eventually(lambda: not is_heard(page, WILD), within_s=60)
        for _ in range(100):
            assert page.ask(OTHER, "ticket.lookup", LOOKUP)
        assert is_heard(page, OTHER)
    assert eventually(lambda: served(machine), within_s=60)
    assert is_heard(page, WILD)


def test_a_hall_that_is_killed_in_a_flood_answers_each_question_once_afterwards(
    hall: HallProcess, page: Asker, machine: Asker, broker: Mosquitto
) -> None:
    """The broker keeps what the hall was subscribed to when it was killed."""
    with flooding(broker.port, machine, 1):
        assert eventually(lambda: not is_heard(page, WILD), within_s=60)
        hall.kill()
    hall.start()
    assert eventually(lambda: served(machine), within_s=60)
    ids = [new_id() for _ in range(5)]
    for id_ in ids:
        assert page.ask(OTHER, "ticket.lookup", LOOKUP, id_)
    answers = [json.loads(one)["id"] for one in page.heard[page.topics.reply(OTHER)]]
    assert [answers.count(id_) for id_ in ids] == [1] * 5


class SlowReader:
    """A program that does not come to read for a while: the machine is busy."""

    def __init__(self, port: int, filters: tuple[str, ...]) -> None:
        self.reads = threading.Event()
        self.heard: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._linked = threading.Event()
        self.reads.set()
        self.wire = Connection(
            Broker(port=port),
            Login("slow", subscriptions=filters),
            on_message=lambda incoming: self.heard.put(incoming.topic),
            on_link=lambda up: self._linked.set() if up else None,
            on_batch=self._work,
        )
        self.wire.start()
        assert self._linked.wait(10)

    def _work(self) -> None:
        assert self.reads.wait(60)


def take(port: int, topic: str, number: int) -> None:
    """The broker takes so many messages at QoS 1."""
    messages = [write_publish(Publication(topic, b"%d" % one), one) for one in range(1, number + 1)]
    taken, left = 0, b""
    with connect(port, "loud") as link:
        link.sendall(b"".join(messages))
        while taken < number:
            more, left = packets_in(left + link.recv(65_536))
            taken += more


def test_what_is_heard_lightly_takes_no_room_from_what_others_say(broker: Mosquitto, machine: Asker) -> None:
    """A broker keeps so many messages for one reader, and then drops whatever comes, whoever says it."""
    loud, other, now = machine.topics.command(WILD), machine.topics.command(OTHER), "test/now"
    hall = SlowReader(broker.port, (loud, other))
    hall.wire.hear((other, now), (loud,))
    assert eventually(lambda: is_read(machine, now), within_s=20)
    hall.reads.clear()
    take(broker.port, loud, MORE_THAN_KEPT)
    assert is_read(machine, other)
    hall.reads.set()
    while hall.heard.get(timeout=30) != other:
        pass
    hall.wire.stop()
