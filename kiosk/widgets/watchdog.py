"""systemd's notification socket: ready, still alive, stopping. Silent where there is none."""

from __future__ import annotations

import os
import socket


def notify(message: str) -> None:
    """Send one line (`READY=1`, `WATCHDOG=1` …) to $NOTIFY_SOCKET."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        try:
            line.connect(address)
            line.send(message.encode())
        except OSError:
            return  # systemd is restarting: the next beat reaches it


def watchdog_seconds() -> float | None:
    """How long systemd waits for a beat, or None if it does not."""
    given = os.environ.get("WATCHDOG_USEC", "")
    return int(given) / 1_000_000 if given.isdigit() else None
