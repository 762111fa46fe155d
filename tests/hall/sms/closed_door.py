"""A port at which everybody is turned away, and counted."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def closed_door(port: int) -> Iterator[list[object]]:
    """Nothing is said to who connects. What is yielded grows by one with each."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", port)) as server:

        def turn_away() -> None:
            with contextlib.suppress(OSError):
                while True:
                    line, peer = server.accept()
                    came.append(peer)
                    line.close()

        thread = threading.Thread(target=turn_away, daemon=True)
        thread.start()
        yield came
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
