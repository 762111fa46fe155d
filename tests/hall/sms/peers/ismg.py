"""A small ISMG: the gateway's side of CMPP. What the hall submits in 2.0 is read by `pycmpp`, in 3.0 by offsets here.

`raw` keeps every frame that came, for tshark.
"""

from __future__ import annotations

import contextlib
import hashlib
import socket
import struct
import threading
from typing import Any

from contract import until
from handset import Handset
from pycmpp.request import SubmitRequestInstance

from bench.free_ports import free_port

SECRET = b"cmpp-secret"


class Ismg:
    def __init__(self, version: str, port: int | None = None) -> None:
        self.version = version
        self._status = ">B" if version == "2.0" else ">I"
        self._width = 21 if version == "2.0" else 32
        self._server = socket.create_server(("127.0.0.1", port or free_port()))
        self.port: int = self._server.getsockname()[1]
        self.phones = Handset()
        self.raw: list[bytes] = []
        self.valid: list[str] = []  # Valid_Time of what was submitted
        self.logins: list[int] = []
        self.heard: list[tuple[int, int]] = []  # command and result of the hall's answers
        self.pings = 0
        self.result = 0
        self.secret = SECRET
        self.hold = False  # keep answers to submits until `release`
        self.mute = False
        self.held: list[bytes] = []
        self.most_held = 0
        self.failed: list[BaseException] = []
        self.ids: list[int] = []  # of what it took
        self._ids = 0x0B15_0000_0000_0001
        self._lines: list[socket.socket] = []
        self._deliveries = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def kill(self) -> None:
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for line in self._lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        assert self.failed == []

    def send(self, frame: bytes) -> None:
        self._lines[-1].sendall(frame)

    def release(self) -> None:
        for frame in self.held:
            self.send(frame)
        self.held = []
        self.hold = False

    def report(self, id_: int, stat: str) -> None:
        """Answered by the hall at return."""
        report = struct.pack(">Q7s10s10s", id_, stat.encode(), b"2611210900", b"2611210901")
        report += b"13900000001".ljust(self._width, b"\0") + struct.pack(">I", 7)
        self.deliver(report, registered=1)

    def deliver(self, content: bytes, registered: int) -> None:
        body = struct.pack(">Q21s10sBBB", 0x77, b"10690001", b"", 0, 0, 8) + b"13900000001".ljust(self._width, b"\0")
        body += b"" if self.version == "2.0" else b"\0"
        body += bytes((registered, len(content))) + content + bytes(8 if self.version == "2.0" else 20)
        before = len(self.heard)
        self._deliveries += 1
        self.send(struct.pack(">III", 12 + len(body), 5, self._deliveries) + body)
        until(lambda: len(self.heard) > before, "the hall's answer to a deliver")

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._server.accept()
                self._lines.append(line)
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        try:
            while True:
                head = line.recv(12, socket.MSG_WAITALL)
                if len(head) < 12:
                    return
                length, command, sequence = struct.unpack(">III", head)
                body = line.recv(length - 12, socket.MSG_WAITALL) if length > 12 else b""
                self.raw.append(head + body)
                self._take(line, command, sequence, head + body, body)
        except OSError:
            return
        except BaseException as error:
            self.failed.append(error)
            raise

    def _take(self, line: socket.socket, command: int, sequence: int, raw: bytes, body: bytes) -> None:
        match command:
            case 1:
                line.sendall(self._frame(1, sequence, self._login(body)))
            case 2:
                line.sendall(self._frame(2, sequence))
            case 4:
                self._submitted(raw, body)
                number = self._ids if self.result == 0 else 0
                self._ids += 1
                self.ids += [number] if number else []
                answer = self._frame(4, sequence, struct.pack(">Q", number) + struct.pack(self._status, self.result))
                if self.hold:
                    self.held.append(answer)
                    self.most_held = max(self.most_held, len(self.held))
                elif not self.mute:
                    line.sendall(answer)
            case 8:
                self.pings += 1
                if not self.mute:
                    line.sendall(self._frame(8, sequence, b"\0"))
            case 0x8000_0005:
                (result,) = struct.unpack(self._status, body[8:])
                self.heard.append((command, result))
            case _:
                self.heard.append((command, 0))

    def _login(self, body: bytes) -> bytes:
        source, proof, version, stamp = struct.unpack(">6s16sBI", body)
        wanted = hashlib.md5(source + bytes(9) + self.secret + f"{stamp:010}".encode()).digest()
        assert version == (0x20 if self.version == "2.0" else 0x30)
        status = struct.pack(self._status, 0 if proof == wanted else 3)
        self.logins.append(status[-1])
        return status + hashlib.md5(status + proof + self.secret).digest() + bytes((version,))

    def _submitted(self, raw: bytes, body: bytes) -> None:
        if self.result:
            return
        part = self._by_pycmpp(raw) if self.version == "2.0" else self._by_offsets(body)
        assert part["coding"] == 8
        assert part["registered"] == 1
        assert part["total"] >= part["number"] >= 1
        assert bool(part["header"]) == (part["total"] > 1)
        self.valid.append(part["valid"])
        self.phones.take(part["phone"], part["header"], part["payload"])

    def _by_pycmpp(self, raw: bytes) -> dict[str, Any]:
        said = SubmitRequestInstance().resolve(raw)
        return {
            "phone": said["dest_terminal_id"].rstrip("\0"),
            "header": (said["msg_head"] or "").encode("latin-1"),
            "payload": said["msg_content"].encode("utf-16-be"),
            "coding": said["msg_fmt"],
            "valid": said["valid_time"].rstrip("\0"),
            "registered": said["register_delivery"],
            "total": said["pk_total"],
            "number": said["pk_number"],
        }

    def _by_offsets(self, body: bytes) -> dict[str, Any]:
        length = body[162]
        content = body[163 : 163 + length]
        assert len(body) == 163 + length + 20
        head = 6 if body[57] else 0
        return {
            "phone": body[129:161].rstrip(b"\0").decode(),
            "header": content[:head],
            "payload": content[head:],
            "coding": body[58],
            "valid": body[73:90].rstrip(b"\0").decode(),
            "registered": body[10],
            "total": body[8],
            "number": body[9],
        }

    def _frame(self, command: int, sequence: int, body: bytes = b"") -> bytes:
        return struct.pack(">III", 12 + len(body), 0x8000_0000 | command, sequence) + body
