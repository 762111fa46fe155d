"""PUBLISH packets as paho and mosquitto write them are read; anything else is dropped and ends nothing."""

from __future__ import annotations

import logging
import socket
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from houses import MosquittoHouse, Program
from hypothesis import example, given
from hypothesis import strategies as st
from paho.mqtt.client import Client as PahoClient
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from bench.mosquitto import Mosquitto
from kiosk.mqtt.port import CLOUD_EVENT, JSON, PNG, Incoming, Publication
from kiosk.mqtt.publish_packet import Paho, read_publish, write_publish

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=200)


def body(topic: str, packet_id: int, properties: bytes, payload: bytes) -> bytes:
    encoded = topic.encode()
    given_id = packet_id.to_bytes(2, "big") if packet_id else b""
    return len(encoded).to_bytes(2, "big") + encoded + given_id + properties + payload


@given(
    topic=TEXT,
    packet_id=st.integers(0, 65_535),
    payload=st.binary(max_size=300),
    response_topic=st.none() | TEXT,
    correlation=st.none() | st.binary(max_size=200),
    expiry=st.none() | st.integers(0, 2**32 - 1),
    user=st.lists(st.tuples(TEXT, TEXT), max_size=3),
    retained=st.booleans(),
)
def test_what_paho_packs_is_read(
    *,
    topic: str,
    packet_id: int,
    payload: bytes,
    response_topic: str | None,
    correlation: bytes | None,
    expiry: int | None,
    user: list[tuple[str, str]],
    retained: bool,
) -> None:
    properties = Properties(PacketTypes.PUBLISH)
    properties.PayloadFormatIndicator = 1
    properties.ContentType = "application/json"
    properties.TopicAlias = 3
    properties.SubscriptionIdentifier = 300
    for pair in user:
        properties.UserProperty = pair
    for name, value in (
        ("ResponseTopic", response_topic),
        ("CorrelationData", correlation),
        ("MessageExpiryInterval", expiry),
    ):
        if value is not None:
            setattr(properties, name, value)
    header = 0x30 | (0x02 if packet_id else 0) | retained
    read = read_publish(header, body(topic, packet_id, properties.pack(), payload))
    assert read == (packet_id, Incoming(topic, payload, retained, response_topic, correlation))


class PahosOwn(PahoClient):
    """Keeps what paho would write."""

    def write(self, publication: Publication, packet_id: int) -> bytes:
        properties = Properties(PacketTypes.PUBLISH)
        if publication.expiry_s is not None:
            properties.MessageExpiryInterval = publication.expiry_s
        properties.ContentType = publication.content_type
        if publication.response_topic is not None:
            properties.ResponseTopic = publication.response_topic
        if publication.correlation is not None:
            properties.CorrelationData = publication.correlation
        self._sock = socket.socket()
        with self._sock:
            topic = publication.topic.encode()
            qos, retain = publication.qos, publication.retain
            self._send_publish(packet_id, topic, publication.payload, qos, retain, properties=properties)
        return self.written

    def _packet_queue(self, _command: int, packet: bytes, *_: Any) -> MQTTErrorCode:
        self.written = bytes(packet)
        return MQTTErrorCode.MQTT_ERR_SUCCESS


