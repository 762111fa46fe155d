"""An HTTP interface on a bad day: slow, silent, gone, and lying."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from http_office import Office, office

from domain.progress.settings import HttpInterface, SourceFields, SourceStages
from hall.progress.http_source import HttpCases
from hall.progress.port import SourceAway
from hall.progress.rows import RowReader

READER = RowReader(SourceFields(receipt="no"), SourceStages())


@pytest.fixture
def server() -> Iterator[Office]:
    with office() as made:
        made.rows = [{"no": "A-1", "phone": "13800138000", "name": "王"}]
        yield made


def cases(server: Office, **more: Any) -> HttpCases:
    settings = HttpInterface(url=f"{server.address}/cases/{{receipt}}", cases="data.case")
    return HttpCases(settings, READER, "secret", **more)


def sends(status: int, body: bytes, **headers: str) -> Callable[[Any], None]:
    return lambda handler: handler.send(status, body, **headers)


def waits(handler: BaseHTTPRequestHandler) -> None:
    handler.server.let_go.wait(30)  # type: ignore[attr-defined]


def dribbles(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    try:
        while not handler.server.let_go.wait(0.05):  # type: ignore[attr-defined]
            handler.wfile.write(b" ")
    except OSError:
        pass


LIES = {
    "no json": sends(200, b"<html>login</html>"),
    "half of it": sends(200, b'{"data": {"case": {"no": "A-1"'),
    "another case": sends(200, b'{"data": {"case": {"no": "B-9", "phone": "13800138000"}}}'),
    "a number": sends(200, b'{"data": {"case": 7}}'),
    "rows that are none": sends(200, b'{"data": {"case": [{"x": 1}]}}'),
    "ten megabytes": sends(200, b'{"data": "' + b"x" * 10_000_000 + b'"}'),
    "a bomb": sends(200, gzip.compress(b" " * 50_000_000), Content_Encoding="gzip"),
    "depth": sends(200, b"[" * 100_000),
    "an error": sends(500, b"{}"),
    "refuses us": sends(401, b"{}"),
    "elsewhere": sends(302, b"", Location="http://127.0.0.1:1/"),
    "other bytes": sends(200, b"\xff\xfe\x00"),
}


@pytest.mark.parametrize("lie", list(LIES))
def test_a_lie_is_no_case_and_no_exception(server: Office, lie: str) -> None:
    server.behave = LIES[lie]
    source = cases(server)
    assert isinstance(source.by_receipt("A-1"), SourceAway)
    server.behave = None
    found = source.by_receipt("A-1")
    assert not isinstance(found, SourceAway)
    assert found[0].name == "王"
    source.close()


@pytest.mark.parametrize("behave", [waits, dribbles])
def test_who_is_slow_or_silent_is_not_waited_for(server: Office, behave: Callable[[Any], None]) -> None:
    server.behave = behave
    source = cases(server, deadline_s=0.4)
    begun = time.monotonic()
    assert isinstance(source.by_receipt("A-1"), SourceAway)
    assert time.monotonic() - begun < 10  # and not for ever: the server would wait half a minute
    source.close()


def test_what_a_busy_server_refuses_is_asked_once_more(server: Office) -> None:
    def first_refused(handler: Any) -> None:
        server.behave = None
        handler.send(503, b"{}")

    server.behave = first_refused
    source = cases(server)
    found = source.by_receipt("A-1")
    assert not isinstance(found, SourceAway)
    assert len(server.asked) == 2
    assert set(server.tokens) == {"Bearer secret"}
    source.close()


def test_nobody_listens(server: Office) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    source = HttpCases(HttpInterface(url=f"http://127.0.0.1:{port}/{{receipt}}"), READER)
    assert source.by_receipt("A-1") == SourceAway("ConnectError")
    source.close()


def test_a_receipt_cannot_lead_to_another_address(server: Office) -> None:
    source = cases(server)
    for receipt in ("../people", "A-1?x=1", "A-1#", "//elsewhere", "A 1&b"):
        source.by_receipt(receipt)
    assert all(path.startswith("/cases/") and path.count("/") == 2 and "?" not in path for path in server.asked)
    source.close()
