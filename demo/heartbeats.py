"""The supervisor's end of sd_notify(3): the socket on which programs report that they are alive, as to systemd."""

from __future__ import annotations

import os
import socket
import struct

LONGEST = 4096
_CREDENTIALS = struct.Struct("iII")  # pid, uid, gid: filled in by the kernel, so nobody can speak for another


class Heartbeats:
    """A datagram socket in the abstract namespace. `address` is for the programs' NOTIFY_SOCKET."""

    def __init__(self) -> None:
        self.address = f"@xiaochuang-demo-{os.getpid()}"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self.socket.settimeout(0)
        self.socket.bind("\0" + self.address[1:])

    def heard(self) -> set[int]:
        """The processes that said WATCHDOG=1 since the last time."""
        pids: set[int] = set()
        while True:
            try:
                message, ancillary, _, _ = self.socket.recvmsg(LONGEST, socket.CMSG_SPACE(_CREDENTIALS.size))
            except BlockingIOError:
                return pids
            if b"WATCHDOG=1" not in message.splitlines():
                continue
            for level, kind, data in ancillary:
                if (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
                    pids.add(_CREDENTIALS.unpack(data[: _CREDENTIALS.size])[0])

    def close(self) -> None:
        self.socket.close()
