"""Which ports tests, benches and the demo may start their programs on."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bench import free_ports
from bench.free_ports import NoPortError, free_port, two_free_ports

OTHER_PROCESS = "from bench.free_ports import free_port; print(*(free_port() for _ in range(120)))"


def given_to_outgoing_connections() -> range:
    first, last = Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii").split()
    return range(int(first), int(last) + 1)


def test_no_outgoing_connection_can_take_it_first() -> None:
    assert free_port() not in given_to_outgoing_connections()


def test_another_process_never_chooses_the_same() -> None:
    mine = {free_port() for _ in range(free_ports.BLOCK)}
    for _ in range(3):
        said = subprocess.run([sys.executable, "-c", OTHER_PROCESS], capture_output=True, text=True, check=True).stdout
        assert mine.isdisjoint(map(int, said.split()))


def test_a_port_in_use_is_passed_over() -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        assert port not in {free_port() for _ in range(free_ports.BLOCK)}


def test_two_in_a_row_are_both_free() -> None:
    first = two_free_ports()
    with socket.create_server(("127.0.0.1", first)), socket.create_server(("127.0.0.1", first + 1)):
        pass


def test_when_every_block_is_claimed_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(free_ports, "FIRST", 10_000)
    monkeypatch.setattr(free_ports, "END", 10_000 + free_ports.BLOCK)
    with socket.socket(socket.AF_UNIX) as other:
        other.bind("\0xiaochuang-ports-10000")
        with pytest.raises(NoPortError, match="block"):
            free_ports._own_ports.__wrapped__()
