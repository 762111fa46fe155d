"""What mosquitto never does to us, a broken or another broker may."""

from __future__ import annotations

import queue
import threading

import pytest
from houses import SOON
from scripted_broker import PUBACK, PUBLISH, ScriptedBroker, connack

from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import Connection
from kiosk.mqtt.port import Incoming, Login, OnBatch, Outcome, Publication

RECEIVE_MAXIMUM_3 = b"\x21\x00\x03"
LARGEST_2000 = b"\x27\x00\x00\x07\xd0"


class Linked:
    def __init__(self, broker: ScriptedBroker, on_batch: OnBatch = lambda: None) -> None:
        self.links: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self.messages: queue.SimpleQueue[Incoming] = queue.SimpleQueue()
        self.outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self.wire = Connection(
            Broker(port=broker.port),
            Login("kiosk"),
            on_message=self.messages.put,
            on_link=self.links.put,
            on_batch=on_batch,
        )
        self.wire.start()

    def up(self) -> None:
        assert self.links.get(timeout=SOON) is True

    def say(self, payload: bytes) -> bool:
        return self.wire.publish(Publication("t", payload), self.outcomes.put)


def test_a_broker_that_takes_connections_and_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.mqtt.connection.GREETING_S", 0.1)
    monkeypatch.setattr("kiosk.mqtt.connection.TURN_S", 0.1)
    broker = ScriptedBroker(greeting=None)
    linked = Linked(broker)
    for _ in range(2):
        broker.ended.get(timeout=SOON)
    assert linked.links.empty()
    linked.wire.stop(timeout_s=0.1)
    broker.close()


def test_no_more_is_under_way_than_the_broker_allows() -> None:
    broker = ScriptedBroker(connack(RECEIVE_MAXIMUM_3))
    linked = Linked(broker)
    linked.up()
    assert all(linked.say(b"%d" % number) for number in range(10))
    bodies = [broker.next(PUBLISH) for _ in range(3)]
    assert [body[-1:] for body in bodies] == [b"0", b"1", b"2"]
    broker.send(bytes([PUBACK, 2]) + bodies[0][3:5])
    assert broker.next(PUBLISH)[-1:] == b"3"
    assert broker.packets.empty()
    linked.wire.stop(timeout_s=0.1)
    broker.close()


def test_a_message_larger_than_the_broker_takes_is_refused_here() -> None:
    broker = ScriptedBroker(connack(LARGEST_2000))
    linked = Linked(broker)
    linked.up()
    linked.say(b"x" * 2000)
    assert linked.outcomes.get(timeout=SOON) is Outcome.REFUSED
    linked.say(b"small")
    assert broker.next(PUBLISH).endswith(b"small")
    linked.wire.stop(timeout_s=0.1)
    broker.close()


def test_a_message_that_cannot_be_read_is_acknowledged_so_that_it_does_not_come_again() -> None:
    broker = ScriptedBroker(connack())
    linked = Linked(broker)
    linked.up()
    unreadable = b"\x00\x01t" + b"\x00\x07" + b"\x01\x99" + b"secret"
    readable = b"\x00\x01t" + b"\x00\x08" + b"\x00" + b"fine"
    for body in (unreadable, readable):
        broker.send(bytes([PUBLISH | 0x02, len(body)]) + body)
    assert [broker.next(PUBACK)[:2], broker.next(PUBACK)[:2]] == [b"\x00\x07", b"\x00\x08"]
    assert linked.messages.get(timeout=SOON) == Incoming("t", b"fine")
    linked.wire.stop(timeout_s=0.1)
    broker.close()


def test_the_broker_is_told_with_the_answers_that_what_came_is_worked() -> None:
    """In one piece, which wakes it once; what the program does after its answers, it does not wait for."""
    goes_on = threading.Event()
    broker = ScriptedBroker(connack())
    linked: Linked

    def work() -> None:
        if not linked.messages.empty():
            linked.messages.get()
            linked.say(b"answer")
            linked.wire.flush()
            assert goes_on.wait(SOON)

    linked = Linked(broker, work)
    linked.up()
    body = b"\x00\x01t" + b"\x00\x07" + b"\x00" + b"asked"
    broker.send(bytes([PUBLISH | 0x02, len(body)]) + body)
    assert broker.next(PUBLISH)[-6:] == b"answer"
    assert broker.packets.get(timeout=SOON) == (PUBACK, b"\x00\x07")
    goes_on.set()
    linked.wire.stop(timeout_s=0.1)
    broker.close()


def test_a_flood_is_worked_in_small_batches_and_to_its_end_without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.mqtt.paho_link.MOST_PACKETS", 10)
    flood, batches, came = 2_000, [0], threading.Event()
    links: queue.SimpleQueue[bool] = queue.SimpleQueue()

    def take(_: Incoming) -> None:
        batches[-1] += 1

    def work() -> None:
        if sum(batches) == flood:
            came.set()
        batches.append(0)

    broker = ScriptedBroker(connack())
    wire = Connection(Broker(port=broker.port), Login("hall"), on_message=take, on_link=links.put, on_batch=work)
    wire.start()
    assert links.get(timeout=SOON) is True
    body = b"\x00\x01t" + b"\x00" + b"x"
    broker.send((bytes([PUBLISH, len(body)]) + body) * flood)
    assert came.wait(SOON), "a second at each of 200 turns is too long"
    assert max(batches) == 10
    wire.stop(timeout_s=0.1)
    broker.close()
