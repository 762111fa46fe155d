"""One client that asks one thing after the other, and waits for each answer."""

from __future__ import annotations

import json
import select
import time
from socket import IPPROTO_TCP, TCP_NODELAY
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from kiosk.mqtt.messages import new_id
from kiosk.mqtt.topics import Topics


class OneAsker:
    """All on the caller's thread."""

    def __init__(self, port: int, hall: str, device: str) -> None:
        topics = Topics(hall)
        self._command, self._reply = topics.command(device), topics.reply(device)
        self._ready = False
        self._waiting_for = ""
        self._answer: dict[str, Any] | None = None
        self._client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
        self._client.on_connect = lambda client, *_: client.subscribe(self._reply, qos=1)
        self._client.on_subscribe = self._subscribed
        self._client.on_message = self._answered
        self._client.connect("127.0.0.1", port)
        self._client.socket().setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        self._until(lambda: self._ready, 10)

    def _subscribed(self, *_: object) -> None:
        self._ready = True

    def _answered(self, _client: paho.Client, _userdata: object, message: paho.MQTTMessage) -> None:
        answer = json.loads(message.payload)
        if answer["id"] == self._waiting_for:
            self._answer = answer

    def _until(self, what: Any, seconds: float) -> bool:
        deadline = time.perf_counter() + seconds
        while not what():
            left = deadline - time.perf_counter()
            if left <= 0:
                return False
            if select.select([self._client.socket()], [], [], min(left, 0.5))[0]:
                self._client.loop_read()
            while self._client.want_write():
                self._client.loop_write()
            self._client.loop_misc()
        return True

    def try_to(self, kind: str, patience_s: float = 5.0, **data: object) -> dict[str, Any] | None:
        """Ask; returns the answer, or None if there is none in time."""
        self._waiting_for, self._answer = new_id(), None
        properties = Properties(PacketTypes.PUBLISH)
        properties.ResponseTopic = self._reply
        body = json.dumps({"id": self._waiting_for, "type": kind, "data": data})
        self._client.publish(self._command, body, qos=1, properties=properties)
        self._until(lambda: self._answer is not None, patience_s)
        return self._answer

    def ask(self, kind: str, **data: object) -> dict[str, Any]:
        """Ask; returns the answer's data. Raises `RuntimeError` if the request is refused or not answered."""
        answer = self.try_to(kind, 30.0, **data)
        if answer is None or not answer["ok"]:
            raise RuntimeError(f"{kind}: {answer}")
        found: dict[str, Any] = answer.get("data", {})
        return found

    def close(self) -> None:
        self._client.disconnect()
