"""The hall service as a real program that tests start, kill and start again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path


class HallProcess:
    def __init__(self, folder: Path, port: int, *options: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "hall.log"
        self.options = list(options)
        self.program = ["-m", "hall"]
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it is ready and heard by the broker."""
        said = self.log.stat().st_size if self.log.exists() else 0
        command = [sys.executable, *self.program, "--config", str(self.folder / "hall.toml"), "--data", str(self.data)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--broker", f"127.0.0.1:{self._port}", *self.options],
                stderr=log,
                cwd=Path(__file__).parents[2],
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            )
        deadline = time.monotonic() + 60
        while b"linked to" not in self.log.read_bytes()[said:]:
            assert self._process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.01)

    def died(self) -> int:
        """Wait until it has ended by itself; returns the exit status."""
        assert self._process is not None
        return self._process.wait(30)

    def kill(self) -> None:
        """As a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def stop(self) -> int:
        """SIGTERM; returns the exit status."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(10)
