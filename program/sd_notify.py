"""Tells systemd how a program is (sd_notify(3)): a datagram to the socket it names. Without systemd: nothing."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping


def tell(message: str, environment: Mapping[str, str] = os.environ) -> None:
    """`READY=1`, `STOPPING=1`, `WATCHDOG=1`."""
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
            return  # whoever started us does not listen any more


def watchdog_seconds() -> float | None:
    """How long systemd waits for a beat, or None if it does not."""
    given = os.environ.get("WATCHDOG_USEC", "")
    return int(given) / 1_000_000 if given.isdigit() else None
