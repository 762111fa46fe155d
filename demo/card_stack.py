"""`--cards pcsc`: the machine reads cards through PC/SC, with the demo's own pcscd or the system's."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from bench.free_ports import two_free_ports
from demo import pcscd
from demo.supervisor import DemoProgram, Supervisor
from demo.virtual_reader import VirtualReader
from program.control_socket import ControlSocket

SYSTEM_SOCKET = Path("/run/pcscd/pcscd.comm")
SYSTEM_VPCD_PORT = 0x8C7B  # /etc/reader.conf.d/vpcd of Debian's vsmartcard-vpcd

LONGEST_ADDRESS = 107  # of a Unix socket


class NoCardStackError(RuntimeError):
    """There is no pcscd with a virtual reader; the text says what to install."""


class CardStack:
    """`env`: the environment in which the machine's program finds the pcscd; `said`: what to tell whoever started the
    demo."""

    def __init__(self, folder: Path, *, system_socket: Path = SYSTEM_SOCKET) -> None:
        self._folder = folder
        self._uses_system = _answers(system_socket)
        self._port = SYSTEM_VPCD_PORT if self._uses_system else two_free_ports()
        self._control = ControlSocket(folder)
        self._reader = VirtualReader(self._control, self._port)
        self.env = {} if self._uses_system else {pcscd.SOCKET_VARIABLE: str(folder / pcscd.SOCKET)}
        self.said = (
            f"the pcscd that runs on this system ({system_socket}), with its readers; "
            f"bench cards go to its virtual reader, port {self._port}"
            if self._uses_system
            else f"a pcscd of the demo's own with the virtual reader vpcd, port {self._port}"
        )

    def start(self, supervisor: Supervisor) -> None:
        """Raises `NoCardStackError`."""
        if not self._uses_system:
            if pcscd.found() is None:
                raise NoCardStackError("--cards pcsc needs the Debian packages pcscd and vsmartcard-vpcd")
            if len(os.fsencode(self._folder / pcscd.SOCKET)) > LONGEST_ADDRESS:
                raise NoCardStackError(f"{self._folder} is too long a name for pcscd's socket: choose another --dir")
            self._folder.mkdir(mode=0o700, exist_ok=True)
            supervisor.start(DemoProgram(name="pcscd", argv=pcscd.argv(self._folder, self._port), ends=1))
        self._control.start()

    def stop(self) -> None:
        self._reader.remove()
        self._control.close()


def _answers(address: Path) -> bool:
    """Whether a pcscd (or systemd in its place) listens there."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(address))
        except OSError:
            return False
    return True
