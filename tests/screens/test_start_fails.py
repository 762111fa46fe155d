"""A terminal whose parts do not stand when it starts: tried again, and then ended for a new start; never a still
window that says it is alive."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
QUICKLY = """
import sys
from importlib import import_module
from kiosk.widgets import window
prepare = window.prepare

def refuse(*_broker):
    raise RuntimeError("no part of it stands")

def prepared(*told, **named):
    prepare(*told, **named)
    import_module("kiosk.mqtt.connection").dial = refuse
    import_module("kiosk.widgets.shell").FAILSAFE_SECONDS = 0.1

window.prepare = prepared
sys.exit(import_module(sys.argv[1]).main(sys.argv[2:]))
"""


@pytest.mark.parametrize(
    "words",
    [
        ("review_pad.__main__", "--screen", "clerk"),
        ("review_pad.__main__", "--screen", "citizen"),
        ("kiosk.__main__", "--profile", "number-machine"),
        ("kiosk.__main__", "--profile", "self-service"),
        ("e_screen.__main__", "--profile", "hall"),
    ],
    ids=lambda words: words[-1],
)
def test_a_program_that_cannot_start_ends_after_three_tries(tmp_path: Path, words: tuple[str, ...]) -> None:
    notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notify.bind(str(tmp_path / "notify"))
    notify.settimeout(0)
    key = tmp_path / "person.key"
    key.write_text("00" * 32)
    key.chmod(0o600)
    config = tmp_path / "terminal.toml"
    config.write_text(
        f'hall = "h"\ndevice = "d"\nwindow = "w1"\ndata = "{tmp_path}"\nperson_key_file = "{key}"\n'
        "[broker]\nport = 1\n[screen]\nwidth_px = 1280\nheight_px = 800\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", QUICKLY, *words, "--config", str(config)],
        check=False,
        cwd=ROOT,
        env={
            **os.environ,
            "SDL_VIDEODRIVER": "offscreen",
            "NOTIFY_SOCKET": str(tmp_path / "notify"),
            "WATCHDOG_USEC": "60000",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr.count("bug: ")) == (70, 3), done.stderr
    assert "3 bugs within a minute: the program ends" in done.stderr
    assert [notify.recv(100) for _ in range(2)] == [b"READY=1", b"STOPPING=1"], "never WATCHDOG=1"
    notify.close()
