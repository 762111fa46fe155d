"""PUBLISH packets as paho and mosquitto write them are read; anything else is dropped and ends nothing."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Iterator

import pytest
from houses import MosquittoHouse, Program
from hypothesis import example, given
from hypothesis import strategies as st
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from kiosk.mqtt.mosquitto import Mosquitto
from kiosk.mqtt.port import Incoming, Publication
from kiosk.mqtt.publish_packet import pack_properties, read_publish

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


@given(
    response_topic=st.none() | TEXT,
    correlation=st.none() | st.binary(max_size=300),
    expiry_s=st.none() | st.integers(0, 2**32 - 1),
)
def test_what_is_packed_here_is_what_paho_reads(
    response_topic: str | None, correlation: bytes | None, expiry_s: int | None
) -> None:
    publication = Publication("t", b"", response_topic=response_topic, correlation=correlation, expiry_s=expiry_s)
    packed = pack_properties(publication)
    read = Properties(PacketTypes.PUBLISH)
    if packed is not None:
        read.unpack(packed.pack())
    assert getattr(read, "ResponseTopic", None) == response_topic
    assert getattr(read, "CorrelationData", None) == correlation
    assert getattr(read, "MessageExpiryInterval", None) == expiry_s


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
