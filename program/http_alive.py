"""What each web server of the house does under systemd: says that it is ready, feeds the watchdog, ends on a signal.

The program asks itself over HTTP before it feeds the watchdog, so that a server that hangs is restarted.
"""

from __future__ import annotations

import contextlib
import http.client
import signal
import threading
from collections.abc import Iterator
from types import FrameType

from program.sd_notify import tell, watchdog_seconds


def end_on_signals() -> None:
    """SIGTERM and Ctrl-C end waitress's `run`, which returns."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)


@contextlib.contextmanager
def watched(host: str, port: int) -> Iterator[None]:
    """The server runs inside: systemd is told that it is ready, that it lives, and that it stops."""
    watchdog = Watchdog(host, port)
    watchdog.start()
    tell("READY=1")
    yield
    tell("STOPPING=1")
    watchdog.stop()


def _stop(_number: int, _frame: FrameType | None) -> None:
    """The server takes this as the word to end."""
    raise SystemExit


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
