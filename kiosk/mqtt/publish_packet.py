"""The PUBLISH packet of MQTT 5 (§3.3): what we put into one, and what we take from one.

paho's own reading ends the link when it meets a property it dislikes, such as a user property with U+FEFF in it, which
brokers pass on; the broker then delivers the message again, for ever. Here such a message is dropped. It also costs a
tenth: paho builds its tables of all properties anew for each message.
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Callable
from typing import Any

from paho.mqtt.client import Client as PahoClient
from paho.mqtt.enums import MQTTErrorCode
from paho.mqtt.properties import Properties

from kiosk.mqtt.port import Incoming, Publication

logger = logging.getLogger(__name__)

PAYLOAD_FORMAT, EXPIRY, CONTENT_TYPE, RESPONSE_TOPIC, CORRELATION = 0x01, 0x02, 0x03, 0x08, 0x09
SUBSCRIPTION_ID, TOPIC_ALIAS, USER_PROPERTY = 0x0B, 0x23, 0x26

FIXED_SIZE = {PAYLOAD_FORMAT: 1, EXPIRY: 4, TOPIC_ALIAS: 2}
STRINGS = {CONTENT_TYPE: 1, RESPONSE_TOPIC: 1, CORRELATION: 1, USER_PROPERTY: 2}
"""How many strings with a length of two bytes before each one."""


class PackedProperties(Properties):
    """The properties of a PUBLISH, packed already. paho asks a message's properties only for `pack()`."""

    def __init__(self, packed: bytes) -> None:
        object.__setattr__(self, "packed", packed)

    def pack(self) -> bytes:
        packed: bytes = object.__getattribute__(self, "packed")
        return packed

    def __str__(self) -> str:
        return "[packed]"


def pack_properties(publication: Publication) -> PackedProperties | None:
    packed = b""
    if publication.expiry_s is not None:
        packed += struct.pack("!BL", EXPIRY, publication.expiry_s)
    if publication.response_topic is not None:
        topic = publication.response_topic.encode()
        packed += struct.pack("!BH", RESPONSE_TOPIC, len(topic)) + topic
    if publication.correlation is not None:
        packed += struct.pack("!BH", CORRELATION, len(publication.correlation)) + publication.correlation
    if not packed:
        return None
    size = len(packed)
    length = bytes([size]) if size < 128 else bytes([size & 127 | 128, size >> 7])
    return PackedProperties(length + packed)


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
    """Response topic and correlation data; the others are stepped over."""
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


def _variable_integer(body: bytes, at: int) -> tuple[int, int]:
    """§1.5.5: seven bits a byte, low ones first. Returns the number and the place after it."""
    value = shift = 0
    for at_most_four in range(4):
        byte = body[at + at_most_four]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at + at_most_four + 1
        shift += 7
    raise ValueError(at)


class Paho(PahoClient):
    """paho, but `on_incoming` gets each message, read by `read_publish`; what cannot be read is acknowledged too.

    Overrides a private method: `tests/mqtt/test_publish_packet.py` fails if paho calls it no more.
    """

    on_incoming: Callable[[Incoming], None]

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self._dropped = 0

    def _handle_publish(self) -> MQTTErrorCode:
        packet_id, incoming = read_publish(self._in_packet["command"], bytes(self._in_packet["packet"]))
        if incoming is not None:
            self.on_incoming(incoming)
        else:
            self._dropped += 1
            logger.warning("dropped a message that is not MQTT 5 (%d on this link)", self._dropped)
        return self._send_puback(packet_id) if packet_id else MQTTErrorCode.MQTT_ERR_SUCCESS
