"""A real pcscd with the virtual reader vpcd, private to this test process."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

from reader_cable import ReaderCable

from bench.free_ports import two_free_ports
from demo import pcscd


@cache
def private_folder() -> Path:
    """pcsc-lite's client reads the name of its socket once in a process's life, so there is one for all tests."""
    folder = Path(tempfile.mkdtemp(prefix="pcscd-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ[pcscd.SOCKET_VARIABLE] = str(folder / pcscd.SOCKET)
    return folder


class Pcscd:
    """The daemon. Two virtual readers (vpcd's two slots) hang on it from `start` to `stop`, each on its port."""

    def __init__(self) -> None:
        self.folder = private_folder()
        first = two_free_ports()
        self.ports = (first, first + 1)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, readers: bool = True, cable: ReaderCable | None = None) -> None:
        """`readers`: the virtual ones. With a `cable`, it runs where the USB reader on that cable is."""
        address = self.folder / pcscd.SOCKET
        address.unlink(missing_ok=True)
        with (self.folder / "log").open("ab") as log:
            argv = pcscd.argv(self.folder, self.ports[0], readers=readers)
            start = cable.start if cable else subprocess.Popen
            self._process = start(argv, stdout=log, stderr=log)
        end = time.monotonic() + 60
        while not address.exists():
            assert time.monotonic() < end, (self.folder / "log").read_text()
            time.sleep(0.01)

    def stop(self, *, kill: bool = False) -> None:
        """The daemon ends (or dies); its clients see their connection drop."""
        if self._process is not None:
            self._process.kill() if kill else self._process.terminate()
            self._process.wait(30)
            self._process = None
