"""Two brokers behind one port, and programs that write down what happens to them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any, Protocol

from relay import Relay

from bench.memory_broker import MemoryBroker
from bench.mosquitto import Mosquitto
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import Connection
from kiosk.mqtt.port import Incoming, Login, OpenWire, Outcome, Publication, Wire

SOON = 30.0
"""Seconds that a test waits for something before it fails; nothing is slow on purpose."""


class House(Protocol):
    """A broker that can be killed, and whose clients can be cut off one by one."""

    def open_wire(self, client_id: str) -> OpenWire: ...
    def cut(self, client_id: str) -> None: ...
    def restore(self, client_id: str) -> None: ...
    def kill(self) -> None: ...
    def start(self) -> None: ...


class MosquittoHouse:
    def __init__(self, broker: Mosquitto) -> None:
        self.broker = broker
        self.relays: dict[str, Relay] = {}

    def open_wire(self, client_id: str) -> OpenWire:
        relay = self.relays.setdefault(client_id, Relay(self.broker.port))

        def opened(login: Login, **given: Any) -> Wire:
            return Connection(Broker(port=relay.port), login, **given)

        return opened

    def cut(self, client_id: str) -> None:
        self.relays[client_id].cut()

    def restore(self, client_id: str) -> None:
        self.relays[client_id].restore()

    def kill(self) -> None:
        self.broker.kill()

    def start(self) -> None:
        self.broker.start()

    def close(self) -> None:
        for relay in self.relays.values():
            relay.close()


class MemoryHouse:
    def __init__(self) -> None:
        self.broker = MemoryBroker()
        self.cut = self.broker.cut
        self.restore = self.broker.restore
        self.kill = self.broker.kill
        self.start = self.broker.start
        self.close = self.broker.close

    def open_wire(self, client_id: str) -> OpenWire:
        assert client_id
        return self.broker.dial


class Program:
    """A program on a wire: its messages, link changes and outcomes, each awaited with a limit."""

    def __init__(self, house: House, name: str, *subscriptions: str, **given: Any) -> None:
        self.messages: queue.SimpleQueue[Incoming] = queue.SimpleQueue()
        self.links: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self.outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        given.setdefault("on_message", self.messages.put)
        login = {key: given.pop(key) for key in ("births", "will", "session_expiry_s", "left_over") if key in given}
        self.wire = house.open_wire(name)(Login(name, subscriptions, **login), on_link=self.links.put, **given)

    def start(self) -> Program:
        self.wire.start()
        assert self.link() is True
        return self

    def link(self) -> bool:
        return self.links.get(timeout=SOON)

    def message(self) -> Incoming:
        return self.messages.get(timeout=SOON)

    def say(self, topic: str, payload: bytes, **given: Any) -> Outcome | None:
        """Publish and wait for what becomes of it; None: not taken."""
        taken = self.wire.publish(Publication(topic, payload, **given), self.outcomes.put)
        return self.outcomes.get(timeout=SOON) if taken else None

    def silent(self) -> bool:
        """Whether no message has come. Ask only after something that would have come later has come."""
        return self.messages.empty()


Join = Callable[..., Program]


def eventually(happened: Callable[[], bool], *, within_s: float = SOON) -> bool:
    """Look again and again, for things that announce themselves to nobody."""
    pause = threading.Event()
    for _ in range(int(within_s / 0.01)):
        if happened():
            return True
        pause.wait(0.01)
    return happened()
