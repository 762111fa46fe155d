"""Feeds systemd's watchdog. The program asks itself over HTTP first, so that a server that hangs is restarted."""

from __future__ import annotations

import http.client
import threading

from program.sd_notify import tell, watchdog_seconds


class Watchdog:
    """Reports to systemd as often as it asks for, while `http://{host}:{port}/alive` answers."""

    def __init__(self, host: str, port: int) -> None:
        self._place = (host, port)
        self._over = threading.Event()
        self._every_s = (watchdog_seconds() or 0.0) / 3

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
