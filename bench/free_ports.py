"""Free ports of 127.0.0.1 for programs that are started a moment later by tests, benches and the demo.

The kernel's own "any free port" comes from the range for outgoing connections, so it may be taken before the program
binds it, or while that program restarts. These ports lie below that range, and each process has its own block of them.
"""

from __future__ import annotations

import functools
import itertools
import random
import socket
from collections.abc import Iterator

FIRST, END, BLOCK = 20_000, 32_000, 120


class NoPortError(RuntimeError):
    """All blocks are claimed, or every port of this process's block is in use."""


def free_port() -> int:
    """A port on which nobody listens and which no other process will choose. Raises `NoPortError`."""
    for port in itertools.islice(_own_ports(), BLOCK):
        with socket.socket() as probe:
            # A closed listener's last connections may linger; one may listen again all the same.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise NoPortError("every port of this process's block is in use")


def two_free_ports() -> int:
    """The first of two neighbouring free ports. Raises `NoPortError`."""
    first, second = free_port(), free_port()
    while second != first + 1:
        first, second = second, free_port()
    return first


@functools.cache
def _own_ports() -> Iterator[int]:
    """The ports of a block that belongs to this process until it ends, again and again."""
    for first in random.sample(range(FIRST, END, BLOCK), (END - FIRST) // BLOCK):
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0xiaochuang-ports-{first}")
        except OSError:
            claim.close()
            continue
        claim.detach()  # open for as long as the process lives
        return itertools.cycle(range(first, first + BLOCK))
    raise NoPortError("every block of ports is claimed by another process")
