"""A plain MQTT 5 client for tests: asks the hall as any device and remembers all it hears."""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import Connection
from kiosk.mqtt.messages import new_id
from kiosk.mqtt.port import Incoming, Login, Publication
from kiosk.mqtt.topics import Topics

SOON_S = 30.0
"""A wait that ends as soon as something is heard."""


class Asker:
    """`device`: it is this one alone, and hears what is for it; otherwise it speaks for any, and hears everything."""

    def __init__(self, port: int, hall: str, name: str = "asker", *, device: str | None = None) -> None:
        self.topics = Topics(hall)
        self.by: dict[str, str] = {}
        self.heard: dict[str, list[bytes]] = defaultdict(list)
        self._answers: dict[str, dict[str, Any]] = {}
        self._news = threading.Condition()
        self._linked = threading.Event()
        own = (self.topics.reply(device), self.topics.ack(device)) if device else (f"{self.topics.base}/#",)
        self.wire = Connection(
            Broker(port=port),
            Login(f"{name}-{new_id()}", subscriptions=own),
            on_message=self._take,
            on_link=lambda up: self._linked.set() if up else self._linked.clear(),
        )
        self.wire.start()
        assert self._linked.wait(SOON_S)

    def _take(self, incoming: Incoming) -> None:
        with self._news:
            self.heard[incoming.topic].append(incoming.payload)
            if incoming.topic.endswith(("/reply", "/ack")):
                answer = json.loads(incoming.payload)
                self._answers[f"{incoming.topic}:{answer['id']}"] = answer
            self._news.notify_all()

    def wait(self, done: Callable[[], Any], timeout_s: float = SOON_S) -> Any:
        """Wait until `done()` is true, and return it."""
        deadline = time.monotonic() + timeout_s
        with self._news:
            while not (value := done()):
                left = deadline - time.monotonic()
                assert left > 0, "nothing of that kind was heard"
                self._news.wait(min(left, 0.2))
            return value

    def send(self, topic: str, payload: bytes) -> None:
        assert self.wire.publish(Publication(topic, payload, keep=True))

    def ask(
        self,
        device: str,
        type_: str,
        data: dict[str, Any] | None = None,
        id_: str | None = None,
        *,
        by: str | None = None,
        timeout_s: float = SOON_S,
    ) -> dict[str, Any]:
        """Ask and wait for the answer. `by`: who stands behind it, else who signed in. Raises AssertionError if none
        comes."""
        stands_behind = by or self.by.get(device)
        request = self._request(type_, data, id_) | ({"by": stands_behind} if stands_behind else {})
        return self.exchange(self.topics.command(device), self.topics.reply(device), request, timeout_s)

    def sign_in(self, device: str, staff: str, pin: str) -> None:
        """From now on this person stands behind all that is asked as `device`."""
        answer = self.ask(device, "staff.sign_in", {"staff": staff, "pin": pin})
        assert answer["ok"], answer
        self.by[device] = staff

    def tell(self, device: str, type_: str, data: dict[str, Any], id_: str | None = None) -> dict[str, Any]:
        """Send a device event and wait for its acknowledgement."""
        return self.exchange(self.topics.event(device), self.topics.ack(device), self._request(type_, data, id_))

    @staticmethod
    def _request(type_: str, data: dict[str, Any] | None, id_: str | None) -> dict[str, Any]:
        return {"id": id_ or new_id(), "type": type_, "data": data or {}}

    def exchange(self, to: str, back: str, request: dict[str, Any], timeout_s: float = SOON_S) -> dict[str, Any]:
        """Send a whole request to a topic, and wait for what comes back under its id."""
        key = f"{back}:{request['id']}"
        with self._news:
            self._answers.pop(key, None)
        self.send(to, json.dumps(request).encode())
        answer: dict[str, Any] = self.wait(lambda: self._answers.get(key), timeout_s)
        return answer

    def retained(self, topic: str) -> dict[str, Any]:
        """The newest on a topic, as JSON."""
        newest: dict[str, Any] = json.loads(self.wait(lambda: self.heard[topic] and self.heard[topic][-1]))
        return newest

    def close(self) -> None:
        self.wire.stop()
