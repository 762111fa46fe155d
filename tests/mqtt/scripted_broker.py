"""A broker that does what a test tells it, packet by packet; for what mosquitto never does."""

from __future__ import annotations

import queue
import socket
import threading

from houses import SOON

CONNECT, CONNACK, PUBLISH, PUBACK = 0x10, 0x20, 0x30, 0x40


class ScriptedBroker:
    """Takes one connection after the other. `greeting`: the CONNACK to answer with; None: no answer at all."""

    def __init__(self, greeting: bytes | None) -> None:
        self._greeting = greeting
        self.packets: queue.SimpleQueue[tuple[int, bytes]] = queue.SimpleQueue()
        self.ended: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._client: socket.socket | None = None
        threading.Thread(target=self._accept, daemon=True).start()

    def send(self, packet: bytes) -> None:
        assert self._client is not None
        self._client.sendall(packet)

    def next(self, kind: int) -> bytes:
        """The body of the next packet of a kind."""
        while True:
            header, body = self.packets.get(timeout=SOON)
            if header & 0xF0 == kind:
                return body

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        if self._client is not None:
            self._client.close()

    def _accept(self) -> None:
        while True:
            try:
                self._client, _ = self._listener.accept()
            except OSError:
                return
            with self._client.makefile("rb") as stream:
                try:
                    while header := stream.read(1):
                        size = shift = 0
                        while True:
                            byte = stream.read(1)[0]
                            size |= (byte & 0x7F) << shift
                            shift += 7
                            if byte < 0x80:
                                break
                        self.packets.put((header[0], stream.read(size)))
                        if header[0] == CONNECT and self._greeting is not None:
                            self._client.sendall(self._greeting)
                except (OSError, IndexError):
                    pass
            self.ended.put(None)


def connack(properties: bytes = b"") -> bytes:
    body = bytes([0, 0, len(properties)]) + properties
    return bytes([CONNACK, len(body)]) + body
