"""What the examples share: a link to a hall's broker, and one question with its answer."""

from __future__ import annotations

import json
import os
import queue
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

PATIENCE_S = 5
HALL = os.environ.get("HALL", "chunxiaoli")
BASE = f"xc/v1/{HALL}"

OnMessage = Callable[[str, dict[str, Any]], None]


class Link:
    """A link as `device`. `on_message` is told what comes on `topics`; after a break they are subscribed anew."""

    def __init__(self, device: str, topics: list[str], on_message: OnMessage = lambda _topic, _said: None) -> None:
        self.device = os.environ.get("HALL_DEVICE", device)
        self._reply = f"{BASE}/dev/{self.device}/reply"
        self._on_message = on_message
        self._answers: dict[str, queue.SimpleQueue[dict[str, Any]]] = {}
        self._ready = threading.Event()
        self._topics = [(topic, 1) for topic in [self._reply, *topics]]
        self._client = Client(CallbackAPIVersion.VERSION2, client_id=self.device, protocol=MQTTProtocolVersion.MQTTv5)
        if password_file := os.environ.get("HALL_PASSWORD_FILE"):
            self._client.username_pw_set(self.device, Path(password_file).read_text(encoding="utf-8").strip())
        if ca_file := os.environ.get("HALL_CA_FILE"):
            self._client.tls_set(ca_file)
        self._client.on_connect = lambda *_: self._client.subscribe(self._topics)
        self._client.on_subscribe = lambda *_: self._ready.set()
        self._client.on_message = self._take
        self._client.connect(os.environ.get("HALL_HOST", "127.0.0.1"), int(os.environ.get("HALL_PORT", "18830")))
        self._client.loop_start()
        if not self._ready.wait(PATIENCE_S):
            raise TimeoutError("no link to the broker")

    def _take(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        said = json.loads(message.payload)
        if message.topic != self._reply:
            self._on_message(message.topic, said)
        elif said["id"] in self._answers:
            self._answers[said["id"]].put(said)

    def ask(self, type_: str, data: dict[str, Any], tries: int = 3) -> dict[str, Any]:
        """The hall's answer: `{"ok": true, "data": …}` or `{"ok": false, "error": …}`.

        Without an answer the same request goes out again, under the same id. Raises `TimeoutError`.
        """
        request = {"id": str(uuid.uuid4()), "type": type_, "data": data}
        answers = self._answers[request["id"]] = queue.SimpleQueue()
        properties = Properties(PacketTypes.PUBLISH)
        properties.ResponseTopic = self._reply
        properties.CorrelationData = request["id"].encode()
        properties.MessageExpiryInterval = PATIENCE_S
        try:
            for _ in range(tries):
                topic = f"{BASE}/dev/{self.device}/command"
                self._client.publish(topic, json.dumps(request), qos=1, properties=properties)
                try:
                    return answers.get(timeout=PATIENCE_S)
                except queue.Empty:
                    continue
        finally:
            del self._answers[request["id"]]
        raise TimeoutError(f"the hall has not answered {type_}")

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()
