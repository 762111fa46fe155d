"""What our web servers do under systemd: report that they are ready, feed the watchdog, end on a signal.

The program sends itself an HTTP request before it feeds the watchdog, so that systemd restarts a server that hangs.
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
    """Run the server inside this `with`: systemd is told when it is ready, that it is alive, and when it stops."""
    watchdog = Watchdog(host, port)
    watchdog.start()
    tell("READY=1")
    yield
    tell("STOPPING=1")
    watchdog.stop()


def _stop(_number: int, _frame: FrameType | None) -> None:
    """The signal handler: its exception makes the server end."""
    raise SystemExit


class Watchdog:
    """Feeds systemd's watchdog as often as it asks for, as long as `http://{host}:{port}/alive` answers."""

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
