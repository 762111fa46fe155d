"""A private mosquitto for tests, benches and the demo: on loopback, one port, one folder, no passwords.

The hall's real broker is a service of the machine, configured by `systemd/mosquitto.conf`.
"""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
import time
from pathlib import Path

from bench.free_ports import free_port

CONFIG = """\
user {user}
listener {port} 127.0.0.1
allow_anonymous true
set_tcp_nodelay true
max_inflight_messages 200
max_queued_messages 10000
persistence true
persistence_location {folder}/
autosave_interval 30
autosave_on_changes {autosave}
log_dest file {folder}/mosquitto.log
log_type error
log_type warning
log_type notice
"""


class BrokerDidNotStartError(RuntimeError):
    """mosquitto is not installed, its port is taken, or its configuration is wrong; the text says which."""


def write_config(folder: Path, port: int, *, autosave: bool = False, extra: str = "") -> Path:
    """Write `mosquitto.conf` for a loopback broker into `folder` and return its path. `extra` is appended as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "mosquitto.conf"
    # Started by root it would become the user `mosquitto`, who may not write into this folder.
    text = CONFIG.format(user=getpass.getuser(), port=port, folder=folder.absolute(), autosave=str(autosave).lower())
    path.write_text(text + extra, encoding="utf-8")
    return path


class Mosquitto:
    """One broker process. `start` returns once it takes connections; the process may be killed and started again.

    `folder` holds its configuration, log and retained messages. `port`: None chooses a free one.
    """

    host = "127.0.0.1"

    def __init__(self, folder: Path, port: int | None = None, *, config: Path | None = None) -> None:
        self.folder = folder
        self.port = port or free_port()
        self._config = config
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None, "not started"
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, timeout_s: float = 10.0) -> None:
        """Start it and wait until it accepts connections. Raises `BrokerDidNotStartError`."""
        config = self._config or write_config(self.folder, self.port)
        # Debian puts it into /usr/sbin, which is not in every user's path.
        program = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")
        if program is None:
            raise BrokerDidNotStartError("mosquitto is not installed: apt install mosquitto")
        if self._accepts():
            raise BrokerDidNotStartError(f"port {self.port} is taken by another program")
        with (self.folder / "mosquitto.out").open("ab") as out:
            self._process = subprocess.Popen(
                [program, "-c", str(config)], stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )
        deadline = time.monotonic() + timeout_s
        while not self._accepts():
            code = self._process.poll()
            if code is not None or time.monotonic() > deadline:
                self.kill()
                raise BrokerDidNotStartError(f"mosquitto on port {self.port} (exit code {code}): {self._last_words()}")
            time.sleep(0.01)

    def stop(self) -> None:
        """End it with SIGTERM: it saves retained messages and publishes no wills."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)

    def kill(self) -> None:
        """End it with SIGKILL, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def _accepts(self) -> bool:
        try:
            socket.create_connection((self.host, self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def _last_words(self) -> str:
        lines: list[str] = []
        for name in ("mosquitto.out", "mosquitto.log"):
            path = self.folder / name
            if path.exists():
                lines += path.read_text(encoding="utf-8", errors="replace").splitlines()[-3:]
        return " | ".join(lines)
