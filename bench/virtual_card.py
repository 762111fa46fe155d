"""A chip card in the virtual reader vpcd (Debian package vsmartcard-vpcd), for the bench, the demo and tests.

vpcd listens on a loopback port; whoever connects is the card. A frame is two bytes of length, then the content: one
byte is an order of the reader itself (power, reset, ATR), more bytes are a command to the card.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable

ATR_ORDER = b"\x04"
CONNECT_SECONDS = 5.0

Answer = Callable[[bytes], bytes | None]
"""A card's program: from the command to the answer with its status; None: the card never answers."""


class VirtualCard:
    """A card in the field of a virtual reader, from `insert` to `remove`.

    `bytes_before_pull`: after how many bytes of all its answers (status and frame lengths included) the card is gone,
    as one that is pulled away. `commands`: the commands that the card was given.
    """

    def __init__(self, port: int, atr: bytes, answer: Answer, *, bytes_before_pull: int | None = None) -> None:
        self._port = port
        self._atr = atr
        self._answer = answer
        self._left = bytes_before_pull
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self.commands: list[bytes] = []

    def insert(self, seconds: float = CONNECT_SECONDS) -> None:
        """Raises `ConnectionRefusedError` when no reader listens within `seconds`."""
        self._socket = _connect(self._port, seconds)
        self._thread = threading.Thread(target=self._serve, args=(self._socket,), name="card", daemon=True)
        self._thread.start()

    def remove(self) -> None:
        if self._socket is not None:
            self._shut(self._socket)
            self._socket = None

    def _serve(self, line: socket.socket) -> None:
        try:
            while True:
                (length,) = struct.unpack(">H", _exactly(line, 2))
                command = _exactly(line, length)
                if length > 1:
                    self.commands.append(command)
                    answer = self._answer(command)
                    if answer is not None:
                        self._send(line, answer)
                elif command == ATR_ORDER:
                    line.sendall(struct.pack(">H", len(self._atr)) + self._atr)
        except OSError:
            self._shut(line)

    def _send(self, line: socket.socket, answer: bytes) -> None:
        frame = struct.pack(">H", len(answer)) + answer
        if self._left is None:
            line.sendall(frame)
            return
        line.sendall(frame[: self._left])
        self._left -= len(frame)
        if self._left <= 0:
            raise ConnectionAbortedError("pulled")

    @staticmethod
    def _shut(line: socket.socket) -> None:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        line.close()


def _exactly(line: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)  # the kernel forgets it; vpcd waits for each ACK
        more = line.recv(count - len(data))
        if not more:
            raise ConnectionResetError("the reader is gone")
        data += more
    return data


def _connect(port: int, seconds: float) -> socket.socket:
    """Connect to the reader, trying again for `seconds`: it listens only a moment after pcscd has started."""
    end = time.monotonic() + seconds
    while True:
        try:
            line = socket.create_connection(("127.0.0.1", port), timeout=seconds)
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
            continue
        line.settimeout(None)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line
