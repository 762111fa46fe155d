"""The bytes between the hall and an operator's gateway: a TCP socket, or TLS on one, and the frames in its stream.

One thread reads, any may write. The frames of SMPP and CMPP begin with a header of 32-bit numbers, the first of which
is the length of the whole frame.
"""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import struct
import threading
import time
from dataclasses import dataclass
from pathlib import Path

_MOST = 65536
LONGEST_FRAME = 64 * 1024
ANSWER = 0x8000_0000  # set in the command of an answer, in SMPP and CMPP alike


class BadFrameError(ValueError):
    """These bytes are no frame of the protocol, or not one with that content."""


@dataclass(frozen=True, slots=True)
class Frame:
    """`raw` is the whole frame, its header with it."""

    command: int
    sequence: int
    body: bytes
    raw: bytes


@dataclass(frozen=True, slots=True)
class Framing:
    """`fields` names the numbers of the header in their order, among them length, command and sequence."""

    fields: tuple[str, ...]

    @property
    def header(self) -> int:
        return 4 * len(self.fields)

    def take(self, buffer: bytearray) -> Frame | None:
        """Cut the first frame off the buffer, if it is whole. Raises `BadFrameError` where no frame can begin."""
        if len(buffer) < self.header:
            return None
        numbers = dict(zip(self.fields, struct.unpack_from(f">{len(self.fields)}I", buffer), strict=True))
        length = numbers["length"]
        if not self.header <= length <= LONGEST_FRAME:
            raise BadFrameError(f"a frame of {length} bytes")
        if len(buffer) < length:
            return None
        raw = bytes(buffer[:length])
        del buffer[:length]
        return Frame(numbers["command"], numbers["sequence"], raw[self.header :], raw)


class SmscSocket:
    """Plain TCP."""

    def __init__(self, raw: socket.socket) -> None:
        self._raw = raw
        self._writing = threading.Lock()

    def readable(self, patience_s: float) -> bool:
        return bool(select.select([self._raw], [], [], patience_s)[0])

    def hung_up(self) -> bool:
        """Also when the reader has not come to it yet."""
        try:
            return self.readable(0) and self._raw.recv(1, socket.MSG_PEEK) == b""
        except (OSError, ValueError):
            return True

    def receive(self) -> bytes | None:
        """The bytes that came, empty if TLS needs more; None: the other side hung up. Raises OSError, ValueError."""
        return self._raw.recv(_MOST) or None

    def send(self, data: bytes) -> None:
        with self._writing:
            self._raw.sendall(data)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._raw.shutdown(socket.SHUT_RDWR)
        self._raw.close()


class TlsSmscSocket(SmscSocket):
    """TLS over buffers of our own: OpenSSL does not let one thread read from a connection while another writes."""

    def __init__(self, raw: socket.socket, context: ssl.SSLContext, name: str, patience_s: float) -> None:
        """Shakes hands. Raises OSError, which `ssl.SSLError` is."""
        super().__init__(raw)
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out, server_hostname=name)
        deadline = time.monotonic() + patience_s
        while not self._shaken():
            if time.monotonic() > deadline:
                raise TimeoutError("no end of the TLS handshake")
            self._feed(raw.recv(_MOST))

    def receive(self) -> bytes | None:
        data = self._raw.recv(_MOST)
        plain = bytearray()
        with self._writing:
            self._feed(data)
            try:
                while piece := self._tls.read(_MOST):
                    plain += piece
            except ssl.SSLWantReadError:
                self._flush()
                return bytes(plain)
        return bytes(plain) or None

    def send(self, data: bytes) -> None:
        with self._writing:
            self._tls.write(data)
            self._flush()

    def _shaken(self) -> bool:
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return False
        finally:
            self._flush()  # also the alert that says why we do not trust them
        return True

    def _feed(self, data: bytes) -> None:
        if data:
            self._in.write(data)
        else:
            self._in.write_eof()

    def _flush(self) -> None:
        if data := self._out.read():
            self._raw.sendall(data)


@dataclass(frozen=True, slots=True)
class Tls:
    """`name` stands in the gateway's certificate."""

    context: ssl.SSLContext
    name: str


def trusting(ca_file: str | None) -> ssl.SSLContext:
    """Verifies certificate and name, always: by this authority, or by the machine's. Raises OSError with the reason."""
    if ca_file is not None and not Path(ca_file).is_file():
        raise FileNotFoundError(f"{ca_file} is no file")
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
