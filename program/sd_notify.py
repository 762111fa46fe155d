"""Reports to systemd (sd_notify(3)) with a datagram to the socket that it names. Without systemd nothing happens."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping


def tell(message: str, environment: Mapping[str, str] = os.environ) -> None:
    """Send a message such as `READY=1`, `STOPPING=1` or `WATCHDOG=1`."""
    address = environment.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):  # the abstract namespace
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        try:
            notify.connect(address)
            notify.send(message.encode())
        except OSError:
            return  # nobody listens there any more


def watchdog_seconds() -> float | None:
    """Within how many seconds systemd expects a `WATCHDOG=1`; None: it expects none."""
    given = os.environ.get("WATCHDOG_USEC", "")
    return int(given) / 1_000_000 if given.isdigit() else None
