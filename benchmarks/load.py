"""Many MQTT clients asking at once, all on one thread, so that the generator costs as little as it can.

Each client has one request open: it asks, waits for the answer, asks again. Used for the floor and for the hall.
"""

from __future__ import annotations

import json
import selectors
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from socket import IPPROTO_TCP, TCP_NODELAY

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

from kiosk.mqtt.messages import new_id
from kiosk.mqtt.topics import Topics

Body = dict[str, object] | Callable[[], dict[str, object]]


@dataclass
class Measured:
    """`latencies` in seconds, `answers` bodies as they came, `seconds` from first question to last answer."""

    latencies: list[float] = field(default_factory=list)
    refused: list[dict[str, object]] = field(default_factory=list)
    answers: list[dict[str, object]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds


class Asker:
    """One client on the shared thread. The device is `device`; the reply topic has a level of its own."""

    def __init__(
        self, port: int, topics: Topics, device: str, *, index: int, body: Body, asks: str, out: Measured
    ) -> None:
        self.body = body
        self.asks = asks
        self.out = out
        self.left = 0
        self.ready = False
        self._sent_at = 0.0
        self._waiting_for = ""
        self._command = topics.command(device)
        self._reply = f"{topics.reply(device)}/{index}"
        self.client = paho.Client(
            CallbackAPIVersion.VERSION2,
            client_id=f"bench-{device}-{index}",
            protocol=paho.MQTTv5,
            reconnect_on_failure=False,
        )
        self.client.on_connect = self._connected
        self.client.on_subscribe = self._subscribed
        self.client.on_message = self._answered
        self.client.connect("127.0.0.1", port, keepalive=60)
        self.client.socket().setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)

    def _connected(self, *_: object) -> None:
        self.client.subscribe(self._reply, options=SubscribeOptions(qos=1))

    def _subscribed(self, *_: object) -> None:
        self.ready = True

    def ask(self) -> None:
        self._waiting_for = new_id()
        properties = Properties(PacketTypes.PUBLISH)
        properties.ResponseTopic = self._reply
        properties.CorrelationData = self._waiting_for.encode()
        body = self.body() if callable(self.body) else self.body
        message = {"id": self._waiting_for, "type": self.asks, "data": body}
        self._sent_at = time.perf_counter()
        self.client.publish(self._command, json.dumps(message), qos=1, properties=properties)

    def _answered(self, _client: paho.Client, _userdata: object, message: paho.MQTTMessage) -> None:
        answer = json.loads(message.payload)
        if answer.get("id") != self._waiting_for:
            return
        self.out.latencies.append(time.perf_counter() - self._sent_at)
        (self.out.answers if answer.get("ok") else self.out.refused).append(answer)
        self.left -= 1
        if self.left > 0:
            self.ask()


def run(
    port: int,
    hall: str,
    device: str | Sequence[str],
    *,
    clients: int,
    each: int,
    body: Body,
    asks: str = "ticket.issue",
    limit_s: float = 60.0,
) -> Measured:
    """Let `clients` clients ask `each` times, all as one device, or as these by turns. `body`: of each request, or what
    makes the next one.

    Raises `TimeoutError` if that takes longer than `limit_s`.
    """
    out = Measured()
    devices = [device] if isinstance(device, str) else device
    askers = [
        Asker(port, Topics(hall), devices[n % len(devices)], index=n, body=body, asks=asks, out=out)
        for n in range(clients)
    ]
    with selectors.DefaultSelector() as selector:
        for asker in askers:
            selector.register(asker.client.socket(), selectors.EVENT_READ, asker)
        deadline = time.perf_counter() + limit_s

        def turn() -> None:
            if time.perf_counter() > deadline:
                raise TimeoutError(f"{len(out.latencies)} answers of {clients * each} in {limit_s} s")
            for key, _ in selector.select(0.05):
                key.data.client.loop_read()
            for asker in askers:
                while asker.client.want_write():
                    asker.client.loop_write()

        while not all(asker.ready for asker in askers):
            turn()
        start = time.perf_counter()
        for asker in askers:
            asker.left = each
            asker.ask()
        while any(asker.left > 0 for asker in askers):
            turn()
        out.seconds = time.perf_counter() - start
    for asker in askers:
        asker.client.disconnect()
    return out
