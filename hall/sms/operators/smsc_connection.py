"""One connection to an operator's gateway, from its login to its end: requests in a window, reports, signs of life.

A thread of its own reads. It gives answers to the callers that wait for them and the gateway's requests to the dialect,
whose answers it sends. So the gateway's signs of life are answered however busy the sender is. A connection that has
ended is never used again.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from hall.sms.operators.smsc_socket import ANSWER, BadFrameError, Frame, Framing, SmscSocket, Tls, TlsSmscSocket

MISSED = 3
LAST_SEQUENCE = 0x7FFF_FFFF

Request = Callable[[int], bytes]
"""A whole frame, given its sequence number."""


@dataclass(frozen=True, slots=True)
class ConnectionTiming:
    connect_s: float = 5.0
    answer_s: float = 5.0
    quiet_s: float = 30.0  # of silence: then a sign of life is requested; after three times as much the end
    window: int = 10


@dataclass(frozen=True, slots=True)
class LostAnswer:
    """No answer. `written`: the gateway may have got it."""

    reason: str
    written: bool


class SmscAway(Exception):  # noqa: N818 - a state of the world, not a bug
    """No connection can be had now. The text says why."""


class LoginRefused(SmscAway):
    """The gateway refused the login or its certificate is not trusted: a person has to look at the settings."""


class SmscDialect(Protocol):
    """The frames of one protocol: those that the hall sends, and the meaning of those that it gets."""

    framing: Framing

    def hello(self, sequence: int) -> bytes: ...
    def welcome(self, answer: Frame) -> str | None:
        """None, or why the login was refused. Raises `BadFrameError`."""
        ...

    def ping(self, sequence: int) -> bytes: ...
    def bye(self, sequence: int) -> bytes: ...
    def respond(self, frame: Frame) -> tuple[bytes | None, bool]:
        """To a request of the gateway, whose report has been kept: the answer, and whether that was its farewell."""
        ...


@dataclass(slots=True)
class _Slot:
    done: threading.Event = field(default_factory=threading.Event)
    answer: Frame | LostAnswer = LostAnswer("no answer", written=True)


class SmscConnection:
    """Made by `connect`, logged in. `ask` is for one thread."""

    def __init__(self, smsc: SmscSocket, dialect: SmscDialect, timing: ConnectionTiming) -> None:
        self._socket = smsc
        self._dialect = dialect
        self._timing = timing
        self._slots: dict[int, _Slot] = {}
        self._lock = threading.Lock()  # the slots and the sequence
        self._sequence = 0
        self._ended = ""
        self._reader = threading.Thread(target=self._read, name="sms-reader", daemon=True)
        self._reader.start()

    @property
    def alive(self) -> bool:
        """False also when the gateway has hung up and the reader has not come to it yet."""
        return not self._ended and not self._socket.hung_up()

    def ask(self, requests: Sequence[Request]) -> list[Frame | LostAnswer]:
        """Each request's answer, at most `window` on their way at once."""
        answers: list[Frame | LostAnswer] = []
        for first in range(0, len(requests), self._timing.window):
            slots = [self._send(request) for request in requests[first : first + self._timing.window]]
            deadline = time.monotonic() + self._timing.answer_s
            for sequence, slot in slots:
                slot.done.wait(max(0.0, deadline - time.monotonic()))
                with self._lock:
                    self._slots.pop(sequence, None)
                answers.append(slot.answer)
        return answers

    def close(self) -> None:
        """Log out, and wait at most a second for the answer."""
        if not self._ended:
            _, slot = self._send(self._dialect.bye)
            slot.done.wait(min(1.0, self._timing.answer_s))
        self._end("closed")
        if self._reader is not threading.current_thread():
            self._reader.join(1.0)

    def _send(self, request: Request) -> tuple[int, _Slot]:
        slot = _Slot()
        with self._lock:
            self._sequence = self._sequence % LAST_SEQUENCE + 1
            sequence = self._sequence
            if self._ended:
                slot.answer = LostAnswer(self._ended, written=False)
                slot.done.set()
                return sequence, slot
            self._slots[sequence] = slot
        try:
            self._socket.send(request(sequence))
        except OSError as error:
            self._end(error.strerror or type(error).__name__)
        return sequence, slot

    def _read(self) -> None:
        buffer = bytearray()
        heard = time.monotonic()
        try:
            while not self._ended:
                if not self._socket.readable(self._timing.quiet_s):
                    if time.monotonic() - heard > MISSED * self._timing.quiet_s:
                        self._end("the gateway is silent")
                        return
                    self._send(self._dialect.ping)
                    continue
                data = self._socket.receive()
                if data is None:
                    self._end("the gateway hung up")
                    return
                heard = time.monotonic()
                buffer += data
                while (frame := self._dialect.framing.take(buffer)) is not None:
                    self._take(frame)
        except (OSError, ValueError) as error:  # ValueError: a frame that is none, or a socket closed by `close`
            self._end(type(error).__name__)

    def _take(self, frame: Frame) -> None:
        if frame.command & ANSWER:
            with self._lock:
                slot = self._slots.pop(frame.sequence, None)
            if slot is not None:
                slot.answer = frame
                slot.done.set()
            return
        answer, farewell = self._dialect.respond(frame)
        if answer is not None:
            self._socket.send(answer)
        if farewell:
            self._end("the gateway said goodbye")

    def _end(self, reason: str) -> None:
        with self._lock:
            if self._ended:
                return
            self._ended = reason
            slots, self._slots = list(self._slots.values()), {}
        for slot in slots:
            slot.answer = LostAnswer(reason, written=True)
            slot.done.set()
        self._socket.close()


def connect(
    host: str, port: int, dialect: SmscDialect, timing: ConnectionTiming, tls: Tls | None = None
) -> SmscConnection:
    """A connection that is logged in. Raises `SmscAway` or `LoginRefused`."""
    made = SmscConnection(_socket(host, port, timing, tls), dialect, timing)
    (answer,) = made.ask([dialect.hello])
    try:
        reason = "no answer to the login" if isinstance(answer, LostAnswer) else dialect.welcome(answer)
    except BadFrameError:
        reason = "an unreadable answer to the login"
        answer = LostAnswer(reason, written=True)
    if reason is None:
        return made
    made.close()
    raise SmscAway(reason) if isinstance(answer, LostAnswer) else LoginRefused(reason)


def _socket(host: str, port: int, timing: ConnectionTiming, tls: Tls | None) -> SmscSocket:
    try:
        raw = socket.create_connection((host, port), timing.connect_s)
    except OSError as error:
        raise SmscAway(error.strerror or type(error).__name__) from None
    try:
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        raw.settimeout(timing.answer_s)
        return SmscSocket(raw) if tls is None else TlsSmscSocket(raw, tls.context, tls.name, timing.connect_s)
    except ssl.SSLCertVerificationError as error:
        raw.close()
        raise LoginRefused(f"its certificate is not trusted: {error.verify_message}") from None
    except OSError as error:
        raw.close()
        raise SmscAway(error.strerror or type(error).__name__) from None
