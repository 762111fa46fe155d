"""A SAM module on the other end of a pty, with a card that can be laid on, taken away and disturbed."""

from __future__ import annotations

import os
import pty
import select
import termios
import threading
import tty
from functools import reduce
from operator import xor
from pathlib import Path

PREAMBLE = bytes.fromhex("AAAAAA9669")
FOUND = bytes.fromhex("AAAAAA9669 0008 00009F 00000000 97")
SELECTED = bytes.fromhex("AAAAAA9669 000C 000090 0000000000000000 9C")
TERMIOS_RATES = {115200: termios.B115200, 57600: termios.B57600, 9600: termios.B9600}


def reply(status: int, data: bytes = b"") -> bytes:
    body = (len(data) + 4).to_bytes(2, "big") + bytes((0, 0, status)) + data
    return PREAMBLE + body + bytes((reduce(xor, body),))


class SamPeer:
    """`text`: the card that lies there. The switches below make the module or the line misbehave."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "sam"
        self.text: bytes | None = None
        self.address = b""
        self.knows_newest_address = True
        self.silent = False
        self.rate = 0  # answers at this one alone; 0: at any
        self.noise = b""  # before every reply
        self.piece = 4096  # bytes written at a time
        self.damaged = 0  # so many replies to come have a wrong checksum
        self.statuses: dict[bytes, int] = {}  # answers to orders instead of the right ones
        self.pull_at: int | None = None  # the card leaves when so many bytes of its text have been sent
        self.orders: list[bytes] = []
        self.held = threading.Event()  # an answer stands still where `hold` wants it, until the cable is pulled
        self._hold: tuple[bytes, int] | None = None
        self._ends: tuple[int, int] | None = None
        self._lock = threading.RLock()
        self.plug()

    def plug(self) -> None:
        with self._lock:
            if self._ends is None:
                self._ends = pty.openpty()
                tty.setraw(self._ends[1])
                self.path.symlink_to(os.ttyname(self._ends[1]))
                self._stopping = threading.Event()
                self._thread = threading.Thread(target=self._serve, args=(self._ends[0], self._stopping), daemon=True)
                self._thread.start()

    def unplug(self) -> None:
        with self._lock:
            if self._ends is not None:
                self._stopping.set()
                self._thread.join()
                for end in self._ends:
                    os.close(end)
                self._ends = None
                self.path.unlink()

    def hold(self, order: bytes, count: int) -> None:
        """The next answer to `order` stands still after `count` bytes."""
        self.held.clear()
        self._hold = (order, count)

    def _serve(self, master: int, stopping: threading.Event) -> None:
        seen = b""
        while not stopping.is_set():
            if not select.select([master], [], [], 0.01)[0]:
                continue
            seen += os.read(master, 4096)
            while len(seen) >= 7 and len(seen) >= 7 + int.from_bytes(seen[5:7], "big"):
                end = 7 + int.from_bytes(seen[5:7], "big")
                order, seen = seen[7 : end - 1], seen[end:]
                self.orders.append(order)
                if self.silent or not self._at_rate(master):
                    continue
                answer = self._answer(order)
                if self._hold is not None and self._hold[0] == order:
                    os.write(master, answer[: self._hold[1]])
                    self._hold = None
                    self.held.set()
                    stopping.wait()
                    return
                self._send(master, answer)

    def _at_rate(self, master: int) -> bool:
        return not self.rate or termios.tcgetattr(master)[5] == TERMIOS_RATES[self.rate]

    def _answer(self, order: bytes) -> bytes:
        if order in self.statuses:
            return reply(self.statuses[order])
        there = self.text is not None
        match order:
            case b"\x11\xff":
                return reply(0x90)
            case b"\x12\xff":
                return reply(0x90, bytes.fromhex("05000300 6DF03401 15CD5B07 0D4A3B2C"))
            case b"\x20\x01":
                return FOUND if there else reply(0x80)
            case b"\x20\x02":
                return SELECTED if there else reply(0x81)
            case b"\x30\x01":
                if not there:
                    return reply(0x41)
                return reply(0x90, bytes.fromhex("01000400") + (self.text or b"") + bytes(1024))
            case b"\x30\x03":
                if not self.knows_newest_address:
                    return reply(0x21)
                return reply(0x90 if self.address else 0x91, self.address) if there else reply(0x41)
        return reply(0x21)

    def _send(self, master: int, frame: bytes) -> None:
        if self.damaged > 0:
            self.damaged -= 1
            frame = frame[:-1] + bytes((frame[-1] ^ 0x5A,))
        if self.pull_at is not None and len(frame) > 1000:
            frame = frame[: self.pull_at]
            self.text = self.pull_at = None
        for data in (self.noise, frame):
            for at in range(0, len(data), self.piece):
                os.write(master, data[at : at + self.piece])
