"""The PUBLISH packet of MQTT 5 (§3.3) and its PUBACK (§3.4): writing and reading them.

paho ends the link when it reads a property that it does not accept, such as a user property with U+FEFF, which brokers
pass on. The broker then delivers the message again, for ever. Here such a message is dropped. Our code also takes a
tenth of the time, because paho rebuilds its tables of properties for each message and acknowledgement.
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Callable
from functools import cache
from typing import Any, Literal

from paho.mqtt.client import Client as PahoClient
from paho.mqtt.enums import MQTTErrorCode

from kiosk.mqtt.port import Incoming, Publication

logger = logging.getLogger(__name__)

PUBLISH = 0x30
PUBACK = b"\x40\x02"  # §3.4.2: with the two bytes of the packet's id it means success
SHORTEST_PUBACK = 2
SHORTEST_PACKET = 2

PAYLOAD_FORMAT, EXPIRY, CONTENT_TYPE, RESPONSE_TOPIC, CORRELATION = 0x01, 0x02, 0x03, 0x08, 0x09
SUBSCRIPTION_ID, TOPIC_ALIAS, USER_PROPERTY = 0x0B, 0x23, 0x26

FIXED_SIZE = {PAYLOAD_FORMAT: 1, EXPIRY: 4, TOPIC_ALIAS: 2}
STRINGS = {CONTENT_TYPE: 1, RESPONSE_TOPIC: 1, CORRELATION: 1, USER_PROPERTY: 2}
"""Property → how many length-prefixed strings it has."""


RECEIVE_BYTES = 65_536


def write_publish(publication: Publication, packet_id: int) -> bytes:
    """The whole packet; `packet_id` is left out at QoS 0."""
    topic = publication.topic.encode()
    body = len(topic).to_bytes(2, "big") + topic
    if publication.qos:
        body += packet_id.to_bytes(2, "big")
    body += pack_properties(publication) + publication.payload
    header = PUBLISH | publication.qos << 1 | publication.retain
    return bytes([header]) + _write_variable_integer(len(body)) + body


def pack_properties(publication: Publication) -> bytes:
    """The properties, after their length."""
    packed = b"" if publication.expiry_s is None else struct.pack("!BL", EXPIRY, publication.expiry_s)
    packed += _content_type(publication.content_type)
    if publication.response_topic is not None:
        topic = publication.response_topic.encode()
        packed += struct.pack("!BH", RESPONSE_TOPIC, len(topic)) + topic
    if publication.correlation is not None:
        packed += struct.pack("!BH", CORRELATION, len(publication.correlation)) + publication.correlation
    return _write_variable_integer(len(packed)) + packed


@cache
def _content_type(name: str) -> bytes:
    written = name.encode()
    return struct.pack("!BH", CONTENT_TYPE, len(written)) + written


def read_publish(header: int, body: bytes) -> tuple[int, Incoming | None]:
    """The packet's id (0 for QoS 0) and its message; None: a message that cannot be read."""
    at = 2 + int.from_bytes(body[:2], "big")
    topic = body[2:at]
    packet_id = 0
    if header & 0x06:
        packet_id = int.from_bytes(body[at : at + 2], "big")
        at += 2
    try:
        size, at = _variable_integer(body, at)
        response_topic, correlation = _read_properties(body, at, at + size)
        retained = bool(header & 1)
        return packet_id, Incoming(topic.decode(), body[at + size :], retained, response_topic, correlation)
    except (ValueError, IndexError):
        return packet_id, None


def _read_properties(body: bytes, at: int, end: int) -> tuple[str | None, bytes | None]:
    """Response topic and correlation data; all other properties are skipped."""
    response_topic = correlation = None
    while at < end:
        kind = body[at]
        at += 1
        if kind in FIXED_SIZE:
            at += FIXED_SIZE[kind]
        elif kind == SUBSCRIPTION_ID:
            at = _variable_integer(body, at)[1]
        else:
            for _ in range(STRINGS.get(kind, 0)):
                size = int.from_bytes(body[at : at + 2], "big")
                value = body[at + 2 : at + 2 + size]
                at += 2 + size
            if kind == RESPONSE_TOPIC:
                response_topic = value.decode()
            elif kind == CORRELATION:
                correlation = value
            elif kind not in STRINGS:
                raise ValueError(kind)
    if at != end:
        raise ValueError(at)
    return response_topic, correlation


