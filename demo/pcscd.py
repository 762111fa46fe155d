"""Runs a private pcscd with the virtual reader vpcd, beside the system's (Debian: pcscd, vsmartcard-vpcd).

    python -m demo.pcscd FOLDER PORT [--no-readers]

pcscd is started as systemd does it, with its socket already open, so that it needs neither the system's socket nor
the system's daemon. Its clients find it by `PCSCLITE_CSOCK_NAME`, which pcsc-lite reads once in a process's life.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

VPCD = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
SOCKET = "comm"
SOCKET_VARIABLE = "PCSCLITE_CSOCK_NAME"
PASSED_SOCKET = 3  # sd_listen_fds(3)


def found() -> str | None:
    """pcscd's path, if it and the virtual reader are installed; Debian puts it into /usr/sbin."""
    daemon = shutil.which("pcscd") or shutil.which("pcscd", path="/usr/sbin")
    return daemon if daemon and VPCD.exists() else None


def argv(folder: Path, port: int, *, readers: bool = True) -> tuple[str, ...]:
    """The command that starts pcscd. vpcd has two slots, on `port` and on the port above."""
    return (sys.executable, "-P", "-m", "demo.pcscd", str(folder), str(port), *([] if readers else ["--no-readers"]))


def main(words: Sequence[str]) -> None:
    """Replace this process by pcscd."""
    folder, port = Path(words[0]), int(words[1])
    daemon = found()
    if daemon is None:
        raise SystemExit("pcscd with the virtual reader is not installed: apt install pcscd vsmartcard-vpcd")
    readers = folder / "readers"
    readers.mkdir(parents=True, exist_ok=True)
    (readers / "vpcd").write_text("" if "--no-readers" in words else _reader_lines(port), encoding="ascii")
    listening = _listen(folder / SOCKET)
    if listening.fileno() != PASSED_SOCKET:
        os.dup2(listening.fileno(), PASSED_SOCKET)
    os.set_inheritable(PASSED_SOCKET, True)  # noqa: FBT003
    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
    os.execv(daemon, [daemon, "--foreground", "-c", str(readers), *_options(daemon)])  # noqa: S606


def _listen(address: Path) -> socket.socket:
    """A listening socket at `address`. It gets that name only once it listens, so whoever sees the name can connect."""
    unnamed = address.with_suffix(".new")
    unnamed.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(unnamed))
    listening.listen(16)
    unnamed.replace(address)
    return listening


def _options(daemon: str) -> list[str]:
    """Options for this pcscd. Newer ones ask polkit who may use a card, and refuse everyone where there is no
    polkit."""
    told = subprocess.run([daemon, "--help"], capture_output=True, text=True, check=False).stdout
    return ["--disable-polkit"] if "--disable-polkit" in told else []


def _reader_lines(port: int) -> str:
    return f'FRIENDLYNAME "Virtual reader"\nDEVICENAME /dev/null:{port:#x}\nLIBPATH {VPCD}\nCHANNELID {port:#x}\n\n'


if __name__ == "__main__":
    main(sys.argv[1:])
