"""`python -m benchmarks.hall.sink BYTES_PER_S MESSAGE_BYTES QOS`: takes what a device sends, and does nothing with it.

It stands where the broker does, so that a sender's own cost is known: it takes as many bytes a second as a broker took
and, at QoS 1, acknowledges a message for so many bytes as a broker does. Prints its port; ends when it is told to.
"""

from __future__ import annotations

import socket
import sys
import time

CONNACK = b"\x20\x03\x00\x00\x00"
PUBACK = b"\x40\x02\x00\x01"
SLICE_S = 0.005


def take(link: socket.socket, per_s: float, message: float, qos: int) -> None:
    """Until the other side ends."""
    link.recv(256)
    link.sendall(CONNACK)
    began = time.perf_counter()
    taken = acknowledged = 0
    while True:
        due = int((time.perf_counter() - began) * per_s) - taken
        if due <= 0:
            time.sleep(SLICE_S)
            continue
        received = len(link.recv(min(due, 65_536)))
        if not received:
            return
        taken += received
        if qos:
            whole = int(taken / message)
            link.sendall(PUBACK * (whole - acknowledged))
            acknowledged = whole


def main(per_s: float, message: float, qos: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1], flush=True)
        while True:
            link, _ = server.accept()
            with link:
                try:
                    take(link, per_s, message, qos)
                except OSError:
                    continue


if __name__ == "__main__":
    main(float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
