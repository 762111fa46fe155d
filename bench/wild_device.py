"""A device that runs wild: `python -m bench.wild_device PORT TOPIC REPLY QOS < BODIES`, until it is killed.

Sends messages as fast as the broker takes them and reads no answer. They are made beforehand, one for each line of
standard input, and sent again and again: no machine is faster, and this one leaves the processor to those it disturbs.
Says `flooding` when it begins.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Sequence

from kiosk.mqtt.port import Publication
from kiosk.mqtt.publish_packet import write_publish

CONNECT = b"\x00\x04MQTT\x05\x02\x00\x00\x00"
"""MQTT 5, clean start, no keep-alive, no properties (§3.1.2); the client id follows."""

CONNACK_BYTES = 256
PUBACK_BYTES = 4  # at least; with a reason it is five
UNDER_WAY = 1_000


def connect(port: int, name: str) -> socket.socket:
    """A link of its own, in the fewest bytes. Raises OSError."""
    link = socket.create_connection(("127.0.0.1", port))
    body = CONNECT + len(name).to_bytes(2, "big") + name.encode()
    link.sendall(bytes([0x10, len(body)]) + body)
    link.recv(CONNACK_BYTES)
    return link


def flood(link: socket.socket, topic: str, reply: str, bodies: Sequence[bytes], qos: int) -> None:
    """Never returns. Raises OSError when the link has ended."""
    messages = [
        write_publish(Publication(topic, body, qos=qos, response_topic=reply), number)
        for number, body in enumerate(bodies, 1)
    ]
    piece = b"".join(messages)
    sent = acknowledged = 0
    while True:
        link.sendall(piece)
        sent += qos * len(messages)
        while sent - acknowledged > UNDER_WAY:
            acknowledged += max(1, len(link.recv(65_536)) // (PUBACK_BYTES + 1))


def main(port: int, topic: str, reply: str, qos: int) -> None:
    link = connect(port, f"wild-{qos}")
    print("flooding", flush=True)
    flood(link, topic, reply, [line.rstrip(b"\n") for line in sys.stdin.buffer], qos)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
