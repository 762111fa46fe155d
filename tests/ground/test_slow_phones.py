"""Clients that are slow or greedy on purpose do not close the page for those who really ask."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from phone_page import server
from phone_page.server import PageServer

BEGINNING = b"GET / HTTP/1.1\r\nHost: hall\r\n"


def said(_environ: Any, start_response: Any) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"here"]


def serving(proxy: str | None = None) -> Iterator[int]:
    made = PageServer(said, "127.0.0.1", 0, proxy=proxy)
    thread = threading.Thread(target=made.asyncore.loop, kwargs={"map": made._map, "timeout": 0.05, "use_poll": True})
    thread.start()
    yield int(made.effective_port)
    for channel in [*made._map.values()]:
        channel.close()
    thread.join(30)
    made.task_dispatcher.shutdown()


@pytest.fixture
def port() -> Iterator[int]:
    yield from serving()


@pytest.fixture
def port_behind_proxy() -> Iterator[int]:
    yield from serving("127.0.0.1")


def ask(port: int) -> bytes:
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    wire.request("GET", "/")
    body = wire.getresponse().read()
    wire.close()
    return body


@contextlib.contextmanager
def slow_ones(port: int, count: int) -> Iterator[list[socket.socket]]:
    """So many connections that begin a request and never end it."""
    with contextlib.ExitStack() as stack:
        wires = []
        for _ in range(count):
            wire = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            wire.sendall(BEGINNING)
            wires.append(wire)
        yield wires


def is_closed(wire: socket.socket) -> bool:
    wire.setblocking(False)
    try:
        return wire.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


@pytest.mark.parametrize("count", [260, 560])
def test_who_asks_is_answered_among_hundreds_of_slow_connections(port: int, count: int) -> None:
    with slow_ones(port, count) as wires:
        assert ask(port) == b"here"
        for wire in wires:
            with contextlib.suppress(OSError):
                wire.send(b"X")
        assert ask(port) == b"here"
        assert sum(map(is_closed, wires)) >= count - server.CONNECTIONS_OF_ADDRESS


def test_behind_a_proxy_its_connections_are_everybodys_and_the_whole_is_limited(port_behind_proxy: int) -> None:
    with slow_ones(port_behind_proxy, server.CONNECTIONS_OF_ADDRESS + 20) as wires:
        assert ask(port_behind_proxy) == b"here"
        assert not any(map(is_closed, wires))
    with slow_ones(port_behind_proxy, server.CONNECTIONS + 30) as wires:
        assert ask(port_behind_proxy) == b"here"
        assert sum(map(is_closed, wires)) >= 30


def test_a_request_has_a_whole_time_however_steadily_it_trickles(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "REQUEST_S", 0.3)
    monkeypatch.setattr(server, "LOOK_S", 0.02)
    with slow_ones(port, 1) as (wire,):
        deadline = time.monotonic() + 60
        while not is_closed(wire):
            assert time.monotonic() < deadline
            wire.setblocking(True)
            with contextlib.suppress(OSError):
                wire.send(b"X")
            time.sleep(0.02)


def test_a_connection_that_says_nothing_is_closed(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "IDLE_S", 0.2)
    monkeypatch.setattr(server, "LOOK_S", 0.02)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
        assert wire.recv(1) == b""


def test_a_clock_that_is_set_back_keeps_no_slow_connection(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "IDLE_S", 0.2)
    monkeypatch.setattr(server, "LOOK_S", 0.02)
    monkeypatch.setattr("waitress.server.time.time", lambda: 1000.0)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
        assert wire.recv(1) == b""


def test_a_request_in_two_pieces_and_one_after_another_on_a_connection_are_answered(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        for _ in range(3):
            wire.sendall(BEGINNING)
            time.sleep(0.05)
            wire.sendall(b"\r\n")
            answer = b""
            while not answer.endswith(b"here"):
                answer += wire.recv(4096)
            assert answer.startswith(b"HTTP/1.1 200")
