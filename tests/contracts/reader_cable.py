"""The cable of one card reader, which can be pulled while pcscd runs on: `usb_card_reader.py`, seen from the tests."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

BED = Path(__file__).with_name("usb_card_reader.py")
SECONDS = 20.0


class ReaderCable:
    """Plugged in from the start. `port` is the reader's slot: a `VirtualCard` that is inserted there lies on it."""

    def __init__(self) -> None:
        self._hand, self._hand_end = socket.socketpair()
        self._hand.settimeout(SECONDS)
        self._slot = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._slot.getsockname()[1]

    def start(self, command: Sequence[str], **streams: Any) -> subprocess.Popen[bytes]:
        """`command`, in a world where the reader is."""
        inherited = (self._hand_end, self._slot)
        numbers = [end.fileno() for end in inherited]
        argv = ("umockdev-wrapper", "/usr/bin/python3", str(BED), *map(str, numbers), *command)
        process = subprocess.Popen(argv, pass_fds=numbers, **streams)
        for end in inherited:
            end.close()
        return process

    def unplug(self) -> None:
        self._do(b"u")

    def plug(self) -> None:
        self._do(b"p")

    def close(self) -> None:
        self._hand.close()

    def _do(self, order: bytes) -> None:
        self._hand.sendall(order)
        assert self._hand.recv(1) == b".", "the reader's world has ended"
