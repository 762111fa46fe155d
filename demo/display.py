"""The desktop for the windows: the one that is there, or one made with Xvfb that a browser shows."""

from __future__ import annotations

import ctypes
import os
import secrets
import select
import shutil
import time
from pathlib import Path

from bench.free_ports import free_port
from demo import stage
from demo.supervisor import DemoProgram, Supervisor

NOVNC = Path("/usr/share/novnc")
VIEW = Path(__file__).with_name("view")
"""The page in the browser: nothing but the screens. noVNC's library shows them."""
XVFB_SECONDS = 20.0
COMMON_DESKTOP = (1920, 1080)


class NoDisplayError(RuntimeError):
    """Xvfb is missing or did not start, or the desktop that the environment names is not there."""


def desktop_size(display: str) -> tuple[int, int]:
    """Width and height of an X desktop in pixels; a common size if there is no library to ask it with.

    Raises `NoDisplayError` if it does not answer: an old `ssh -X`, a tmux of yesterday, another user's.
    """
    try:
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        opened = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
        if not opened:
            raise NoDisplayError(f"DISPLAY {display} does not answer: unset it, or use --headless")
        size = x11.XDisplayWidth(opened, 0), x11.XDisplayHeight(opened, 0)
        x11.XCloseDisplay(opened)
    except OSError:
        return COMMON_DESKTOP
    return size


def start_xvfb(supervisor: Supervisor) -> str:
    """Start a desktop in memory under the first free number and return that, e.g. `:99`; the supervisor keeps it
    running."""
    screen = ("-screen", "0", f"{stage.WIDTH}x{stage.HEIGHT}x24", "-nolisten", "tcp", "-noreset")
    reading, writing = os.pipe()
    first = DemoProgram(name="xvfb", argv=("Xvfb", "-displayfd", str(writing), *screen), ends=2)
    try:
        supervisor.start(first, pass_fds=(writing,))
        os.close(writing)
        number = _line(reading, XVFB_SECONDS)
    finally:
        os.close(reading)
    if not number:
        raise NoDisplayError(f"Xvfb did not start:\n{supervisor.last_words('xvfb')}")
    supervisor.change(DemoProgram(name="xvfb", argv=("Xvfb", f":{number}", *screen), ends=2))
    return f":{number}"


def _line(descriptor: int, seconds: float) -> str:
    """The text before the newline, "" if none comes in time. Xvfb writes the number and the newline separately."""
    deadline, text = time.monotonic() + seconds, b""
    while not text.endswith(b"\n"):
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        more = os.read(descriptor, 16) if ready else b""
        if not more:
            return ""
        text += more
    return text.decode().strip()


def start_browser_view(supervisor: Supervisor, display: str, folder: Path, web_port: int) -> str:
    """Serve the desktop of `display` as a web page on loopback. Returns its address, which holds the session's
    password.

    The password stands behind `#`: browsers send that to no server, and no log has it.
    Without a password any web page open in the browser could reach the socket on loopback and press buttons.
    """
    password = secrets.token_urlsafe(6)
    password_file = folder / "view.password"
    password_file.touch(mode=0o600)
    password_file.write_text(password + "\n", encoding="ascii")
    web = folder / "view"
    shutil.rmtree(web, ignore_errors=True)
    shutil.copytree(VIEW, web)
    for part in ("core", "vendor"):
        (web / part).symlink_to(NOVNC / part)
    vnc = free_port()
    supervisor.start(
        DemoProgram(
            name="x11vnc",
            argv=(
                *("x11vnc", "-display", display, "-localhost", "-rfbport", str(vnc), "-passwdfile", str(password_file)),
                *("-forever", "-shared", "-quiet", "-noxrecord", "-noipv6"),
            ),
        )
    )
    supervisor.start(
        DemoProgram(
            name="novnc",
            argv=("websockify", "--web", str(web), f"127.0.0.1:{web_port}", f"127.0.0.1:{vnc}"),
        )
    )
    return f"http://127.0.0.1:{web_port}/#password={password}"
