"""Where sets come from: a port with two requests, and its HTTP implementation. The server need not be trusted."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

PIECE = 1 << 16
_BUFFER = 1 << 17
"""Bytes of the receive buffer. It is small so that the pace holds: a large one would take megabytes at once."""
_RANGE = re.compile(r"bytes (\d+)-\d+/(?:\d+|\*)")


class SourceAwayError(OSError):
    """The source cannot be reached, broke off, or does not have the file (yet). What came so far is kept."""


@dataclass(frozen=True, slots=True)
class ObjectStream:
    """A file from byte `start` on, in pieces. Iterating raises `SourceAwayError`, or ends too early."""

    start: int
    pieces: Iterator[bytes]


class ContentSource(Protocol):
    def small(self, path: str, most: int) -> bytes:
        """A whole file of at most so many bytes. Raises `SourceAwayError`."""
        ...

    def object(self, sha256: str, start: int) -> ObjectStream:
        """A file from `start` on, or from 0 if the source cannot begin there. Raises `SourceAwayError`."""
        ...


class HttpSource:
    """`address`: `http://host:port/path` or https. One connection, kept open. `timeout_s` is for each wait."""

    def __init__(self, address: str, *, timeout_s: float = 10.0, tls: ssl.SSLContext | None = None) -> None:
        """Raises `ValueError` if `address` is not such an address."""
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ValueError(f"{address!r} is no address like http://hall:8090")
        port = parts.port  # raises for what is no number
        self._base = parts.path.rstrip("/")
        self._link: http.client.HTTPConnection
        if parts.scheme == "https":
            self._link = http.client.HTTPSConnection(
                parts.hostname, port, timeout=timeout_s, context=tls or ssl.create_default_context()
            )
        else:
            self._link = http.client.HTTPConnection(parts.hostname, port, timeout=timeout_s)

    def close(self) -> None:
        self._link.close()

    def small(self, path: str, most: int) -> bytes:
        answer = self._ask(path, {})
        if answer.status != 200:
            raise self._away(answer.status)
        content = self._read(answer, most + 1)
        if len(content) > most:
            self.close()
            raise SourceAwayError(f"{path} is larger than {most} bytes")
        return content

    def object(self, sha256: str, start: int) -> ObjectStream:
        path = f"objects/{sha256}"
        answer = self._ask(path, {"Range": f"bytes={start}-"} if start else {})
        if answer.status == 416:  # the server has less than we do: begin again
            self.close()
            answer = self._ask(path, {})
        if answer.status == 200:
            return ObjectStream(0, self._pieces(answer))
        found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        if answer.status != 206 or found is None or int(found[1]) != start:
            raise self._away(answer.status)
        return ObjectStream(start, self._pieces(answer))

    def _ask(self, path: str, headers: dict[str, str]) -> http.client.HTTPResponse:
        for last in (False, True):  # a kept connection may have ended meanwhile
            try:
                if self._link.sock is None:
                    self._link.connect()
                    assert self._link.sock is not None
                    self._link.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
                self._link.request("GET", f"{self._base}/{path}", headers=headers)
                return self._link.getresponse()
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if last:
                    raise SourceAwayError(_said(error)) from None
        raise AssertionError

    def _read(self, answer: http.client.HTTPResponse, most: int) -> bytes:
        try:
            return answer.read(most)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise SourceAwayError(_said(error)) from None

    def _pieces(self, answer: http.client.HTTPResponse) -> Iterator[bytes]:
        """The answer in pieces. Read to its end, the connection can be used again; otherwise it is closed."""
        whole = False
        try:
            while piece := self._read(answer, PIECE):
                yield piece
            whole = True
        finally:
            if not whole or not answer.isclosed():
                self.close()

    def _away(self, status: int) -> SourceAwayError:
        self.close()
        return SourceAwayError(f"answered with status {status}")


def _said(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error)) or type(error).__name__
