"""A device that floods the broker: `python -m bench.wild_device PORT TOPIC REPLY QOS < BODIES`, until it is killed.

It sends messages as fast as the broker takes them and reads no answer. The messages are made beforehand, one for each
line of standard input, and sent again and again, which costs the least processor time. It prints `flooding` when it
begins and, at SIGTERM, how many messages a second the broker took.
"""

from __future__ import annotations

import signal
import socket
import sys
import time
from collections.abc import Sequence

from kiosk.mqtt.port import Publication
from kiosk.mqtt.publish_packet import write_publish

CONNECT = b"\x00\x04MQTT\x05\x02\x00\x00\x00"
"""MQTT 5, clean start, no keep-alive, no properties (§3.1.2); the client id follows."""

CONNACK_BYTES = 256
UNDER_WAY = 1_000
ADDRESS = "127.0.0.2"
"""An address that only this device uses, so that the broker can limit it alone."""


def connect(port: int, name: str) -> socket.socket:
    """Open a link of its own, in the fewest bytes. Raises `OSError`."""
    link = socket.create_connection(("127.0.0.1", port), source_address=(ADDRESS, 0))
    body = CONNECT + len(name).to_bytes(2, "big") + name.encode()
    link.sendall(bytes([0x10, len(body)]) + body)
    link.recv(CONNACK_BYTES)
    return link


def packets_in(received: bytes) -> tuple[int, bytes]:
    """How many whole packets `received` holds (each shorter than 128 bytes), and the rest, which is the start of
    another."""
    at = number = 0
    while at + 1 < len(received) and at + 2 + received[at + 1] <= len(received):
        at += 2 + received[at + 1]
        number += 1
    return number, received[at:]


class ToldToEnd(SystemExit):
    """Raised by SIGTERM."""


def flood(link: socket.socket, topic: str, reply: str, bodies: Sequence[bytes], qos: int) -> float:
    """Send until SIGTERM. Returns messages a second. Raises `OSError` when the link has ended."""
    messages = [
        write_publish(Publication(topic, body, qos=qos, response_topic=reply), number)
        for number, body in enumerate(bodies, 1)
    ]
    piece = b"".join(messages)
    sent = acknowledged = 0
    left = b""
    began = time.perf_counter()
    try:
        while True:
            link.sendall(piece)
            sent += len(messages)
            while qos and sent - acknowledged > UNDER_WAY:
                number, left = packets_in(left + link.recv(65_536))
                acknowledged += number
    except ToldToEnd:
        return sent / (time.perf_counter() - began)


def main(port: int, topic: str, reply: str, qos: int) -> None:
    def end(*_: object) -> None:
        raise ToldToEnd

    bodies = [line.rstrip(b"\n") for line in sys.stdin.buffer]
    link = connect(port, f"wild-{qos}")
    signal.signal(signal.SIGTERM, end)
    print("flooding", flush=True)
    print(round(flood(link, topic, reply, bodies, qos)), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
