"""A ticket printer on the other end of a real line (a pty, or TCP). It obeys, or it does not: that is up to the test.

It keeps two books, as a real one does: real-time commands are answered when they arrive, everything else waits in a
buffer until paper and cover allow it to be printed.
"""

from __future__ import annotations

import contextlib
import os
import pty
import select
import socket
import threading
import time
import tty
from collections.abc import Callable
from pathlib import Path

from escpos_paper import Paper

from bench.free_ports import free_port
from domain.statuses import PrinterStatus

WELL = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
ANSWERS: dict[PrinterStatus, dict[int, int]] = {
    PrinterStatus.READY: WELL,
    PrinterStatus.NEAR_END: {**WELL, 4: 0x1E},
    PrinterStatus.PAPER_OUT: {**WELL, 1: 0x1A, 2: 0x32, 4: 0x7E},
    PrinterStatus.COVER_OPEN: {**WELL, 1: 0x1A, 2: 0x16, 4: 0x72},
    PrinterStatus.CUTTER: {**WELL, 1: 0x1A, 2: 0x52, 3: 0x1A},
}
RECOVER = b"\x10\x05\x02"
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
CUT = b"\x1d\x56"
REAL_TIME = (b"\x10\x04", RECOVER, CLEAR)
PAPER, DRAWER, MODEL, KIND = b"\x1d\x72\x01", b"\x1d\x72\x02", b"\x1d\x49\x01", b"\x1d\x49\x02"  # GS r, GS I
KNOWN = {PAPER: b"\x00", DRAWER: b"\x00", MODEL: b"\x20", KIND: b"\x02"}


class EscposPeer:
    """The printer without its line. `arrives` is called with bytes as they come in; `reply` sends some back."""

    def __init__(self, reply: Callable[[bytes], None], dots: int = 576) -> None:
        self.paper = Paper(dots)
        self.status = PrinterStatus.READY
        self.silent = False
        self.garbage = b""  # said instead of every answer
        self.chatter = b""  # said before every answer
        self.knows = dict(KNOWN)  # what it answers in its turn
        self.stuck = False  # takes everything, does nothing of it, and knows of no trouble
        self.reboots_saying: bytes | None = None  # said at the next cut that comes: it is not made, all is forgotten
        self.ends_after: int | None = None  # paper ends after so many bytes more
        self.received = 0
        self.last_byte_at = 0.0
        self._reply = reply
        self._buffer = b""
        self._real_time = b""
        self._lock = threading.RLock()

    def become(self, status: PrinterStatus) -> None:
        with self._lock:
            self.status = status
            self._print()

    def arrives(self, data: bytes) -> None:
        with self._lock:
            self.received += len(data)
            self.last_byte_at = time.monotonic()
            for byte in data:
                self._byte(byte)
            self._print()

    def _byte(self, byte: int) -> None:
        """Take real-time commands out of the stream, byte for byte."""
        self._real_time += bytes((byte,))
        if len(self._real_time) < 3 and any(command.startswith(self._real_time) for command in REAL_TIME):
            return
        if len(self._real_time) < len(CLEAR) and CLEAR.startswith(self._real_time):
            return
        if len(self._real_time) == 3 and self._real_time[:2] == b"\x10\x04" and byte in WELL:
            self._say(bytes((ANSWERS[self.status][byte],)))
        elif self._real_time in (RECOVER, CLEAR):
            self._buffer = b""
        else:
            self._buffer += self._real_time
        self._real_time = b""

    def _print(self) -> None:
        if self.reboots_saying is not None and CUT in self._buffer:
            noise, self.reboots_saying, self._buffer = self.reboots_saying, None, b""
            self._reply(noise)
        while not self.stuck and self.status.can_print and self._buffer:
            if self.ends_after is not None and self.ends_after <= 0:
                self.ends_after = None
                self.status = PrinterStatus.PAPER_OUT
                return
            question = self._buffer[:3]
            if question in KNOWN:
                self._buffer = self._buffer[3:]
                if question in self.knows:
                    near_end = question == PAPER and self.status is PrinterStatus.NEAR_END
                    self._say(b"\x03" if near_end else self.knows[question])
                continue
            if any(known.startswith(question) for known in KNOWN):
                return
            end = min((at for at in map(self._buffer.find, KNOWN) if at >= 0), default=-1)
            whole = self._buffer if end < 0 else self._buffer[:end]
            part = whole if self.ends_after is None else whole[: self.ends_after]
            done = self.paper.feed(part)
            if self.ends_after is not None:
                self.ends_after -= len(part)
                self._buffer = self._buffer[done:]
                continue
            if done == 0:
                return
            self._buffer = self._buffer[done:]

    def _say(self, answer: bytes) -> None:
        if not self.silent:
            self._reply(self.garbage or self.chatter + answer)


