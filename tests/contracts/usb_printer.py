"""A USB printer on `usb_testbed.py`.

    umockdev-wrapper /usr/bin/python3 usb_printer.py COMMAND …

`{wire}` and `{hand}` in COMMAND are made into file descriptors. Bytes that libusb sends to the printer come out of
`wire`, and bytes that are put in there are what the printer says.
"""

from __future__ import annotations

import select
import socket
import sys

from usb_testbed import Bed, run


class Printer:
    descriptors = bytes.fromhex(
        "12010002000000401604115000010000000109022000010100c032090400000207010200"
        "0705030240000007058402400000"  # bulk out 03, bulk in 84
    )

    def __init__(self, wire: socket.socket) -> None:
        self._wire = wire

    def hears(self, data: bytes) -> None:
        self._wire.sendall(data)

    def says(self, endpoint: int) -> bytes | None:
        return self._wire.recv(64) if select.select([self._wire], [], [], 0)[0] else None

    def loses_power(self) -> None:
        pass


def main() -> int:
    (wire, wire_end), (hand, hand_end) = socket.socketpair(), socket.socketpair()
    ends = {"wire": wire_end.fileno(), "hand": hand_end.fileno()}
    command = [word.format(**ends) if "{" in word else word for word in sys.argv[1:]]
    return run(Bed(Printer(wire)), hand, command, ends.values())


if __name__ == "__main__":
    sys.exit(main())
