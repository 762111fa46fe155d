"""The hall service as a real program that tests start, kill and start again."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PATIENCE_S = 150.0
"""For a start or an end; on an emulated aarch64 a start alone takes half a minute."""

MORTAL = """
import os, signal, sys
from pathlib import Path
from hall.disk.store import Store
from hall.__main__ import main

deadly = Path(sys.argv.pop(1))
commit = Store.commit

def killed(store, batch):
    if deadly.exists() and eval(deadly.read_text()):
        deadly.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    return commit(store, batch)

Store.commit = killed
sys.exit(main())
"""
"""The hall's program, which can be killed inside a commit of one's choice."""


class HallProcess:
    def __init__(self, folder: Path, port: int, *options: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "hall.log"
        self.options = list(options)
        self.program = ["-m", "hall"]
        self.under: list[str] = []  # words before the command, as of strace
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it is ready and heard by the broker."""
        said = self.log.stat().st_size if self.log.exists() else 0
        command = [*self.under, sys.executable, *self.program]
        command += ["--config", str(self.folder / "hall.toml"), "--data", str(self.data)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--broker", f"127.0.0.1:{self._port}", *self.options],
                stderr=log,
                cwd=Path(__file__).parents[2],
            )
        deadline = time.monotonic() + PATIENCE_S
        while b"linked to" not in self.log.read_bytes()[said:]:
            assert self._process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.01)

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def died(self) -> int:
        """Wait until it has ended by itself; returns the exit status."""
        assert self._process is not None
        return self._process.wait(PATIENCE_S)

    def kill(self) -> None:
        """As a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def make_mortal(self) -> None:
        """Start it anew, with a store that `killed_in_commit` reaches."""
        self.kill()
        self.program = ["-c", MORTAL, str(self.folder / "deadly")]
        self.start()

    @contextlib.contextmanager
    def killed_in_commit(self, when: str = "batch.answers") -> Iterator[None]:
        """It dies as it is about to write the first `batch` of which `when` is so, and is started again when it has
        died of what is done inside the `with`. Needs `make_mortal`.
        """
        (self.folder / "deadly").write_text(when)
        yield
        assert self.died() == -signal.SIGKILL
        self.start()

    def stop(self) -> int:
        """SIGTERM; returns the exit status."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(PATIENCE_S)
