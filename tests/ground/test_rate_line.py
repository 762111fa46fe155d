"""What one address may send to the broker (`systemd/mosquitto.nft`): the kernel holds up a flood, and nobody else."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.free_ports import free_port
from benchmarks.hall.rate_line import FILE, NFT, rules

DEADLINE_S = 30
SYSTEMD = Path(__file__).parents[2] / "systemd"
MAY = [] if os.geteuid() == 0 else ["sudo", "-n"]


def nft(*words: str, text: str = "") -> str:
    """Needs the right to: root, or `sudo` without a password, as for a small disk."""
    done = subprocess.run([*MAY, NFT, *words], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Broker:
    """Something that listens and reads whatever comes; `dropped`: packets that the shipped rules kept from it."""

    def __init__(self, table: str) -> None:
        self.port = free_port()
        self.taken = 0
        self._table = table
        self._server = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                link, _ = self._server.accept()
                threading.Thread(target=self._read, args=(link,), daemon=True).start()

    def _read(self, link: socket.socket) -> None:
        with contextlib.suppress(OSError), link:
            while received := len(link.recv(65_536)):
                self.taken += received
                link.send(b"+")

    @property
    def dropped(self) -> int:
        said = nft("list", "table", "inet", self._table)
        return sum(int(number) for number in re.findall(r"counter packets (\d+)", said))

    def close(self) -> None:
        self._server.close()


@pytest.fixture
def kernel_with_nftables() -> None:
    """A kernel without nftables, or one that gives nobody the right to it, can hold up nothing."""
    tried = subprocess.run([*MAY, NFT, "list", "ruleset"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"nftables: {tried.stderr.strip()}")


@pytest.fixture
def broker_behind_it(kernel_with_nftables: None) -> Iterator[Broker]:
    table = f"xiaochuang_test_{free_port()}"
    made = Broker(table)
    nft("-f", "-", text=rules(made.port, table))
    yield made
    nft("delete", "table", "inet", table)
    made.close()


@contextlib.contextmanager
def link_from(address: str, port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), 10, source_address=(address, 0)) as link:
        yield link


def says(link: socket.socket, size: int) -> None:
    """So many bytes, at leisure; all of it has come when this returns."""
    link.sendall(bytes(size))
    link.settimeout(DEADLINE_S)
    assert link.recv(1) == b"+"


def floods(link: socket.socket) -> bool:
    """It has sent all that goes."""
    with contextlib.suppress(BlockingIOError):
        for _ in range(100):
            link.send(bytes(65_536))
    return True


def wait_until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_flood_is_held_up_and_another_address_is_not(broker_behind_it: Broker) -> None:
    flood, machine = (link_from(address, broker_behind_it.port) for address in ("127.0.0.2", "127.0.0.3"))
    with flood as wild, machine as other:
        says(wild, 1000)
        wild.setblocking(False)
        wait_until(lambda: floods(wild) and broker_behind_it.dropped)
        for _ in range(20):
            says(other, 300)
        wild.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # nothing more comes of it
    before = broker_behind_it.dropped
    with link_from("127.0.0.2", broker_behind_it.port) as again:
        again.setblocking(False)
        wait_until(lambda: floods(again) and broker_behind_it.dropped > before)
        again.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_what_a_terminal_sends_after_days_without_a_hall_is_not_held_up(broker_behind_it: Broker) -> None:
    with link_from("127.0.0.2", broker_behind_it.port) as machine:
        for _ in range(40):
            says(machine, 10_000)
    assert broker_behind_it.dropped == 0


@pytest.mark.usefixtures("kernel_with_nftables")
def test_the_shipped_file_is_loaded_again_and_again_and_counts_no_program_of_the_same_machine() -> None:
    text = FILE.read_text(encoding="utf-8").replace("inet xiaochuang", f"inet xiaochuang_test_{free_port()}")
    (table,) = set(re.findall(r"xiaochuang_test_\d+", text))
    for _ in range(2):
        nft("-f", "-", text=text)
    kept = nft("list", "table", "inet", table)
    nft("delete", "table", "inet", table)
    counted = [line for line in kept.splitlines() if "limit rate" in line]
    assert len(counted) >= 2
    for family, line in zip(("ip saddr", "ip6 saddr"), [one for one in counted if "dport 8883" in one], strict=True):
        assert 'iifname != "lo"' in line
        assert family in line


def test_the_broker_s_unit_loads_it_and_starts_without_it_too() -> None:
    unit = (SYSTEMD / "mosquitto.service").read_text(encoding="utf-8")
    assert "\nExecStartPre=-+/usr/sbin/nft -f /etc/mosquitto/xiaochuang.nft\n" in unit, "- and +: it may be missing"
    assert "\nExecStopPost=-+/usr/sbin/nft delete table inet xiaochuang\n" in unit
