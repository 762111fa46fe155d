"""Another system's HTTP interface, as a server in this process: it answers right, wrongly, slowly or not at all."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

Behave = Callable[[BaseHTTPRequestHandler], None]


class Office(ThreadingHTTPServer):
    """`rows` and `told` are what it knows, under its own names. `behave`: what it does instead of answering."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.rows: list[dict[str, Any]] = []
        self.told: list[dict[str, Any]] = []
        self.behave: Behave | None = None
        self.asked: list[str] = []
        self.tokens: list[str] = []
        self.let_go = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever gave up waiting is no error."""


class _Handler(BaseHTTPRequestHandler):
    server: Office
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.tokens.append(self.headers.get("Authorization", ""))
        if self.server.behave is not None:
            self.server.behave(self)
            return
        split = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(split.query).items()}
        if split.path.startswith("/cases/"):
            meant = unquote(split.path.removeprefix("/cases/"))
            found = [row for row in self.server.rows if row["no"].casefold() == meant.casefold()]
            self.answer(200 if found else 404, {"data": {"case": found[0]}} if found else {})
        elif split.path == "/people":
            found = [row for row in self.server.rows if row.get("person") == query["person"]]
            self.answer(200, {"data": {"case": found}})
        else:
            since = int(query.get("since") or -1)
            told = [row for row in self.server.told if row["change"] > since] if since >= 0 else self.server.told
            self.answer(200, {"list": told})

    def answer(self, status: int, said: object) -> None:
        self.send(status, json.dumps(said, ensure_ascii=False).encode())

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextlib.contextmanager
def office() -> Iterator[Office]:
    server = Office()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.let_go.set()
        server.shutdown()
        server.server_close()
