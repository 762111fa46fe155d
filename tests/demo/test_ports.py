"""Two demos on one machine."""

from __future__ import annotations

import socket
import threading

import pytest

from bench.free_ports import free_port
from demo import ports
from demo.ports import Ports, PortTakenError, own_address


@pytest.mark.parametrize("address", ["192.0.2.1", "no.such.name.invalid"])
def test_an_address_that_is_not_this_machines_is_named_at_once(address: str) -> None:
    assert own_address("127.0.0.1") == "127.0.0.1"
    with pytest.raises(PortTakenError, match=address):
        own_address(address)


def test_two_demos_that_start_at_the_same_moment_take_different_ports() -> None:
    usual = free_port()
    first, second = Ports(), Ports()
    assert first.choose(usual) == usual
    assert second.choose(usual) != usual  # although nobody listens on it yet


def test_a_port_that_another_program_uses_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "LEAVING_SECONDS", 0.1)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert Ports().choose(taken) != taken
        with pytest.raises(PortTakenError, match=str(taken)):
            Ports().choose(18830, taken)


def test_the_port_that_was_asked_for_is_taken_and_nothing_else() -> None:
    asked = free_port()
    assert Ports().choose(18830, asked) == asked


def test_a_port_that_is_being_left_is_waited_for() -> None:
    leaving = socket.socket()
    leaving.bind(("127.0.0.1", 0))
    leaving.listen()
    asked = leaving.getsockname()[1]
    threading.Timer(0.2, leaving.close).start()
    assert Ports().choose(18830, asked) == asked
