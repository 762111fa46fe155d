"""Every SMS back end with a way to move its surroundings: the same contract is held against all of them."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlparse

from secret_files import secret_file

from bench.free_ports import free_port
from hall.sms.operators.file import FileGateway
from hall.sms.operators.http_plain import HttpGateway, HttpSettings
from hall.sms.port import Accepted, MessageRejected, NotSent, Outcome, Receipt, SmsGateway, SmsMessage, Unknown
from hall.sms.rate_limit import RateLimit

TOKEN = "secret-token"


class Rig(Protocol):
    """`arrived` are the texts on the phones, in order, once there are `most` or nothing more comes.

    `cut` and `mend` the way to them; mending moves the clock past whatever the back end waits for. `reopen`: a new
    process of the hall.
    """

    gateway: SmsGateway

    def arrived(self, most: int = 1) -> list[tuple[str, str]]: ...
    def cut(self) -> None: ...
    def mend(self) -> None: ...
    def wait(self, seconds: float) -> None:
        """Move the clock of the back end, if it has one."""

    def reopen(self) -> None: ...
    def close(self) -> None: ...


class Silent(Rig, Protocol):
    """An operator that may be there and say nothing."""

    def silence(self, on: bool) -> None: ...


class Guarded(Rig, Protocol):
    """A back end whose operator knows its customers and has limits."""

    def throttle(self, on: bool) -> None: ...
    def refuse(self) -> None:
        """From now on, the credentials that the hall has are wrong."""


class Reporting(Rig, Protocol):
    """An operator that reports when the test wants it. A message of several parts is reported part by part."""

    def report(self, reference: str, delivered: bool) -> None:
        """About every part of the message, or the one that `reference` names alone. It has been heard at return."""


class MemoryGateway:
    """The back end of tests. `silent`: it sends, and its answer is lost."""

    def __init__(self) -> None:
        self.sent: list[SmsMessage] = []
        self.cut = False
        self.silent = False
        self.reports = True
        self.refusing = ""  # why it takes nothing
        self.failing = ""  # what is reported of the next
        self._receipts: list[Receipt] = []

    def send(self, message: SmsMessage) -> Outcome:
        if self.cut:
            return NotSent("cut")
        if self.refusing:
            return MessageRejected(self.refusing)
        if message.key not in {one.key for one in self.sent}:
            self.sent.append(message)
            if self.reports:
                self._receipts.append(Receipt(message.key, delivered=not self.failing, reason=self.failing))
        return Unknown("no answer") if self.silent else Accepted(message.key)

    def outcome(self, key: str) -> Outcome:
        if self.cut or self.silent:
            return Unknown("cut")
        return Accepted(key) if key in {one.key for one in self.sent} else NotSent("never seen")

    def receipts(self) -> list[Receipt]:
        if self.cut:
            return []
        receipts, self._receipts = self._receipts, []
        return receipts

    def unmatched(self) -> int:
        return 0

    def close(self) -> None:
        return


class MemoryRig:
    def __init__(self, _folder: Path, _peers: object = None) -> None:
        self.gateway = MemoryGateway()

    def arrived(self, most: int = 1) -> list[tuple[str, str]]:
        return [(message.phone, message.text) for message in self.gateway.sent]

    def cut(self) -> None:
        self.gateway.cut = True

    def mend(self) -> None:
        self.gateway.cut = False

    def wait(self, seconds: float) -> None:
        return

    def reopen(self) -> None:
        return

    def close(self) -> None:
        return


class FileRig:
    def __init__(self, folder: Path, _peers: object = None) -> None:
        self._folder = folder / "desk"
        self.gateway = FileGateway(self._folder)

    def arrived(self, most: int = 1) -> list[tuple[str, str]]:
        path = self._folder / "phones.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        return [(line["phone"], line["text"]) for line in map(json.loads, lines)]

    def cut(self) -> None:
        path = self._folder / "phones.jsonl"
        if path.is_file():
            path.rename(path.with_suffix(".away"))
        path.mkdir()

    def mend(self) -> None:
        path = self._folder / "phones.jsonl"
        path.rmdir()
        if path.with_suffix(".away").exists():
            path.with_suffix(".away").rename(path)

    def wait(self, seconds: float) -> None:
        return

    def reopen(self) -> None:
        self.gateway = FileGateway(self._folder)

    def close(self) -> None:
        return


class Operator(ThreadingHTTPServer):
    """A small SMS gateway over HTTP."""

    daemon_threads = True

    def __init__(self, port: int | None = None) -> None:
        super().__init__(("127.0.0.1", port or free_port()), _Handler)
        self.messages: dict[str, dict[str, Any]] = {}
        self.headers: list[dict[str, str]] = []
        self.status = 202
        self.withhold = False  # its receipts
        self.told: list[dict[str, str]] | None = None  # its receipts, instead of one of success for each message
        self.hang_up = False  # take the message and break the connection
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Operator

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.headers.append(dict(self.headers))
        if self.server.status != 202:
            self._say(self.server.status, {})
            return
        self.server.messages.setdefault(body["id"], body)
        if self.server.hang_up:
            self.close_connection = True
            return
        self._say(202, {"id": f"ref-{body['id']}"})

    def do_GET(self) -> None:
        asked = urlparse(self.path)
        if asked.path == "/receipts":
            after = int(parse_qs(asked.query).get("after", [""])[0] or 0)
            receipts = self.server.told
            if receipts is None:
                receipts = [{"id": f"ref-{key}", "state": "delivered"} for key in self.server.messages]
            new = [] if self.server.withhold else receipts[after:]
            self._say(200, {"receipts": new, "cursor": str(after + len(new))})
            return
        key = unquote(asked.path.removeprefix("/status/"))
        known = key in self.server.messages
        self._say(200 if known else 404, {"id": f"ref-{key}", "state": "accepted"} if known else {})

    def _say(self, status: int, body: dict[str, Any]) -> None:
        payload = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        return


class HttpRig:
    def __init__(self, folder: Path, _peers: object = None, rate: RateLimit | None = None) -> None:
        self._rate = rate
        self.folder = folder
        self.operator = Operator()
        self._port = self.operator.server_address[1]
        secret_file(folder / "token", TOKEN)
        self.gateway = HttpGateway(self.settings(), TOKEN, self._rate)

    def settings(self, **changes: Any) -> HttpSettings:
        url = f"http://127.0.0.1:{self._port}"
        given: dict[str, Any] = {
            "url": f"{url}/send",
            "status_url": f"{url}/status",
            "receipts_url": f"{url}/receipts",
            "token_file": str(self.folder / "token"),
            "timeout_seconds": 1.0,
        }
        return HttpSettings(**(given | changes))

    def arrived(self, most: int = 1) -> list[tuple[str, str]]:
        return [(message["to"], message["text"]) for message in self.operator.messages.values()]

    def cut(self) -> None:
        self.operator.stop()

    def mend(self) -> None:
        before = self.operator
        self.operator = Operator(self._port)
        self.operator.messages = before.messages

    def throttle(self, on: bool) -> None:
        self.operator.status = 429 if on else 202

    def refuse(self) -> None:
        self.operator.status = 401

    def silence(self, on: bool) -> None:
        self.operator.hang_up = on

    def wait(self, seconds: float) -> None:
        return

    def reopen(self) -> None:
        self.gateway.close()
        self.gateway = HttpGateway(self.settings(), TOKEN, self._rate)

    def close(self) -> None:
        self.gateway.close()
        self.operator.stop()


class ReportingHttpRig(HttpRig):
    """Its gateway reports when the test wants it."""

    def __init__(self, folder: Path, _peers: object = None) -> None:
        super().__init__(folder)
        self.operator.told = []

    def report(self, reference: str, delivered: bool) -> None:
        assert self.operator.told is not None
        self.operator.told.append(
            {"id": reference, "state": "delivered" if delivered else "failed", "reason": "no way"}
        )
