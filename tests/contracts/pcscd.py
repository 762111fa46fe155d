"""A real pcscd with the virtual reader vpcd, private to this test process, and a virtual chip card of ours.

pcscd is started as systemd does it, with its socket already open, so that it needs neither the system's own socket
nor the system's own daemon. Debian packages: pcscd, vsmartcard-vpcd.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import random
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

VPCD = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
START = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.set_inheritable(3, True); "
    "os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1'); "
    "os.execv('/usr/sbin/pcscd', ['pcscd', '--foreground', '-c', *sys.argv[2:]])"
)
Answer = Callable[[bytes], bytes | None]
"""A card's program: command in, answer with its status out; None: it never answers."""


@cache
def private_folder() -> Path:
    """pcsc-lite's client reads the name of its socket once in a process's life, so there is one for all tests."""
    folder = Path(tempfile.mkdtemp(prefix="pcscd-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["PCSCLITE_CSOCK_NAME"] = str(folder / "comm")
    return folder


class Pcscd:
    """The daemon. Two virtual readers (vpcd's two slots) hang on it from `start` to `stop`, each on its port."""

    def __init__(self) -> None:
        self.folder = private_folder()
        first = _free_port()
        self.ports = (first, first + 1)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, readers: bool = True) -> None:
        configuration = self.folder / "readers"
        configuration.mkdir(exist_ok=True)
        (configuration / "vpcd").write_text(_reader_lines(self.ports[0]) if readers else "")
        address = self.folder / "comm"
        address.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(address))
            listening.listen(16)
            number = listening.fileno()
            with (self.folder / "log").open("ab") as log:
                self._process = subprocess.Popen(
                    [sys.executable, "-c", START, str(number), str(configuration), *_options()],
                    pass_fds=[number],
                    stdout=log,
                    stderr=log,
                )

    def stop(self, *, kill: bool = False) -> None:
        """The daemon ends (or dies); its clients see their connection drop."""
        if self._process is not None:
            self._process.kill() if kill else self._process.terminate()
            self._process.wait(10)
            self._process = None


@cache
def _options() -> tuple[str, ...]:
    """Newer ones ask polkit who may use a card, and refuse everyone where there is no polkit."""
    told = subprocess.run(["/usr/sbin/pcscd", "--help"], capture_output=True, text=True, check=False).stdout
    return ("--disable-polkit",) if "--disable-polkit" in told else ()


def _reader_lines(port: int) -> str:
    return f'FRIENDLYNAME "Test reader {port}"\nDEVICENAME /dev/null:{port:#x}\nLIBPATH {VPCD}\nCHANNELID {port:#x}\n\n'


def _free_port() -> int:
    """Two in a row (vpcd has a second slot on the port above), below those that outgoing connections are given."""
    while True:
        port = random.randrange(20_000, 32_000, 2)
        with socket.socket() as first, socket.socket() as second:
            try:
                first.bind(("127.0.0.1", port))
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


class VirtualCard:
    """A card in the field of a virtual reader, from `insert` to `remove`.

    `bytes_before_pull`: the card leaves while it sends, after so many bytes of all its answers (status and length
    of the frames included), as a card does that is pulled away.
    """

    def __init__(self, port: int, atr: bytes, answer: Answer, *, bytes_before_pull: int | None = None) -> None:
        self._port = port
        self._atr = atr
        self._answer = answer
        self._left = bytes_before_pull
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self.commands: list[bytes] = []

    def insert(self) -> None:
        self._socket = _connect(self._port)
        self._thread = threading.Thread(target=self._serve, args=(self._socket,), daemon=True)
        self._thread.start()

    def remove(self) -> None:
        if self._socket is not None:
            self._shut(self._socket)
            self._socket = None

    def _serve(self, line: socket.socket) -> None:
        try:
            while True:
                (length,) = struct.unpack(">H", _exactly(line, 2))
                command = _exactly(line, length)
                if length > 1:
                    self.commands.append(command)
                    answer = self._answer(command)
                    if answer is not None:
                        self._send(line, answer)
                elif command == b"\x04":
                    line.sendall(struct.pack(">H", len(self._atr)) + self._atr)
        except OSError:
            self._shut(line)

    def _send(self, line: socket.socket, answer: bytes) -> None:
        frame = struct.pack(">H", len(answer)) + answer
        if self._left is None:
            line.sendall(frame)
            return
        line.sendall(frame[: self._left])
        self._left -= len(frame)
        if self._left <= 0:
            raise ConnectionAbortedError("pulled")

    @staticmethod
    def _shut(line: socket.socket) -> None:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        line.close()


def _exactly(line: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)  # the kernel forgets it; vpcd waits for each ACK
        more = line.recv(count - len(data))
        if not more:
            raise ConnectionResetError("the reader is gone")
        data += more
    return data


def _connect(port: int) -> socket.socket:
    """The reader listens a moment after pcscd has started."""
    end = time.monotonic() + 5
    while True:
        try:
            line = socket.create_connection(("127.0.0.1", port), timeout=5)
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
            continue
        line.settimeout(None)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line