@given(
    topic=TEXT,
    payload=st.binary(max_size=300) | st.sampled_from([b"x" * 16_384, b"x" * 2_097_152]),
    packet_id=st.integers(1, 65_535),
    qos=st.sampled_from([0, 1]),
    retain=st.booleans(),
    response_topic=st.none() | TEXT,
    correlation=st.none() | st.binary(max_size=300),
    expiry_s=st.none() | st.integers(0, 2**32 - 1),
    content_type=st.sampled_from([JSON, CLOUD_EVENT, PNG]),
)
def test_what_is_written_here_is_what_paho_writes(packet_id: int, **given: Any) -> None:
    publication = Publication(**given)
    paho = PahosOwn(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
    assert write_publish(publication, packet_id) == paho.write(publication, packet_id)


@given(header=st.integers(0x30, 0x3F), packet=st.binary(max_size=80))
@example(header=0x32, packet=b"\x00\x01t\x00\x07\xff\xff\xff\xff\xff")
@example(header=0x32, packet=b"\x00\x01t\x00\x07\x05\x26\x00\xff")
@example(header=0x32, packet=b"")
def test_no_bytes_make_it_fail(header: int, packet: bytes) -> None:
    packet_id, incoming = read_publish(header, packet)
    assert 0 <= packet_id <= 65_535
    assert incoming is None or isinstance(incoming, Incoming)


@pytest.mark.parametrize(
    "properties",
    [b"\x01\x99", b"\x02\x02\x01\x01", b"\x03\x09\x00\x09", b"\x05\x08\x00\x02\xff\xfe", b"\x80\x80\x80\x80\x01"],
    ids=["unknown", "too long", "cut off", "not UTF-8", "length without end"],
)
def test_a_message_that_cannot_be_read_still_gives_the_id_to_acknowledge(properties: bytes) -> None:
    assert read_publish(0x32, body("t", 7, properties, b"")) == (7, None)


@pytest.fixture
def reader(broker: Mosquitto) -> Iterator[Program]:
    house = MosquittoHouse(broker)
    made = Program(house, "hall", "t/#").start()
    yield made
    made.wire.stop()
    house.close()


def test_properties_that_end_paho_s_link_do_not_end_ours(broker: Mosquitto, reader: Program) -> None:
    for extra in (
        ["user-property", "name", "\ufeff"],
        ["content-type", "\ufeff"],
        ["response-topic", "answers\ufeff"],
    ):
        said = ["mosquitto_pub", "-V", "5", "-p", str(broker.port), "-q", "1", "-t", "t/x", "-m", "hi"]
        subprocess.run([*said, "-D", "publish", *extra], check=True)
        assert reader.message().payload == b"hi"
    assert reader.links.empty()


def test_a_dropped_message_is_logged_without_its_content(
    broker: Mosquitto, reader: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    real = read_publish
    monkeypatch.setattr(
        "kiosk.mqtt.publish_packet.read_publish",
        lambda header, packet: (real(header, packet)[0], None) if b"secret" in packet else real(header, packet),
    )
    for payload in ("secret", "after"):
        said = ["mosquitto_pub", "-V", "5", "-p", str(broker.port), "-q", "1", "-t", "t/x", "-m", payload]
        subprocess.run(said, check=True)
    assert reader.message().payload == b"after"
    assert "dropped a message that is not MQTT 5 (1 on this link)" in caplog.text
    assert "secret" not in caplog.text


class Wired(Paho):
    """On one end of a socket pair, the broker's end is `far`."""

    def __init__(self) -> None:
        super().__init__(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
        self.far, self._sock = socket.socketpair()
        self._sock.setblocking(False)
        self.messages: list[bytes] = []
        self.acknowledged: list[tuple[int, int]] = []
        self.on_incoming = lambda incoming: self.messages.append(incoming.payload)
        self.on_acknowledged = lambda packet_id, reason: self.acknowledged.append((packet_id, reason))

    def read(self) -> MQTTErrorCode:
        """As a link does it; what the last packet was worth."""
        while True:
            last = self.loop_read()
            self.take_messages(3)
            if not self.has_more or self.socket() is None:
                return last


@pytest.fixture
def wired() -> Iterator[Wired]:
    made = Wired()
    yield made
    made.far.close()
    made.loop_read()


@pytest.mark.parametrize("piece", [1, 7, 120, 2_000, 10_000])
def test_packets_are_read_however_the_network_cuts_them(wired: Wired, piece: int) -> None:
    messages = [b"%d" % number * 50 for number in range(20)]
    sent = b"".join(
        write_publish(Publication("t", payload), number + 1) + bytes([0x40, 3, 0, number + 1, 0x10])
        for number, payload in enumerate(messages)
    )
    for start in range(0, len(sent), piece):
        wired.far.sendall(sent[start : start + piece])
        wired.read()
    assert wired.messages == messages
    assert wired.acknowledged == [(number + 1, 0x10) for number in range(20)]


def test_the_broker_is_told_of_messages_only_when_they_are_taken_care_of(wired: Wired) -> None:
    for packet_id in (3, 1, 2):
        wired.far.sendall(write_publish(Publication("t", b"x"), packet_id))
    wired.read()
    wired.far.setblocking(False)
    with pytest.raises(BlockingIOError):
        wired.far.recv(100)
    wired.acknowledge()
    assert wired.far.recv(100) == b"".join(bytes([0x40, 2, 0, packet_id]) for packet_id in (3, 1, 2))


def test_an_acknowledgement_may_leave_its_reason_out(wired: Wired) -> None:
    wired.far.sendall(bytes([0x40, 2, 1, 2]) + bytes([0x40, 4, 0, 7, 0x87, 0]))
    wired.read()
    assert wired.acknowledged == [(258, 0), (7, 0x87)]


@pytest.mark.parametrize("packet", [bytes([0x40, 1, 0]), bytes([0x40, 0]), bytes([0x70, 2, 0, 1])])
def test_an_acknowledgement_of_nothing_ends_the_link(wired: Wired, packet: bytes) -> None:
    wired.far.sendall(packet)
    assert wired.read() != MQTTErrorCode.MQTT_ERR_SUCCESS
    assert wired.acknowledged == []
