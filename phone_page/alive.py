"""Says to systemd that the program works: it asks itself over HTTP, so that a server that hangs is found out."""

from __future__ import annotations

import http.client
import os
import socket
import threading


def tell(message: str) -> None:
    """`READY=1`, `WATCHDOG=1` to $NOTIFY_SOCKET (sd_notify(3)); nothing without one."""
    address = os.environ.get("NOTIFY_SOCKET", "")
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


class Watchdog:
    """Beats as often as systemd wants it, as long as `http://{host}:{port}/alive` answers."""

    def __init__(self, host: str, port: int) -> None:
        self._place = (host, port)
        self._over = threading.Event()
        given = os.environ.get("WATCHDOG_USEC", "")
        self._every_s = int(given) / 1_000_000 / 3 if given.isdigit() else 0.0

    def start(self) -> None:
        if self._every_s:
            threading.Thread(target=self._run, name="watchdog", daemon=True).start()

    def stop(self) -> None:
        self._over.set()

    def _run(self) -> None:
        while not self._over.wait(self._every_s):
            if self._alive():
                tell("WATCHDOG=1")

    def _alive(self) -> bool:
        asked = http.client.HTTPConnection(*self._place, timeout=self._every_s)
        try:
            asked.request("GET", "/alive")
            return asked.getresponse().status == 204
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()