def _write_variable_integer(value: int) -> bytes:
    """§1.5.5: seven bits a byte, low ones first."""
    written = bytearray()
    while value > 127:
        written.append(value & 127 | 128)
        value >>= 7
    written.append(value)
    return bytes(written)


def _variable_integer(body: bytes | memoryview, at: int) -> tuple[int, int]:
    """The number at `at`, and the position after it."""
    value = shift = 0
    for at_most_four in range(4):
        byte = body[at + at_most_four]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at + at_most_four + 1
        shift += 7
    raise ValueError(at)


class Paho(PahoClient):
    """paho without its own lists of messages: `on_incoming` gets each message, read by `read_publish`, and
    `on_acknowledged` gets packet id and reason code of each publication that `packed` gave an id.

    Messages are acknowledged, in order, when `acknowledge` is called; unreadable ones as well.

    It overrides private methods: `tests/mqtt/test_publish_packet.py` fails if paho no longer calls them.
    """

    on_incoming: Callable[[Incoming], None]
    on_acknowledged: Callable[[int, int], None]

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self._dropped = 0
        self._taken: list[int] = []
        self._received = memoryview(b"")

    def packed(self, publication: Publication) -> tuple[int, bytes]:
        """The packet's id, 0 at QoS 0, and the packet."""
        packet_id: int = self._mid_generate() if publication.qos else 0
        return packet_id, write_publish(publication, packet_id)

    def send(self, packets: bytes) -> None:
        """One or several, in one piece. What the socket does not take at once waits for `loop_write`."""
        self._packet_queue(PUBLISH, packets, 0, 1)  # QoS 0 would make paho call on_publish

    @property
    def has_more(self) -> bool:
        """Whether received data waits for `loop_read`, which takes one packet at a time."""
        return bool(self._received)

    def take_messages(self, most: int) -> int:
        """Take at most `most` complete messages, up to the first packet that is not a PUBLISH.

        Returns how many. It takes a fifth of the time that `loop_read` takes for one packet.
        """
        if self._in_packet["command"]:  # paho has read part of a packet
            return 0
        received = self._received
        end = len(received)
        at = taken = 0
        while taken < most and end - at >= SHORTEST_PACKET and received[at] & 0xF0 == PUBLISH:
            try:
                size, body = _variable_integer(received, at + 1)
            except (IndexError, ValueError):  # incomplete or invalid: left to paho
                break
            if body + size > end:
                break
            self._take(received[at], bytes(received[body : body + size]))
            at = body + size
            taken += 1
        if taken:
            self._received = received[at:]
        return taken

    def acknowledgement(self) -> bytes:
        """The PUBACKs for every message that came, in order. The caller must send them."""
        taken, self._taken = self._taken, []
        return b"".join([PUBACK + packet_id.to_bytes(2, "big") for packet_id in taken])

    def acknowledge(self) -> None:
        """Send the acknowledgements in one network packet."""
        said = self.acknowledgement()
        if said:
            self._packet_queue(PUBACK[0], said, 0, 0)

    def _sock_recv(self, bufsize: int) -> bytes:
        """Read everything that has come with one system call; paho reads byte by byte."""
        if not self._received:
            self._received = memoryview(super()._sock_recv(RECEIVE_BYTES))
        taken, self._received = self._received[:bufsize], self._received[bufsize:]
        return bytes(taken)

    def _handle_publish(self) -> MQTTErrorCode:
        self._take(self._in_packet["command"], bytes(self._in_packet["packet"]))
        return MQTTErrorCode.MQTT_ERR_SUCCESS

    def _take(self, header: int, body: bytes) -> None:
        packet_id, incoming = read_publish(header, body)
        if incoming is not None:
            self.on_incoming(incoming)
        else:
            self._dropped += 1
            logger.warning("dropped a message that is not MQTT 5 (%d on this link)", self._dropped)
        if packet_id:
            self._taken.append(packet_id)

    def _handle_pubackcomp(self, cmd: Literal["PUBACK", "PUBCOMP"]) -> MQTTErrorCode:
        packet = self._in_packet["packet"]
        if cmd != "PUBACK" or len(packet) < SHORTEST_PUBACK:
            return MQTTErrorCode.MQTT_ERR_PROTOCOL
        reason = packet[SHORTEST_PUBACK] if len(packet) > SHORTEST_PUBACK else 0  # §3.4.2.1: left out if all is well
        self.on_acknowledged(int.from_bytes(packet[:SHORTEST_PUBACK], "big"), reason)
        return MQTTErrorCode.MQTT_ERR_SUCCESS
