"""Every message says what it is, as docs/asyncapi.yaml has it, and others' libraries read the event stream by that."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from asyncapi_document import document, messages_on
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from hall_process import HallProcess
from mqtt_asker import Asker
from npm_packages import installed
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.subscribeoptions import SubscribeOptions
from sample_hall import TOML

from bench.mosquitto import Mosquitto

pytestmark = [pytest.mark.running, pytest.mark.xdist_group("npm")]

READER = Path(__file__).parents[1] / "mqtt" / "cloudevents_reader"
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Said:
    topic: str
    type: str
    payload: bytes
    retained: bool


class Ears:
    """A client of paho's own, which hears everything and keeps what each message says of itself."""

    def __init__(self, port: int) -> None:
        self.heard: queue.SimpleQueue[Said] = queue.SimpleQueue()
        subscribed = threading.Event()
        self._client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
        self._client.on_message = self._take
        self._client.on_subscribe = lambda *_: subscribed.set()
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()
        self._client.subscribe([("xc/v1/#", SubscribeOptions(qos=1, retainAsPublished=True))])
        assert subscribed.wait(10)

    def _take(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        said = getattr(message.properties, "ContentType", "")
        self.heard.put(Said(message.topic, said, message.payload, message.retain))

    def until(self, ends: str, words: bytes) -> list[Said]:
        """Everything up to the next message with these words on a topic that ends so."""
        found = [self.heard.get(timeout=30)]
        while not (found[-1].topic.endswith(ends) and words in found[-1].payload):
            found.append(self.heard.get(timeout=30))
        return found

    def stop(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


@pytest.fixture
def hall(tmp_path: Path, broker: Mosquitto) -> Iterator[HallProcess]:
    (tmp_path / "face.png").write_bytes(PNG)
    clerk = TOML.index("[[clerks]]") + len("[[clerks]]")
    toml = TOML[:clerk] + '\nportrait = "face.png"' + TOML[clerk:]
    (tmp_path / "hall.toml").write_text(toml, encoding="utf-8")
    process = HallProcess(tmp_path, broker.port)
    yield process
    process.kill()


@pytest.fixture
def said(hall: HallProcess, broker: Mosquitto) -> list[Said]:
    """A hall's start, a number, and its sudden death."""
    ears = Ears(broker.port)
    hall.start()
    asker = Asker(broker.port, "test-hall")
    assert asker.ask("kiosk-1", "ticket.issue", {"queue": "social"})["ok"]
    heard = ears.until("/event", b'"ticket.issued"')
    hall.kill()
    heard += ears.until("/host/state", b'"online":false')
    asker.close()
    ears.stop()
    return heard


def test_every_message_says_what_it_is_as_the_document_has_it(said: list[Said]) -> None:
    documented = document()["components"]["messages"]
    for one in said:
        allowed = {documented[name].get("contentType", "application/json") for name in messages_on(one.topic)}
        assert one.type in allowed, one
        assert (one.type == "image/png") is one.payload.startswith(PNG)
    kinds = {one.type for one in said}
    assert kinds == {"application/json", "application/cloudevents+json", "image/png"}
    assert all(one.type for one in said if one.retained)


def test_other_libraries_read_the_stream_by_its_content_type(said: list[Said]) -> None:
    stream = [one for one in said if one.topic == "xc/v1/test-hall/event"]
    read = [from_http_event(HTTPMessage({"content-type": one.type}, one.payload)) for one in stream]
    assert "ticket.issued" in {event.get_type() for event in read}
    node = subprocess.run(
        ["node", READER / "read.js"],
        input="".join(json.dumps({"contentType": one.type, "payload": one.payload.decode()}) + "\n" for one in stream),
        env={
            "NODE_PATH": str(installed(READER, "cloudevents-reader") / "node_modules"),
            "PATH": "/usr/local/bin:/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    theirs = [json.loads(line) for line in node.stdout.splitlines()]
    for ours, python, script in zip(map(_body, stream), read, theirs, strict=True):
        assert (python.get_id(), python.get_type(), python.get_data()) == (ours["id"], ours["type"], ours["data"])
        assert (script["id"], script["type"], script["data"]) == (ours["id"], ours["type"], ours["data"])


def _body(one: Said) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(one.payload)
    return body
