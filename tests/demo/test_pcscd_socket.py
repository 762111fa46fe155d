"""The demo's pcscd is found by who waits for its socket."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from demo import pcscd


def test_a_socket_that_has_its_name_listens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the name and the listening, whoever connected was refused, and its reader taken for gone."""
    address = tmp_path / "comm"
    named_when_it_began_to_listen: list[bool] = []
    listen = socket.socket.listen

    def watched(self: socket.socket, backlog: int = 0) -> None:
        named_when_it_began_to_listen.append(address.exists())
        listen(self, backlog)

    monkeypatch.setattr(socket.socket, "listen", watched)
    listening = pcscd._listen(address)
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(address))
    listening.close()
    assert named_when_it_began_to_listen == [False]
