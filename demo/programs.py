"""The programs of the demo and how each is started: the same commands that the systemd units use."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from demo.folder import DemoFolder, Seat
from demo.supervisor import DemoProgram

PYTHON = (sys.executable, "-P")  # the folder's own `hall/` must not be taken for the package

COMMANDS = {
    "kiosk": ("-m", "kiosk", "--profile", "number-machine"),
    "self-service": ("-m", "kiosk", "--profile", "self-service"),
    "pad-citizen": ("-m", "review_pad", "--screen", "citizen"),
    "pad-clerk": ("-m", "review_pad", "--screen", "clerk"),
    "screen-hall": ("-m", "e_screen", "--profile", "hall"),
    "screen-window": ("-m", "e_screen", "--profile", "window"),
}

CONTENT = "content"
PHONE_PAGE = "phone-page"
"""The name of the program, and of its device in hall.toml."""

WATCHDOG_SECONDS = 30.0


def broker(config: Path) -> DemoProgram:
    # Debian puts it into /usr/sbin, which is not in every user's path
    found = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin") or "mosquitto"
    return DemoProgram(name="broker", argv=(found, "-c", str(config)), ends=2)


def hall(folder: DemoFolder, port: int) -> DemoProgram:
    where = ("--config", str(folder.hall_toml), "--data", str(folder.hall_data), "--broker", f"127.0.0.1:{port}")
    phones = ("--sms", "file", "--sms-dir", str(folder.phones))
    return DemoProgram(name="hall", argv=(*PYTHON, "-m", "hall", *where, *phones), ends=1, watchdog_s=WATCHDOG_SECONDS)


def terminal(seat: Seat, config: Path, display: str, *, software_gl: bool) -> DemoProgram:
    """A terminal's program. `software_gl`: there is no graphics card behind this display."""
    env = {"DISPLAY": display, "SDL_VIDEODRIVER": "x11"}
    if software_gl:
        env |= {"LIBGL_ALWAYS_SOFTWARE": "1", "GALLIUM_DRIVER": "llvmpipe"}
    argv = (*PYTHON, *COMMANDS[seat.program], "--config", str(config))
    return DemoProgram(name=seat.program, argv=argv, env=env, watchdog_s=WATCHDOG_SECONDS)


def content(folder: DemoFolder, source: Path, listen: str) -> DemoProgram:
    where = ("--into", str(folder.content), "--key", str(folder.content_key), "--listen", listen)
    return DemoProgram(name=CONTENT, argv=(*PYTHON, "-m", "demo.content_server", str(source), *where))


def phone_page(folder: DemoFolder, hall: str, broker_port: int, listen: str, content: str = "") -> DemoProgram:
    """The program of the page behind the QR codes. `content`: the public half of the key for content, if there is
    any."""
    where = ("--hall", hall, "--data", str(folder.phone_page), "--broker", f"127.0.0.1:{broker_port}")
    guides = ("--content-key", content) if content else ()
    argv = (*PYTHON, "-m", "phone_page", *where, "--listen", listen, *guides)
    return DemoProgram(name=PHONE_PAGE, argv=argv, watchdog_s=WATCHDOG_SECONDS)


def phones_page(folder: DemoFolder, port: int) -> DemoProgram:
    return DemoProgram(name="phones", argv=(*PYTHON, "-m", "demo.phones_page", str(folder.phones), "--port", str(port)))
