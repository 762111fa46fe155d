"""A scanner pulled at every moment, through the real evdev; run by `test_scanners.py` inside `scanner_testbed.py`.
Prints what was told, in order."""

from __future__ import annotations

import json
import queue
import socket
import struct
import sys

from typed_keys import typed

from kiosk.hw.evdev_scanner import EvdevScanner
from kiosk.hw.scanner import Scanned
from kiosk.hw.wiring import ScannerWiring

CODE = "Q-A7b"


def main() -> None:
    node, hand = sys.argv[1], socket.socket(fileno=int(sys.argv[2]))
    heard: queue.SimpleQueue[object] = queue.SimpleQueue()
    scanner = EvdevScanner(ScannerWiring(path=node, code_seconds=30.0))
    told: list[str] = []

    def do(order: bytes) -> None:
        hand.sendall(order)
        assert hand.recv(1) == b"."

    def press(keys: list[tuple[int, int]]) -> None:
        do(b"k" + b"".join(struct.pack("=HH", *key) for key in keys))

    def hear() -> None:
        event = heard.get(timeout=30)
        told.append(event.text if isinstance(event, Scanned) else str(event))

    keys = typed(CODE)
    do(b"u")
    scanner.start(heard.put)
    hear()
    do(b"p")
    hear()
    for pressed in range(len(keys) - 1):  # the last key but one ends the code
        press(keys[:pressed])
        do(b"u")
        hear()
        do(b"p")
        hear()
        press(keys)
        hear()
    scanner.stop()
    print(json.dumps({"keys": len(keys), "told": told, "more": heard.qsize()}))


if __name__ == "__main__":
    main()
