"""Chooses a demo's ports of 127.0.0.1, so that two demos that start at the same moment do not take the same ones."""

from __future__ import annotations

import socket
import time

from bench.free_ports import free_port

LEAVING_SECONDS = 3.0


class PortTakenError(RuntimeError):
    """The port that was asked for cannot be used."""


def own_address(address: str) -> str:
    """`address`, if a program can answer there. Raises `PortTakenError`."""
    try:
        with socket.socket() as probe:
            probe.bind((address, 0))
    except OSError as error:
        raise PortTakenError(f"{address} is no address of this machine: {error.strerror}") from error
    return address


class Ports:
    """Chosen ports stay claimed until the process ends: their programs bind them only later, and again after a kill.

    A claim is a name in the kernel's abstract socket namespace. It keeps out other demos, not other programs.
    """

    def __init__(self) -> None:
        self._claims: list[socket.socket] = []

    def choose(self, usual: int, asked: int | None = None) -> int:
        """The port that was asked for, or else the usual one, or else any. Raises `PortTakenError` if `asked` is
        taken."""
        wanted = asked or usual
        deadline = time.monotonic() + (LEAVING_SECONDS if asked else 0)
        while (trouble := self._claim(wanted)) is not None and time.monotonic() < deadline:
            time.sleep(0.05)  # perhaps a demo that was killed is still on its way out
        if trouble is None:
            return wanted
        if asked:
            raise PortTakenError(f"port {asked} cannot be used: {trouble}")
        while self._claim(port := free_port()) is not None:
            pass
        return port

    def _claim(self, port: int) -> str | None:
        """Claim the port. Returns None, or why it cannot be used."""
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0xiaochuang-port-{port}")
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
        except OSError as error:
            claim.close()
            return error.strerror
        self._claims.append(claim)
        return None
