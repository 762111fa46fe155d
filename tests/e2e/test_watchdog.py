"""A program whose link to the broker hangs is fed to systemd's watchdog no more, though its window goes on."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.mosquitto import Mosquitto
from demo.folder import SAMPLE, SEATS, DemoFolder
from demo.programs import COMMANDS
from demo.stage import PLACES

HANGS = """
import sys, threading
from kiosk.mqtt import connection

connection.STUCK_S = 0.5
turn = connection.PahoLink.turn

def hangs(link, timeout_s, mine):
    turn(link, timeout_s, mine)
    if link.ready:
        threading.Event().wait()

connection.PahoLink.turn = hangs
import runpy
module = sys.argv.pop(1)
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""
USUAL = "import runpy, sys; runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"

USUAL_SILENCE_S, SILENCE_S = 30.0, 4.0
"""Beats are due every 0.1 s on a screen, every second in the hall: so long a busy machine may keep one back, and so
long there is none after the fault."""

USUAL_S, HANGS_S = 8.0, 60.0
"""How long one is watched: without the fault, and until the fault must show."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DemoFolder, int]]:
    made = DemoFolder(tmp_path_factory.mktemp("watched") / "hall")
    made.claim()
    made.write_hall(SAMPLE, real_hours=False)
    made.write_secrets()
    broker = Mosquitto(made.path / "broker")
    broker.start()
    yield made, broker.port
    broker.stop()


def command(program: str, folder: DemoFolder, port: int) -> list[str]:
    if program == "hall":
        where = ("--config", str(folder.hall_toml), "--data", str(folder.hall_data), "--broker", f"127.0.0.1:{port}")
        return ["hall", *where]
    seat = next(seat for seat in SEATS if seat.program == program)
    _, module, *rest = COMMANDS[program]
    return [module, *rest, "--config", str(folder.write_seat(seat, "chunxiaoli", port, PLACES[program]))]


def falls_silent(code: str, argv: list[str], folder: Path, *, within_s: float, silence_s: float) -> bool:
    """Whether no beat comes for `silence_s`, some time after the program is ready."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(folder / "notify"))
        env = {
            **os.environ,
            "SDL_VIDEODRIVER": "offscreen",
            "NOTIFY_SOCKET": str(folder / "notify"),
            "WATCHDOG_USEC": "300000",
        }
        process = subprocess.Popen([sys.executable, "-P", "-c", code, *argv], env=env, stderr=subprocess.DEVNULL)
        try:
            line.settimeout(120)
            while line.recv(100) != b"READY=1":
                pass
            line.settimeout(silence_s)
            end = time.monotonic() + within_s
            while time.monotonic() < end:
                assert line.recv(100) == b"WATCHDOG=1"
        except TimeoutError:
            return True
        finally:
            process.kill()
            process.wait(30)
            (folder / "notify").unlink()
        return False


@pytest.mark.parametrize("program", ["hall", *COMMANDS])
def test_a_program_whose_link_hangs_is_not_fed(program: str, folder: tuple[DemoFolder, int], tmp_path: Path) -> None:
    argv = command(program, *folder)
    assert not falls_silent(USUAL, argv, tmp_path, within_s=USUAL_S, silence_s=USUAL_SILENCE_S)
    assert falls_silent(HANGS, argv, tmp_path, within_s=HANGS_S, silence_s=SILENCE_S)
