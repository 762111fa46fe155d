"""Programs that are not ours, started on free ports and ended by their own process id."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Program:
    """One program. What it says, on both channels, goes line by line to `hear`; `said` keeps it for failures."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        hear: Callable[[str], None] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.said: list[str] = []
        self._hear = hear
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            bufsize=1,
        )
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hold(self, on: bool) -> None:
        """Let it stand still, or go on."""
        self.process.send_signal(signal.SIGSTOP if on else signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)
        for channel in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if channel is not None:
                    channel.close()

    def _read(self) -> None:
        with contextlib.suppress(ValueError, OSError):
            for line in self.process.stdout or ():
                self.said.append(line)
                if self._hear is not None:
                    self._hear(line)
