"""Which pcscd the demo uses, and what its virtual reader refuses. The cards: tests/e2e/test_real_cards.py."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import cast

import pytest

from demo import pcscd
from demo.card_stack import CardStack, NoCardStackError
from demo.supervisor import DemoProgram, Supervisor
from program.control_socket import ControlSocketError, send


class Started(list[DemoProgram]):
    """A supervisor that only notes what it was given."""

    def start(self, program: DemoProgram) -> None:
        self.append(program)


def started(stack: CardStack) -> list[str]:
    programs = Started()
    stack.start(cast("Supervisor", programs))
    return [program.name for program in programs]


def test_a_pcscd_that_runs_on_the_system_is_used_and_said(tmp_path: Path) -> None:
    address = tmp_path / "system"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(address))
        listening.listen()
        stack = CardStack(tmp_path / "pcscd", system_socket=address)
    assert started(stack) == []
    assert stack.env == {}
    assert f"runs on this system ({address})" in stack.said
    stack.stop()


def test_a_socket_that_a_dead_pcscd_left_is_not_taken_for_one(tmp_path: Path) -> None:
    address = tmp_path / "system"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(address))
    stack = CardStack(tmp_path / "pcscd", system_socket=address)
    assert started(stack) == ["pcscd"]
    assert stack.env == {pcscd.SOCKET_VARIABLE: str(tmp_path / "pcscd" / "comm")}
    stack.stop()


def test_a_folder_too_deep_for_a_socket_is_refused_before_anything_starts(tmp_path: Path) -> None:
    stack = CardStack(tmp_path / ("deep-" * 20), system_socket=tmp_path / "none")
    with pytest.raises(NoCardStackError, match="--dir"):
        started(stack)


def test_what_cannot_be_done_with_a_virtual_reader_is_said(tmp_path: Path) -> None:
    stack = CardStack(tmp_path / "pcscd", system_socket=tmp_path / "none")
    started(stack)
    folder = tmp_path / "pcscd"
    with pytest.raises(ControlSocketError, match="kill that one"):
        send(folder, ["card", "unplug"])
    with pytest.raises(ControlSocketError, match="cannot stand on a social card"):
        send(folder, ["card", "insert", "young", "birth=yesterday"])
    with pytest.raises(ControlSocketError, match="no virtual reader listens"):
        send(folder, ["card", "insert", "young"])
    stack.stop()