class TcpPrinter:
    """On a port of 127.0.0.1 that stays the same while it is plugged and unplugged."""

    def __init__(self, *, dots: int = 576) -> None:
        self.peer = EscposPeer(self._send, dots)
        self._client: socket.socket | None = None
        self._deaf: socket.socket | None = None
        self._listening: socket.socket | None = None
        self.port = free_port()
        self.plug()

    def plug(self) -> None:
        if self._listening is None:
            self._listening = socket.create_server(("127.0.0.1", self.port))
            threading.Thread(target=self._serve, args=(self._listening,), daemon=True).start()

    def unplug(self) -> None:
        for line in (self._client, self._listening):
            if line is not None:
                with contextlib.suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)
                line.close()
        self._client = self._listening = None

    def forget_the_line(self) -> None:
        """Switched off and on: the line that was open is dead, and nobody told the other end."""
        self._deaf = self._client

    def _serve(self, listening: socket.socket) -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            self._client = client
            threading.Thread(target=self._listen, args=(client,), daemon=True).start()

    def _listen(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := client.recv(4096):
                if client is self._client and client is not self._deaf:  # what a pulled cable still held is lost
                    self.peer.arrives(data)

    def _send(self, answer: bytes) -> None:
        if self._client is not None:
            with contextlib.suppress(OSError):
                self._client.sendall(answer)


class PtyPrinter:
    """On a serial line, at a path that stays the same as udev's do. `baud` slows the bytes down as a wire would."""

    def __init__(self, folder: Path, *, dots: int = 576, baud: int | None = None) -> None:
        self.path = folder / "printer"
        self.peer = EscposPeer(self._send, dots)
        self.reading = threading.Event()  # cleared: the printer takes nothing, as with a full buffer
        self.reading.set()
        self._baud = baud
        self._lock = threading.RLock()
        self._ends: tuple[int, int] | None = None
        self._stopping = threading.Event()
        self.plug()

    def plug(self) -> None:
        with self._lock:
            self._plug()

    def unplug(self) -> None:
        with self._lock:
            self._unplug()

    def _plug(self) -> None:
        if self._ends is None:
            self._ends = pty.openpty()
            tty.setraw(self._ends[1])
            self.path.symlink_to(os.ttyname(self._ends[1]))
            self._stopping = threading.Event()
            self._thread = threading.Thread(target=self._listen, args=(self._ends[0], self._stopping), daemon=True)
            self._thread.start()

    def _unplug(self) -> None:
        if self._ends is not None:
            self._stopping.set()
            if threading.current_thread() is not self._thread:
                self._thread.join()
            for end in self._ends:
                os.close(end)
            self._ends = None
            self.path.unlink()

    def _listen(self, master: int, stopping: threading.Event) -> None:
        while not stopping.is_set():
            ready, _, _ = select.select([master], [], [], 0.01)
            if not ready or not self.reading.is_set():
                stopping.wait(0.01) if ready else None
                continue
            data = os.read(master, 64 if self._baud else 4096)
            if self._baud:
                time.sleep(len(data) * 10 / self._baud)
            self.peer.arrives(data)

    def _send(self, answer: bytes) -> None:
        if self._ends is not None:
            os.write(self._ends[0], answer)
