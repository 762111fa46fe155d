"""The daily check beside each program with a window: the screen that stands there is the one it tells of."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.mosquitto import Mosquitto
from demo.programs import COMMANDS
from kiosk.terminal.check.devices import devices_main
from kiosk.terminal.program import REPORT, REPORT_SOCKET
from program.control_socket import ControlSocketError, send
from tests.mqtt.houses import eventually

ROOT = Path(__file__).parents[2]
TOML = """
hall = "longgang"
device = "d1"
data = "data"
window = "w1"
[broker]
port = {port}
[screen]
width_px = 640
height_px = 400
"""


@pytest.mark.parametrize("program", COMMANDS)
def test_the_screen_of_a_running_program_is_found_in_order(
    program: str, broker: Mosquitto, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "terminal.toml"
    config.write_text(TOML.format(port=broker.port), encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, *COMMANDS[program], "--config", str(config)],
        cwd=ROOT,
        env={**os.environ, "SDL_VIDEODRIVER": "offscreen"},
    )

    def tells_of_its_screen() -> bool:
        assert running.poll() is None
        try:
            return "screen" in json.loads(send(tmp_path / "data", [REPORT], REPORT_SOCKET))["health"]
        except ControlSocketError:  # it has not come up yet
            return False

    try:
        eventually(tells_of_its_screen, within_s=60)
        devices_main(["--config", str(config), "--json"])
    finally:
        running.terminate()
        running.wait(30)
    rows = {row["part"]: row for row in json.loads(capsys.readouterr().out)["parts"]}
    assert rows["program"]["status"] == "running"
    assert (rows["screen"]["status"], rows["screen"]["ok"]) == ("ready", True), rows["screen"]
    assert rows["screen"]["detail"].startswith("640x400")
