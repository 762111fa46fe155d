"""A TCP relay between a client and its broker, so that tests can pull the cable: cut it, or let it go silent."""

from __future__ import annotations

import contextlib
import socket
import threading


class Relay:
    """Listens on `port` of 127.0.0.1 and copies to `target_port`."""

    def __init__(self, target_port: int) -> None:
        self._target = target_port
        self._open = True
        self._silent = False
        self._pairs: list[socket.socket] = []
        self._cutting = threading.Lock()  # a connection that is being made belongs to before a cut, or is refused
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """End the connections there are and refuse new ones."""
        with self._cutting:
            self._open = False
            self._drop()

    def restore(self) -> None:
        self._open = True
        self._silent = False

    def silence(self) -> None:
        """Keep the connections but carry nothing any more, as a dead network does."""
        self._silent = True

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes the accept
        self._listener.close()
        self.cut()

    def _drop(self) -> None:
        for end in self._pairs:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._pairs.clear()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            try:
                far = self._join(near)
            except OSError:
                near.close()
                continue
            threading.Thread(target=self._copy, args=(near, far), daemon=True).start()
            threading.Thread(target=self._copy, args=(far, near), daemon=True).start()

    def _join(self, near: socket.socket) -> socket.socket:
        """The other end. Raises OSError: there is no broker, or the cable is cut."""
        with self._cutting:
            if not self._open:
                raise ConnectionRefusedError
            far = socket.create_connection(("127.0.0.1", self._target))
            self._pairs += near, far
        for end in (near, far):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return far

    def _copy(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if not self._silent:
                    sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
